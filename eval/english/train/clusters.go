package main

import (
	"bufio"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/annotate/english"
)

// clusterSizes are the numbers of clusters, coarse to fine.
var clusterSizes = [4]int{64, 256, 1024, 2048}

// words gives what is learnt of single words, from c.words if that file is
// there.
func words(c *config) ([]english.LexEntry, error) {
	if c.words != "" {
		if list, err := loadWords(c.words); err == nil {
			return list, nil
		}
	}
	s, err := readStream(c.corpora + "/archive.jsonl.gz")
	if err != nil {
		return nil, err
	}
	log.Printf("archive: %d words, %d forms", len(s.ids), len(s.forms))
	v := learnVectors(s)
	log.Printf("vectors learnt")
	list := make([]english.LexEntry, len(s.forms))
	for i, f := range s.forms {
		list[i] = english.LexEntry{Form: f, Caps: s.caps[i]}
	}
	for k, n := range clusterSizes {
		for i, c := range cluster(v, s.count, n) {
			list[i].Clusters[k] = uint16(c + 1)
		}
	}
	log.Printf("clusters made")
	if c.words != "" {
		return list, saveWords(c.words, list)
	}
	return list, nil
}

// cluster cuts the vectors into k groups by spherical k-means, words weighing
// the logarithm of their counts.
func cluster(v vectors, count []int, k int) []int32 {
	n := len(count)
	rng := rand.New(rand.NewPCG(uint64(k), 13))
	centre := make(vectors, k*dim)
	first := rng.Perm(min(n, 20_000))
	for i := range k {
		*centre.row(int32(i)) = *v.row(int32(first[i%len(first)]))
	}
	group := make([]int32, n)
	for range 9 {
		var wg sync.WaitGroup
		for w := range workers {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := w; i < n; i += workers {
					group[i] = nearest(v.row(int32(i)), centre, k)
				}
			}()
		}
		wg.Wait()
		clear(centre)
		for i, g := range group {
			weight := float32(math.Log(float64(count[i])))
			c, r := centre.row(g), v.row(int32(i))
			for d := range c {
				c[d] += float32(weight * r[d])
			}
		}
		centre.normalize(k)
	}
	return group
}

func nearest(r *[dim]float32, centre vectors, k int) int32 {
	best, top := int32(0), float32(-2)
	for i := range int32(k) {
		if s := dot(r, centre.row(i)); s > top {
			best, top = i, s
		}
	}
	return best
}

func saveWords(name string, list []english.LexEntry) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, e := range list {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\n", e.Form, e.Clusters[0], e.Clusters[1], e.Clusters[2], e.Clusters[3], e.Caps)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func loadWords(name string) (list []english.LexEntry, err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		form, rest, _ := strings.Cut(line, "\t")
		e := english.LexEntry{Form: form}
		c := &e.Clusters
		if _, err := fmt.Sscanf(rest, "%d\t%d\t%d\t%d\t%d", &c[0], &c[1], &c[2], &c[3], &e.Caps); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, line, err)
		}
		list = append(list, e)
	}
	return list, nil
}
