package reuse

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var fromArchive = flag.Bool("archive", false, "learn the tables again from the archive without every 30th article, and look for signs in those")

// TestFalseAlarms counts the articles of the archive that show signs of automatic
// rewriting by tables that have not seen them. They were written by people, so
// each is a false alarm, or as good as one.
func TestFalseAlarms(t *testing.T) {
	const archive, every = "../../../shared/corpora/archive.jsonl.gz", 30
	if !*fromArchive {
		t.Skip("takes a while: go test ./internal/reuse -run FalseAlarms -archive -v")
	}
	f, err := os.Open(archive)
	if err != nil {
		t.Skip("no archive beside the checkout: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	var l Learner
	var unseen []string
	d := json.NewDecoder(bufio.NewReaderSize(z, 1<<20))
	for n := 0; d.More(); n++ {
		var row struct{ Text string }
		if err := d.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if n%every == 0 {
			unseen = append(unseen, row.Text)
		} else {
			l.Add(row.Text)
		}
	}
	_, pairs := l.Tables()
	defer func(old string) { pairsData = old }(pairsData)
	pairsData = string(pairs)
	alarms := 0
	r := newReader(nil, nil)
	for _, text := range unseen {
		a, an := plain("a", "", "", text)
		a.Blocks = nil
		var d doc
		r.read(&d, &a, &an)
		if s, ok := d.rewritingSign(); ok {
			alarms++
			t.Logf("%.60q: %s", text, s.Why)
			for _, x := range s.Spans {
				t.Logf("   %q", x.Of(text))
			}
		}
	}
	t.Logf("%d of %d articles", alarms, len(unseen))
	if alarms*100 > 2*len(unseen) {
		t.Errorf("more than 2 in 100 articles show signs of automatic rewriting")
	}
}
