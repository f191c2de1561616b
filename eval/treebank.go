package eval

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"

	scorer "github.com/twosource/twosource/eval/english"
	"github.com/twosource/twosource/internal/annotate/english"
)

// scoreEnglish makes a task's Score of a scorer of the English model. Its data
// is one file, plain or gzip, or a tar.gz, of which the files that end in
// "-dev" and ext are scored.
func scoreEnglish(task, ext string, score func(*english.Model, io.Reader) (*scorer.Report, error)) func(context.Context, string) ([]Result, error) {
	return needsData(func(_ context.Context, file string) ([]Result, error) {
		model, err := english.Load()
		if err != nil {
			return nil, err
		}
		sets, err := readSets(file, "-dev"+ext)
		if err != nil {
			return nil, err
		}
		var results []Result
		for _, set := range sets {
			report, err := score(model, bytes.NewReader(set.data))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", set.name, err)
			}
			r := Result{Task: task, Data: set.name, N: report.Words, Metrics: map[string]Metric{}}
			for _, f := range report.Figures {
				r.Metrics[strings.ToLower(f.Name)] = Metric{f.Value, f.Low, f.High}
			}
			results = append(results, r)
		}
		return results, nil
	})
}

// A dataSet is one file of gold data.
type dataSet struct {
	name string
	data []byte
}

// readSets reads a file, or those members of a tar.gz whose names end in suffix.
func readSets(file, suffix string) ([]dataSet, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	if !strings.HasSuffix(file, ".tar.gz") {
		data, err := io.ReadAll(r)
		return []dataSet{{path.Base(strings.TrimSuffix(file, ".gz")), data}}, err
	}
	var sets []dataSet
	for t := tar.NewReader(r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if !strings.HasSuffix(h.Name, suffix) {
			continue
		}
		data, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, h.Name, err)
		}
		sets = append(sets, dataSet{path.Base(h.Name), data})
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("%s: no file in it ends in %s", file, suffix)
	}
	return sets, nil
}
