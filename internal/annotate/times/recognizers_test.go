package times

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// recognizersData is the English part of the test cases of Microsoft's
// Recognizers-Text (MIT), as the shared corpora keep it.
const recognizersData = "../../../../shared/corpora/recognizers-english.tar.gz"

// A spec is one case: a sentence, the day it is read on, and what is in it.
type spec struct {
	file  string
	index int

	Input   string
	Context struct{ ReferenceDateTime string }
	Results []specResult

	NotSupported string
}

type specResult struct {
	Text           string
	Start          int
	Type, TypeName string
	Resolution     struct{ Values []map[string]string }
	Value          json.RawMessage
}

// An answer is one reading that a case allows.
type answer struct {
	timex, mod string
	value      string // of a point, or the seconds of a length
	start, end string // of a stretch, end exclusive; either may be missing
}

// answers lists what r allows, in whichever of the two forms it is written.
func (r *specResult) answers() []answer {
	var values []map[string]string
	values = append(values, r.Resolution.Values...)
	if len(r.Value) > 0 {
		var merged struct{ Values []map[string]string }
		if json.Unmarshal(r.Value, &merged) == nil && len(merged.Values) > 0 {
			values = append(values, merged.Values...)
		} else {
			var pair struct {
				Timex, Mod                       string
				FutureResolution, PastResolution map[string]string
			}
			if json.Unmarshal(r.Value, &pair) != nil {
				return nil
			}
			for _, m := range []map[string]string{pair.FutureResolution, pair.PastResolution} {
				v := map[string]string{"timex": pair.Timex, "Mod": pair.Mod}
				for k, x := range m {
					switch {
					case strings.HasPrefix(k, "start"):
						v["start"] = x
					case strings.HasPrefix(k, "end"):
						v["end"] = x
					default:
						v["value"] = x
					}
				}
				values = append(values, v)
			}
		}
	}
	out := make([]answer, 0, len(values))
	for _, v := range values {
		out = append(out, answer{v["timex"], v["Mod"], v["value"], v["start"], v["end"]})
	}
	return out
}

// kind is date, daterange, time, … without the library's prefix.
func (r *specResult) kind() string {
	return strings.TrimPrefix(r.Type+r.TypeName, "datetimeV2.")
}

// span is where r stands in the input; cases count in UTF-16 units, which for
// all of English here are runes.
func (r *specResult) span(input string) news.Span {
	start := 0
	for range r.Start {
		_, n := utf8.DecodeRuneInString(input[start:])
		start += n
	}
	end := start
	for range utf8.RuneCountInString(r.Text) {
		_, n := utf8.DecodeRuneInString(input[end:])
		end += n
	}
	return news.Span{Start: start, End: end}
}

// readSpecs returns the cases of the files that tell of dates and times, sorted
// by file.
func readSpecs(t *testing.T) []spec {
	t.Helper()
	f, err := os.Open(recognizersData)
	if err != nil {
		t.Skipf("the shared corpora are missing: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []spec
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(h.Name, "/DateTime/") || path.Ext(h.Name) != ".json" {
			continue
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		var specs []spec
		if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\uFEFF")), &specs); err != nil {
			t.Fatalf("%s: %v", h.Name, err)
		}
		name := path.Base(path.Dir(h.Name)) + "/" + path.Base(h.Name)
		for i := range specs {
			specs[i].file, specs[i].index = name, i
		}
		out = append(out, specs...)
	}
	slices.SortStableFunc(out, func(a, b spec) int { return strings.Compare(a.file, b.file) })
	return out
}

// properNames are the words of dates that English writes with a capital. Many
// cases are written as people type to a machine, all in lower case.
var properNames = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec sunday monday tuesday wednesday thursday friday saturday
		sun mon tue tues wed thu thur thurs fri sat sundays mondays tuesdays wednesdays thursdays fridays saturdays
		christmas easter thanksgiving halloween new year's eve valentine's day black father's mother's labor labour memorial
		independence presidents saint patrick's earth cyber martin luther king columbus veterans`) {
		m[w] = true
	}
	return m
}()

// asPrinted returns the input with capitals on the names of days and months in
// what the case wants read.
func (s *spec) asPrinted() string {
	b := []byte(s.Input)
	for i := range s.Results {
		span := s.Results[i].span(s.Input)
		feast := strings.Contains(s.file, "Holiday")
		for _, words := range []string{"black friday", "earth day", "labor day", "new year", "king day"} {
			feast = feast || strings.Contains(s.Results[i].Text, words)
		}
		for at := span.Start; at < span.End; {
			end := at
			for end < span.End && (b[end]|0x20 >= 'a' && b[end]|0x20 <= 'z' || b[end] == '\'') {
				end++
			}
			word := strings.TrimSuffix(string(b[at:end]), "'")
			if properNames[word] && (feast || !slices.Contains([]string{"day", "year's", "new", "eve", "black", "king", "earth", "labor"}, word)) {
				b[at] -= 'a' - 'A'
			}
			at = max(end, at+1)
		}
	}
	return string(b)
}

// minutesOf reads "2016-11-07", "2016-11-07 08:00:00" as minutes since 1970.
func minutesOf(s string) (int64, bool) {
	s = strings.Replace(s, " ", "T", 1)
	if len(s) > len("2016-11-07T08:00") {
		s = s[:len("2016-11-07T08:00")]
	}
	first, _, ok := news.Date{Value: s}.Bounds()
	return first, ok
}

// wrong says how marked, all expressions in s.Input, differ from what the case
// wants; "" if they do not.
func (s *spec) wrong(marked []Marked) string {
	used := make([]bool, len(marked))
	for i := range s.Results {
		r := &s.Results[i]
		span := r.span(s.Input)
		var mine []Marked
		for k, m := range marked {
			if m.Span.Overlaps(span) {
				mine = append(mine, m)
				used[k] = true
			}
		}
		if len(mine) == 0 {
			return fmt.Sprintf("%q is not found", r.Text)
		}
		if !slices.ContainsFunc(r.answers(), func(a answer) bool { return a.is(r.kind(), mine) }) {
			return fmt.Sprintf("%q is %s, want %v", r.Text, shown(mine), r.answers())
		}
	}
	for k, m := range marked {
		if !used[k] && m.Value != "" {
			return fmt.Sprintf("%q = %q is too much", m.Words, m.Value)
		}
	}
	return ""
}

func shown(marked []Marked) string {
	var b strings.Builder
	for _, m := range marked {
		fmt.Fprintf(&b, "[%s %s=%s %s %s] ", m.Kind, m.Words, m.Value, m.Timex, m.Modifier)
	}
	return b.String()
}

// is reports whether the expressions say what a says.
func (a answer) is(kind string, mine []Marked) bool {
	if len(mine) == 1 && (mine[0].Timex == a.timex || "FY"+mine[0].Timex == a.timex) {
		return true
	}
	if a.value == "not resolved" && kind != "set" || strings.HasPrefix(a.value, "0001-01-01") {
		return len(mine) == 1 && mine[0].Value == "" // the calendar has no such day
	}
	if _, part, ok := strings.Cut(a.timex, "T"); ok && len(part) == 2 && len(mine) == 1 && len(a.start) >= 10 {
		return mine[0].Timex == a.start[:10]+"T"+part // a part of a day that the case leaves open
	}
	switch kind {
	case "duration":
		return len(mine) == 1 && (seconds(mine[0].Value) == a.value && a.value != "" || months(mine[0].Value) == months(a.timex) && months(a.timex) > 0)
	case "set":
		return len(mine) == 1 && (mine[0].Value == a.timex || strings.TrimPrefix(mine[0].Timex, "XXXX-XX-XX") == a.timex)
	case "time":
		_, clock, ok := strings.Cut(mine[0].Timex, "T")
		return len(mine) == 1 && ok && len(a.value) >= 5 && clock == a.value[:5]
	case "timerange":
		return a.clocks(mine)
	case "date", "datetime":
		at, ok := minutesOf(a.value)
		return ok && point(at, mine)
	}
	return a.stretch(mine)
}

// point reports whether one of the expressions is at the minute, and the others
// are of the same day or what it is reckoned from.
func point(at int64, mine []Marked) bool {
	found := false
	for _, m := range mine {
		first, _, ok := m.Bounds()
		switch {
		case ok && first == at:
			found = true
		case ok && first/1440 == at/1440:
		case !slices.ContainsFunc(mine, func(o Marked) bool { return o.Anchor >= 0 }):
			return false
		}
	}
	return found
}

// clocks compares a stretch of one day.
func (a answer) clocks(mine []Marked) bool {
	var got []string
	for _, m := range mine {
		if _, clock, ok := strings.Cut(m.Timex, "T"); ok {
			got = append(got, clock)
		}
	}
	var want []string
	for _, w := range []string{a.start, a.end} {
		if len(w) >= 5 {
			want = append(want, w[:5])
		}
	}
	return len(want) > 0 && slices.Equal(got, want)
}

// stretch compares a stretch of days with the bounds of one expression, or of
// the first and the last of several. An end that is named belongs to the
// stretch for us and not for the case.
func (a answer) stretch(mine []Marked) bool {
	if _, length, ok := strings.Cut(strings.TrimSuffix(a.timex, ")"), ",P"); ok && len(mine) == 1 && mine[0].Kind == news.TimeDuration {
		_, length, _ = strings.Cut(length, ",")
		return mine[0].Timex == length || seconds(mine[0].Value) == seconds(a.timex[strings.LastIndexByte(a.timex, ',')+1:len(a.timex)-1])
	}
	if len(mine) == 3 && mine[0].Precision == news.PrecisionDay && mine[1].Precision == news.PrecisionMinute {
		mine = mine[1:] // a day, and then its hours
	}
	first, _, ok1 := mine[0].Bounds()
	last, end, ok2 := mine[len(mine)-1].Bounds()
	if !ok1 || !ok2 {
		return false
	}
	if len(mine) == 1 {
		last = end
	}
	start, okStart := minutesOf(a.start)
	stop, okStop := minutesOf(a.end)
	switch {
	case okStart && okStop:
		if _, b, ok := strings.Cut(mine[0].Value, "/"); ok && len(mine) == 1 { // "2014-2018" ends with 2018 itself
			last, _, _ = news.Date{Value: b}.Bounds()
		}
		return first == start && (end+1 == stop || last == stop || last/1440 == stop/1440 && len(a.end) <= len("2016-11-07"))
	case okStart || okStop: // since, after; before, until: "tomorrow before 5pm"
		edge := start
		if okStop {
			edge = stop
		}
		return slices.ContainsFunc(mine, func(m Marked) bool {
			first, last, ok := m.Bounds()
			return ok && (first == edge || last+1 == edge)
		})
	}
	return false
}

// seconds is the length of an ISO 8601 duration, as the cases count: a month
// has 30 days, a year 365; "" for what is none.
func seconds(d string) string {
	if !strings.HasPrefix(d, "P") {
		return ""
	}
	units := map[byte]float64{'Y': 365 * 86400, 'M': 30 * 86400, 'W': 7 * 86400, 'D': 86400}
	total, at := 0.0, 1
	for i := 1; i < len(d); i++ {
		switch c := d[i]; {
		case c == 'T':
			units = map[byte]float64{'H': 3600, 'M': 60, 'S': 1}
			at = i + 1
		case c >= 'A':
			n, err := strconv.ParseFloat(d[at:i], 64)
			if err != nil || units[c] == 0 {
				return ""
			}
			total += float64(n * units[c])
			at = i + 1
		}
	}
	return strconv.FormatFloat(total, 'f', -1, 64)
}

// months is the length of an ISO 8601 duration of years and months alone; 0 for
// any other.
func months(d string) float64 {
	total, at := 0.0, 1
	for i := 1; i < len(d); i++ {
		if c := d[i]; c >= 'A' {
			n, err := strconv.ParseFloat(d[at:i], 64)
			switch {
			case err != nil || c != 'Y' && c != 'M':
				return 0
			case c == 'Y':
				n *= 12
			}
			total += n
			at = i + 1
		}
	}
	return total
}

// A verdict is why a case is not held: its class, and whether the case applies to
// news all the same, with the words that say why it fails.
type verdict struct {
	class, words string
	line         int
}

// verdicts reads testdata/recognizers-declined.tsv: by file, the verdict by case;
// -1 stands for all cases.
func verdicts(t *testing.T) map[string]map[int]verdict {
	t.Helper()
	b, err := os.ReadFile("testdata/recognizers-declined.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[int]verdict{}
	for n, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 && len(fields) != 4 {
			t.Fatalf("line %d of the declined cases has %d fields", n+1, len(fields))
		}
		v := verdict{class: fields[1], line: n + 1}
		if len(fields) == 4 {
			v.words = fields[3]
		}
		if out[fields[0]] == nil {
			out[fields[0]] = map[int]verdict{}
		}
		for _, k := range indices(t, fields[2]) {
			if old, twice := out[fields[0]][k]; twice {
				t.Fatalf("line %d of the declined cases: %s %d stands on line %d too", n+1, fields[0], k, old.line)
			}
			out[fields[0]][k] = v
		}
	}
	return out
}

// indices reads "3,5-7"; "*" is -1.
func indices(t *testing.T, list string) []int {
	t.Helper()
	if list == "*" {
		return []int{-1}
	}
	var out []int
	for r := range strings.SplitSeq(list, ",") {
		from, to, span := strings.Cut(r, "-")
		if !span {
			to = from
		}
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			t.Fatalf("the declined cases: %q", r)
		}
		for k := a; k <= b; k++ {
			out = append(out, k)
		}
	}
	return out
}

// recognizersFloor is how many of the cases that apply must be read as wanted:
// what was reached. It only ever rises.
const recognizersFloor = 1092

// TestRecognizers reads the cases and counts. Each that applies to news is read as
// wanted, or stands in testdata/recognizers-declined.tsv with the words that say
// why not; no case that stands there is read as wanted.
func TestRecognizers(t *testing.T) {
	specs := readSpecs(t)
	listed := verdicts(t)
	applies, passed, declined := 0, 0, 0
	apart := map[string]int{}
	for i := range specs {
		s := &specs[i]
		v, out := listed[s.file][-1]
		if !out {
			v, out = listed[s.file][s.index]
			delete(listed[s.file], s.index)
		}
		if out && v.words == "" {
			apart[v.class]++
		} else {
			applies++
		}
		day := s.Context.ReferenceDateTime
		if day == "" {
			day = "2016-11-07T00:00:00" // the day of nearly all cases
		}
		why := s.wrong(mark(s.asPrinted(), day[:len("2016-11-07T00:00")]))
		switch _, whole := listed[s.file][-1]; {
		case !out && why == "":
			passed++
		case !out:
			t.Errorf("%s %d fails and has no reason: %s", s.file, s.index, why)
		case why == "" && !whole:
			t.Errorf("%s %d is read as wanted: line %d is stale", s.file, s.index, v.line)
		case v.words != "":
			declined++
		}
	}
	for file, rest := range listed {
		for k, v := range rest {
			if k >= 0 {
				t.Errorf("line %d: there is no case %s %d", v.line, file, k)
			}
		}
	}
	t.Logf("%d cases, of which %d apply to news: %d read as wanted, %d declined; apart: %v", len(specs), applies, passed, declined, apart)
	if passed+declined != applies {
		t.Errorf("%d read as wanted and %d declined make not the %d that apply", passed, declined, applies)
	}
	if passed < recognizersFloor {
		t.Errorf("%d cases are read as wanted, fewer than %d", passed, recognizersFloor)
	}
}
