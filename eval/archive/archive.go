// Package archive reads collections that are kept as one JSON object a line, as
// the news archive is.
//
// It is for the commands and benchmarks that fit, draw and measure. It is not for
// what users hand over: package ingest reads that, with its bounds.
package archive

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

// Read gives the objects of a file of JSON lines in their order, gzipped if its
// name ends in .gz, each decoded into a T. An error names the file, and the line
// if one is at fault; it is the last that is given, with a zero T. The file is
// open while the loop runs.
func Read[T any](file string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for line, err := range lines(file) {
			var v T
			if err == nil {
				if err = json.Unmarshal(line.text, &v); err != nil {
					err = fmt.Errorf("%s: line %d: %w", file, line.number, err)
				}
			}
			if err != nil {
				yield(none, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

type line struct {
	number int
	text   []byte
}

// lines gives the lines of a file that are not empty.
func lines(file string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		f, err := os.Open(file)
		if err != nil {
			yield(line{}, err)
			return
		}
		defer f.Close()
		var in io.Reader = f
		if strings.HasSuffix(file, ".gz") {
			if in, err = gzip.NewReader(f); err != nil {
				yield(line{}, fmt.Errorf("%s: %w", file, err))
				return
			}
		}
		r := bufio.NewReaderSize(in, 1<<20)
		for n := 1; ; n++ {
			text, err := r.ReadBytes('\n')
			if len(text) > 1 && !yield(line{n, text}, nil) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(line{}, fmt.Errorf("%s: %w", file, err))
				return
			}
		}
	}
}
