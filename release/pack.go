package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A packed file is one of a package.
type packed struct {
	name string
	body []byte
	mode int64
}

// epoch is the time that all files in packages carry: the first that ZIP knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the files below a folder of the package's name: as ZIP for Windows,
// else as a tar that is packed with gzip. It returns the name of what it wrote.
func pack(dir, name string, t target, files []packed) (string, error) {
	var b bytes.Buffer
	write, ending := tarred, ".tar.gz"
	if t.system == "windows" {
		write, ending = zipped, ".zip"
	}
	if err := write(&b, name, files); err != nil {
		return "", err
	}
	file := filepath.Join(dir, name+ending)
	return file, os.WriteFile(file, b.Bytes(), 0o644)
}

func tarred(w io.Writer, name string, files []packed) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Name: name + "/" + f.name, Mode: f.mode, Size: int64(len(f.body)), ModTime: epoch, Format: tar.FormatUSTAR}
		if err := out.WriteHeader(h); err != nil {
			return err
		}
		if _, err := out.Write(f.body); err != nil {
			return err
		}
	}
	return errors.Join(out.Close(), z.Close())
}

func zipped(w io.Writer, name string, files []packed) error {
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, f := range files {
		h := &zip.FileHeader{Name: name + "/" + f.name, Method: zip.Deflate, Modified: epoch}
		h.SetMode(os.FileMode(f.mode))
		one, err := out.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := one.Write(f.body); err != nil {
			return err
		}
	}
	return out.Close()
}
