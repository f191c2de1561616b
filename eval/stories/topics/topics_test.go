package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// invented adds articles on ferries and on herons, each of some words of its
// subject in any order.
func invented() *counter {
	subjects := [...]string{"ferry harbour quay captain tide deck cargo berth", "heron nest chick reed marsh feather beak fish"}
	c, r := newCounter(), rand.New(rand.NewPCG(4, 4))
	for i := range 600 {
		of := strings.Fields(subjects[i%2])
		r.Shuffle(len(of), func(a, b int) { of[a], of[b] = of[b], of[a] })
		// What the rest is about keeps the words of both below mostIn.
		c.add(fmt.Sprintf("%s. Rest%d rest%d 1200", strings.Join(of[:3], " "), r.IntN(20), r.IntN(20)))
	}
	return c
}

// TestTableKnowsSubjects learns that words of one subject go together, though two
// of them may never stand side by side, and gives the same bytes twice.
func TestTableKnowsSubjects(t *testing.T) {
	table := invented().table()
	vector := map[string][]float64{}
	for i, w := range table.words {
		vector[w] = table.vectors[i]
	}
	alike := func(a, b string) float64 {
		x, y := vector[a], vector[b]
		dot, xx, yy := 0.0, 0.0, 0.0
		for d := range 2 { // the two that tell most
			dot, xx, yy = dot+x[d]*y[d], xx+x[d]*x[d], yy+y[d]*y[d]
		}
		return dot / math.Sqrt(xx*yy)
	}
	if vector["ferry"] == nil || vector["1200"] != nil {
		t.Fatalf("the words are %v", table.words)
	}
	if same, other := alike("ferry", "quay"), alike("ferry", "heron"); same < other+.5 {
		t.Errorf("ferry and quay are %.2f alike, ferry and heron %.2f", same, other)
	}
	if !bytes.Equal(table.bytes(), invented().table().bytes()) {
		t.Error("the same articles gave two tables")
	}
}

// TestNothingIsLearntOfNothing makes a table of no article.
func TestNothingIsLearntOfNothing(t *testing.T) {
	if got := newCounter().table().bytes(); len(got) != 6 {
		t.Errorf("a table of %d bytes", len(got))
	}
}
