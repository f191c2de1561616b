package coref

import (
	_ "embed"
	"strings"
	"sync"
)

// nounData is the list of nouns by class, made by eval/coref/nouns from WordNet.
//
//go:embed nouns.txt
var nounData string

// givenData is the list of given names that are nearly always a woman's or a
// man's, made by eval/coref/given.
//
//go:embed given.txt
var givenData string

// A class is what a noun may stand for, and for whom a given name.
type class uint8

const (
	person class = 1 << iota
	group
	place
	woman
	man
)

var classNames = map[string]class{"person": person, "group": group, "place": place, "woman": woman, "man": man}

// kin are nouns of one sex that WordNet does not file as such, and heads that
// news uses of bodies.
const kin = `woman	mother mom mum sister wife daughter aunt niece grandmother widow girlfriend fiancee actress spokeswoman chairwoman
	congresswoman councilwoman businesswoman policewoman queen princess girl lady woman duchess heiress waitress stepmother
man	father dad brother husband son uncle nephew grandfather widower boyfriend fiance spokesman chairman congressman
	councilman businessman policeman king prince boy gentleman man duke priest stepfather
person	spokesperson spokesman spokeswoman suspect official officer chairman
group	firm company club team side outfit chain maker giant carrier airline bank giant retailer network channel broadcaster ministry agency
	watchdog charity union party militia insurgents militants`

var nouns = sync.OnceValue(func() map[string]class {
	m := make(map[string]class, 8000)
	read(m, nounData)
	read(m, strings.ReplaceAll(kin, "\n\t", " "))
	return m
})

var given = sync.OnceValue(func() map[string]class {
	m := make(map[string]class, 2000)
	read(m, givenData)
	return m
})

// read adds the lines of data, a class and its words, to m.
func read(m map[string]class, data string) {
	for line := range strings.Lines(data) {
		name, words, _ := strings.Cut(line, "\t")
		c := classNames[name]
		if c&(woman|man) != 0 {
			c |= person
		}
		for w := range strings.FieldsSeq(words) {
			m[w] |= c
		}
	}
}

// classOf gives the class of a noun, 0 if it is none that names an actor.
func classOf(lemma string) class {
	if c, ok := nouns()[lemma]; ok {
		return c
	}
	switch {
	case len(lemma) > 5 && strings.HasSuffix(lemma, "woman"):
		return person | woman
	case len(lemma) > 5 && strings.HasSuffix(lemma, "man"):
		return person | man
	}
	return 0
}
