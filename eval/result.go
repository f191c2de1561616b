package eval

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// A Result is how one stage does on one data set, as `twosource eval` prints
// it.
type Result struct {
	Task    string            `json:"task"`
	Data    string            `json:"data"` // the data set's name, such as "wcxb-article"
	N       int               `json:"n"`    // pages, sentences or whatever the metric counts
	Metrics map[string]Metric `json:"metrics"`
}

// A Metric is a fraction from 0 to 1 with the bounds of its 95 % interval. The
// bounds equal the value where none were computed. Speeds are no fractions and
// stand under names that end in "per_second".
type Metric struct {
	Value, Low, High float64
}

// MarshalJSON writes m with its numbers rounded to 4 places.
func (m Metric) MarshalJSON() ([]byte, error) {
	b := []byte(`{"value":`)
	b = appendRounded(b, m.Value)
	b = appendRounded(append(b, `,"low":`...), m.Low)
	b = appendRounded(append(b, `,"high":`...), m.High)
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Metric) UnmarshalJSON(b []byte) error {
	var v struct {
		Value float64 `json:"value"`
		Low   float64 `json:"low"`
		High  float64 `json:"high"`
	}
	err := json.Unmarshal(b, &v)
	*m = Metric{v.Value, v.Low, v.High}
	return err
}

func appendRounded(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, math.Round(f*10000)/10000, 'f', -1, 64)
}

// Exactly returns a metric without an interval.
func Exactly(v float64) Metric { return Metric{v, v, v} }

// bootstrapDraws is how many samples an interval is made of.
const bootstrapDraws = 1000

// Bootstrap returns score over the items 0 … n-1 with the percentile interval
// of 1,000 samples drawn with replacement. The draws are seeded with n alone,
// so the interval is the same every time. score must not keep its argument.
//
// Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993,
// chapter 13.
func Bootstrap(n int, score func(items []int) float64) Metric {
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	m := Exactly(score(items))
	if n < 2 {
		return m
	}
	r := rand.New(rand.NewPCG(uint64(n), 2))
	values := make([]float64, bootstrapDraws)
	for d := range values {
		for i := range items {
			items[i] = r.IntN(n)
		}
		values[d] = score(items)
	}
	slices.Sort(values)
	m.Low, m.High = values[bootstrapDraws*25/1000], values[bootstrapDraws*975/1000-1]
	return m
}

// BootstrapMean is [Bootstrap] of the mean of values.
func BootstrapMean(values []float64) Metric {
	return Bootstrap(len(values), func(items []int) float64 {
		sum := 0.0
		for _, i := range items {
			sum += values[i]
		}
		if len(items) == 0 {
			return 0
		}
		return sum / float64(len(items))
	})
}
