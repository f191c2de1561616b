package conflicts

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An Altered is a report, a copy of it in which facts were changed, and what
// differs.
type Altered struct {
	Original, Changed string
	Slots             []string // kinds of conflict, sorted
}

// The useful pairs, with the slots that a person found to differ.
//
//go:embed altered.tsv
var alteredList string

// The pairs of articles of the archive that are reprints of one text.
//
//go:embed reprints.tsv
var reprintList string

// ReadAltered returns the pairs of altered-reports.jsonl, plain or gzip, whose
// slots were listed by hand. The error says which line is not the one listed.
func ReadAltered(file string) ([]Altered, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReader(z)
	}
	type row struct{ Original, Altered string }
	var rows []row
	for d := json.NewDecoder(in); d.More(); {
		var r row
		if err := d.Decode(&r); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	var out []Altered
	for _, f := range listed(alteredList) {
		n, err := strconv.Atoi(f[0])
		if err != nil || len(f) != 3 || n < 1 || n > len(rows) {
			return nil, fmt.Errorf("conflicts: no line %q in %s", f[0], file)
		}
		r := rows[n-1]
		if sum := sha256.Sum256([]byte(r.Altered)); !strings.HasPrefix(hex.EncodeToString(sum[:]), f[1]) {
			return nil, fmt.Errorf("conflicts: line %d of %s is not the one whose slots were listed", n, file)
		}
		out = append(out, Altered{r.Original, r.Altered, strings.Fields(f[2])})
	}
	return out, nil
}

// listed returns the fields of the lines of a list.
func listed(list string) [][]string {
	var out [][]string
	for line := range strings.Lines(list) {
		if line = strings.TrimRight(line, "\n"); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// Named returns the kinds of conflict that a judge finds between two texts,
// sorted. What one of them itself says to be disputed differs in no slot.
func (j *Judge) Named(ctx context.Context, a, b string) ([]string, error) {
	rec, err := j.Compare(ctx, page(a), page(b))
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range rec.Conflicts {
		if Across(&rec.Conflicts[i]) {
			out = append(out, string(rec.Conflicts[i].Kind))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func page(text string) news.Page { return news.Page{Media: news.PlainText, Body: text} }
