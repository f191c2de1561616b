package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// eachFile calls do for each file of a gzipped tar whose name ends in suffix,
// in the order of their names.
func eachFile(path, suffix string, do func(name string, data []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	files := map[string][]byte{}
	var names []string
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, suffix) {
			continue
		}
		data, err := io.ReadAll(t)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, h.Name, err)
		}
		if files[h.Name] == nil {
			names = append(names, h.Name)
		}
		files[h.Name] = data
	}
	slices.Sort(names)
	for _, n := range names {
		if err := do(n, files[n]); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}
