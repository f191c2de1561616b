package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// A file is a member of an archive.
type file struct {
	name string
	text string
}

// A folder is an archive's files, sorted by name.
type folder []file

// readTar reads the plain files of a gzipped tar archive.
func readTar(name string) (folder, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var out folder
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, h.Name, err)
		}
		out = append(out, file{strings.TrimPrefix(h.Name, "./"), string(b)})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out, nil
}

// under gives the files whose names begin with prefix and end with suffix.
func (d folder) under(prefix, suffix string) (out []file) {
	for _, f := range d {
		if strings.HasPrefix(f.name, prefix) && strings.HasSuffix(f.name, suffix) {
			out = append(out, f)
		}
	}
	return out
}
