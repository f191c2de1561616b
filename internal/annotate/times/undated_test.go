package times

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"hash/fnv"
	"os"
	"testing"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// TestUndated takes the dates from one in forty of the archive's articles and
// holds that the days within which their texts alone put them are true: of a
// hundred bounds at most one may be false.
func TestUndated(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the archive")
	}
	f, err := os.Open("../../../../shared/corpora/archive.jsonl.gz")
	if err != nil {
		t.Skipf("the shared corpora are missing: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	articles, bounds, wrong := 0, 0, 0
	lines := bufio.NewScanner(z)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	for lines.Scan() {
		var row struct{ ID, Published, Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		h := fnv.New32a()
		h.Write([]byte(row.ID))
		d, _ := dates.Parse(row.Published, news.OrderUnknown)
		day, known := d.Day()
		if h.Sum32()%40 != 0 || !known {
			continue
		}
		articles++
		sents, words := split(row.Text)
		found := Find(article(row.Text, ""), sents, words)
		for _, m := range found {
			if m.Basis == news.BasisRelative && m.Anchor < 0 {
				t.Errorf("%s: %q = %q without a date to reckon it from", row.ID, m.Words, m.Value)
			}
		}
		within := dates.Within(found)
		if within.HasFirst {
			bounds++
			if day < within.First {
				wrong++
				t.Logf("%s: of %s, said not to be before %s by the words at %v", row.ID, d.Value, news.DayValue(within.First), found[within.FirstBy].Span)
			}
		}
		if within.HasLast {
			bounds++
			if day > within.Last {
				wrong++
				t.Logf("%s: of %s, said not to be after %s by the words at %v", row.ID, d.Value, news.DayValue(within.Last), found[within.LastBy].Span)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles, %d bounds, %d false", articles, bounds, wrong)
	if 100*wrong > bounds {
		t.Errorf("%d of %d bounds are false", wrong, bounds)
	}
}
