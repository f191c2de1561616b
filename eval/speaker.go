package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/twosource/twosource/eval/speakers"
	"github.com/twosource/twosource/internal/annotate"
)

// Speaker scores whom the stage annotate names as speakers of the direct
// quotations that are marked by hand (see [speakers.Quotations]). data is the
// archive that they were drawn from, JSON lines, plain or gzip. The metrics
// right, wrong and open add up to 1; intervals are of 1,000 samples of
// quotations.
func Speaker(ctx context.Context, data string) ([]Result, error) {
	quotes, err := speakers.Quotations()
	if err != nil {
		return nil, err
	}
	wanted := map[string]*speakers.Record{}
	for _, q := range quotes {
		wanted[q.Article] = nil
	}
	if err := readRecords(ctx, data, wanted); err != nil {
		return nil, err
	}
	an := annotate.New(annotate.Options{})
	verdicts := make([]speakers.Verdict, len(quotes))
	for i := range quotes {
		r := wanted[quotes[i].Article]
		if r == nil {
			return nil, fmt.Errorf("eval: %s has no article %s", data, quotes[i].Article)
		}
		a := r.Article()
		marks := an.Annotate(a)
		verdicts[i] = speakers.Judge(&quotes[i], a, &marks)
	}
	share := func(v speakers.Verdict) Metric {
		return Bootstrap(len(verdicts), func(items []int) float64 {
			n := 0
			for _, i := range items {
				if verdicts[i] == v {
					n++
				}
			}
			return ratio(n, len(items))
		})
	}
	return []Result{{Task: "speaker", Data: path.Base(data), N: len(quotes), Metrics: map[string]Metric{
		"right": share(speakers.Right), "wrong": share(speakers.Wrong), "open": share(speakers.Open),
	}}}, nil
}

// readRecords fills in the wanted articles from JSON lines.
func readRecords(ctx context.Context, file string, wanted map[string]*speakers.Record) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if id := recordID(line); id != "" {
			if _, ok := wanted[id]; ok {
				record := &speakers.Record{}
				if err := json.Unmarshal(line, record); err != nil {
					return fmt.Errorf("%s: %w", file, err)
				}
				wanted[id] = record
			}
		}
		if errors.Is(err, io.EOF) {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
}

// recordID gives the value of "id" where it is the first field of a record, so
// that most records need not be parsed.
func recordID(line []byte) string {
	rest, ok := bytes.CutPrefix(line, []byte(`{"id": "`))
	if !ok {
		return ""
	}
	id, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(id)
}
