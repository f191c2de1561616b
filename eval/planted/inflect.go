package planted

import "strings"

// A form is an inflection.
type form int

const (
	plain  form = iota
	plural      // or third person singular
	past
	progressive
)

// lemmas returns the ways to read word as an inflected form of a lemma, the
// likelier first. It knows regular English alone, as cheap rewriters do.
func lemmas(word string) []struct {
	lemma string
	form  form
} {
	type reading = struct {
		lemma string
		form  form
	}
	out := []reading{{word, plain}}
	add := func(suffix, with string, f form) {
		if stem, ok := strings.CutSuffix(word, suffix); ok && len(stem) >= 2 {
			out = append(out, reading{stem + with, f})
		}
	}
	add("ies", "y", plural)
	add("es", "", plural)
	add("s", "", plural)
	add("ied", "y", past)
	add("ed", "", past)
	add("ed", "e", past)
	add("ing", "", progressive)
	add("ing", "e", progressive)
	for _, s := range []struct {
		suffix string
		form   form
	}{{"ed", past}, {"ing", progressive}} {
		if stem, ok := strings.CutSuffix(word, s.suffix); ok && len(stem) > 3 && stem[len(stem)-1] == stem[len(stem)-2] {
			out = append(out, reading{stem[:len(stem)-1], s.form})
		}
	}
	return out
}

// inflect puts lemma into a form by the regular rules.
func inflect(lemma string, f form) string {
	last := lemma[len(lemma)-1]
	consonantY := last == 'y' && len(lemma) > 1 && !strings.ContainsRune("aeiou", rune(lemma[len(lemma)-2]))
	switch f {
	case plural:
		switch {
		case consonantY:
			return lemma[:len(lemma)-1] + "ies"
		case strings.HasSuffix(lemma, "s"), strings.HasSuffix(lemma, "x"), strings.HasSuffix(lemma, "ch"), strings.HasSuffix(lemma, "sh"):
			return lemma + "es"
		}
		return lemma + "s"
	case past:
		switch {
		case consonantY:
			return lemma[:len(lemma)-1] + "ied"
		case last == 'e':
			return lemma + "d"
		}
		return lemma + "ed"
	case progressive:
		if last == 'e' && !strings.HasSuffix(lemma, "ee") {
			return lemma[:len(lemma)-1] + "ing"
		}
		return lemma + "ing"
	}
	return lemma
}

// reading finds a word in WordNet as an inflected form; part is -1 if it is not
// there.
func (w *WordNet) reading(word string) (lemma string, part int, f form) {
	for _, r := range lemmas(word) {
		want := []int{noun, verb, adjective, adverb}
		switch r.form {
		case plural:
			want = []int{noun, verb}
		case past, progressive:
			want = []int{verb}
		}
		if p := w.part(r.lemma, want); p >= 0 {
			return r.lemma, p, r.form
		}
	}
	return "", -1, plain
}
