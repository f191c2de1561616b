package serve

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/twosource/twosource/internal/store"
)

// Metrics are what a server counts, for Prometheus.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	posted   *prometheus.CounterVec
	alerts   *prometheus.CounterVec
	updated  prometheus.Histogram
}

// NewMetrics returns the metrics of a site.
func NewMetrics(s *Site) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "twosource_http_requests_total", Help: "Requests answered, by route, method and status.",
		}, []string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "twosource_http_request_seconds", Help: "Time until a request was answered, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .02, .03, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
		posted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "twosource_articles_posted_total", Help: "Articles posted, by what became of them.",
		}, []string{"outcome"}),
		alerts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "twosource_alert_deliveries_total", Help: "Deliveries of alerts, by way and outcome.",
		}, []string{"way", "outcome"}),
		updated: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "twosource_story_update_seconds", Help: "Time from an article's arrival until its story shows it.",
			Buckets: []float64{.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900},
		}),
	}
	gauge := func(name, help string, value func(*Catalog) int) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(value(s.Catalog())) })
	}
	m.registry.MustRegister(m.requests, m.took, m.posted, m.alerts, m.updated,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("twosource_articles", "Articles in the store.", func(c *Catalog) int { return len(c.Articles) }),
		gauge("twosource_stories", "Stories in the store.", func(c *Catalog) int { return len(c.List(store.StoryKind)) }),
		gauge("twosource_statements", "Statements in the store.", func(c *Catalog) int { return len(c.List(store.StatementKind)) }),
		gauge("twosource_stream_watchers", "Readers of the event stream.", func(*Catalog) int { return s.Watchers() }),
		gauge("twosource_stories_behind", "1 while the stories do not know all articles yet.", func(c *Catalog) int {
			if c.State.Change == c.State.DerivedAt {
				return 0
			}
			return 1
		}))
	return m
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Posted counts a posted article.
func (m *Metrics) Posted(outcome string) { m.posted.WithLabelValues(outcome).Inc() }

// Updated counts an article whose story shows it.
func (m *Metrics) Updated(after time.Duration) { m.updated.Observe(after.Seconds()) }

// Delivered counts a delivery of an alert.
func (m *Metrics) Delivered(way, outcome string) { m.alerts.WithLabelValues(way, outcome).Inc() }

// knownMethods keeps what anybody can send out of the labels.
var knownMethods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "OPTIONS": true}

func (m *Metrics) observe(r *http.Request, status int, took time.Duration) {
	route, method := r.Pattern, r.Method
	if route == "" {
		route = "none"
	}
	if !knownMethods[method] {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	if !isStream(r.URL.Path) {
		m.took.WithLabelValues(route).Observe(took.Seconds())
	}
}
