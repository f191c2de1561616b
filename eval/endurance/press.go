//go:build linux

package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An issue is an article to be published.
type issue struct {
	Title     string `json:"title"`
	Outlet    string `json:"source"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

// A press publishes articles over HTTP as time goes on.
type press struct {
	server *httptest.Server
	pace   float64
	began  time.Time
	all    []issue // of an archive, by date; nil invents

	mu  sync.Mutex
	out []issue
}

// feedLength is how many entries the feed shows. Ours: as many as large sites do.
const feedLength = 100

func newPress(o options) (*press, error) {
	p := &press{pace: o.pace, began: time.Now()}
	if o.archive != "" {
		var err error
		if p.all, err = readArchive(o.archive); err != nil {
			return nil, err
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed", p.serveFeed)
	mux.HandleFunc("GET /page/{n}", p.servePage)
	p.server = httptest.NewServer(mux)
	return p, nil
}

func readArchive(file string) (all []issue, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	for in := json.NewDecoder(z); ; {
		var one issue
		switch err := in.Decode(&one); {
		case err == io.EOF:
			slices.SortStableFunc(all, func(a, b issue) int { return cmp.Compare(a.Published, b.Published) })
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, one)
	}
}

func (p *press) close()       { p.server.Close() }
func (p *press) feed() string { return p.server.URL + "/feed" }

func (p *press) published() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.out)
}

// publish brings out what is due. The caller holds p.mu.
func (p *press) publish() {
	due := 1 + int(time.Since(p.began).Minutes()*p.pace)
	for len(p.out) < due && (p.all == nil || len(p.out) < len(p.all)) {
		if p.all != nil {
			p.out = append(p.out, p.all[len(p.out)])
			continue
		}
		p.out = append(p.out, invented(len(p.out)))
	}
}

func (p *press) serveFeed(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.publish()
	fmt.Fprint(w, `<rss version="2.0"><channel><title>The Press</title>`)
	for i := len(p.out) - 1; i >= max(0, len(p.out)-feedLength); i-- {
		fmt.Fprintf(w, "<item><title>%s</title><link>%s/page/%d</link><description>Short.</description></item>", html.EscapeString(p.out[i].Title), p.server.URL, i)
	}
	fmt.Fprint(w, "</channel></rss>")
}

func (p *press) servePage(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || n < 0 || n >= len(p.out) {
		http.NotFound(w, r)
		return
	}
	one := p.out[n]
	fmt.Fprintf(w, `<html><head><title>%[1]s</title><meta property="og:site_name" content="%[2]s"><meta property="article:published_time" content="%[3]s"></head><body><article><h1>%[1]s</h1>`,
		html.EscapeString(one.Title), html.EscapeString(one.Outlet), html.EscapeString(one.Published))
	for part := range strings.SplitSeq(one.Text, "\n") {
		fmt.Fprintf(w, "<p>%s</p>\n", html.EscapeString(part))
	}
	fmt.Fprint(w, "</article></body></html>")
}

// invented makes up article n: one in four is a reprint, with a sentence more, of
// one before it.
func invented(n int) issue {
	source := n
	r := rand.New(rand.NewPCG(7, uint64(n)))
	if n > 8 && r.IntN(4) == 0 {
		source = n - 1 - r.IntN(8)
	}
	s := rand.New(rand.NewPCG(8, uint64(source)))
	one := func(list ...string) string { return list[s.IntN(len(list))] }
	place := one("Northmark", "Port Salis", "Harwick", "Strandby", "Oldcastle", "Melby") + one("", " Bay", " East", " Quay")
	thing := one("ferry", "pier", "dredger", "lighthouse", "harbour railway", "customs shed")
	who := one("Ana", "Jonas", "Tiina", "Emil", "Ole", "Marta") + " " + one("Brandt", "Holm", "Kuusk", "Roux", "Nygard", "Vrba")
	var b strings.Builder
	for range 4 + s.IntN(8) {
		number := 2 + s.IntN(90)
		fmt.Fprintf(&b, one(
			"A storm damaged the %[1]s at %[2]s on Tuesday, and %[4]d people were hurt, officials said.\n",
			"“We shall mend the %[1]s before the winter,” %[3]s told reporters in %[2]s.\n",
			"%[3]s denied that the %[1]s had cost %[4]d million euros.\n",
			"Workers in %[2]s began a strike of %[4]d days over the %[1]s.\n",
			"The council of %[2]s will vote on the %[1]s on March %[5]d, %[3]s announced.\n"), thing, place, who, number, 1+number%28)
	}
	if source != n {
		fmt.Fprintf(&b, "The %s has %d readers.\n", one("Gazette", "Courier", "Observer"), n)
	}
	day := time.Date(2031, 1, 1, 6, 0, 0, 0, time.UTC).Add(time.Duration(n) * 37 * time.Minute)
	return issue{
		Title: fmt.Sprintf("%s: new trouble over the %s", place, thing), Outlet: []string{"Harbour Post", "Quay Gazette", "Strand Courier", "Coastal Observer"}[n%4],
		Published: day.Format(time.RFC3339), Text: b.String(),
	}
}
