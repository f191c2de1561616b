package postgres

import (
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/twosource/twosource/internal/store"
)

// The bounds of a tsvector: positions end at 16,383, of one word 256 are kept, a
// word has less than 2 KB, and all of it 1 MB. A text whose words do not all have
// their positions is kept whole beside it, for its phrases; of one that is larger
// still the first words are found. Source: the manual of PostgreSQL, §12.11.
const (
	lastPosition = 16383
	mostPlaces   = 255
	longestWord  = 1024
	mostWords    = 700 << 10 // bytes of words and positions; ours, with room for what stands beside them
)

// found is the words by which a thing is found.
type found struct {
	words pgtype.TSVector
	long  *string
}

// foundWords returns the words of an article, and then those of its statements.
func foundWords(a *store.Analysis) []found {
	in := store.IndexedArticle(a)
	out := []found{vector(in.Title, pgtype.TSVectorWeightA, in.Text, in.Outlet)}
	for k := range min(len(a.Annotation.Statements), store.MaxStatements) {
		in := store.IndexedStatement(a, k)
		out = append(out, vector(in.Speaker, pgtype.TSVectorWeightB, in.Text, in.Outlet))
	}
	return out
}

// vector returns words, folded, with their places. Between the fields a place is
// free, so that no phrase goes from one into the next.
func vector(head string, weight pgtype.TSVectorWeight, text, outlet string) found {
	v := vectors{at: map[string]int{}}
	v.add(head, weight)
	v.add(outlet, pgtype.TSVectorWeightC)
	v.whole = true
	v.add(text, pgtype.TSVectorWeightD)
	slices.SortFunc(v.words, func(x, y pgtype.TSVectorLexeme) int {
		// As PostgreSQL sorts them: the shorter first.
		if d := len(x.Word) - len(y.Word); d != 0 {
			return d
		}
		return strings.Compare(x.Word, y.Word)
	})
	f := found{words: pgtype.TSVector{Lexemes: v.words, Valid: true}}
	if !v.whole {
		long := " " + text + " "
		f.long = &long
	}
	return f
}

// vectors gathers words.
type vectors struct {
	words []pgtype.TSVectorLexeme
	at    map[string]int // into words
	place int            // of the word that was last
	size  int            // in bytes
	whole bool           // all places are kept
}

func (v *vectors) add(field string, weight pgtype.TSVectorWeight) {
	v.place++
	for word := range strings.FieldsSeq(field) {
		v.place++
		word = short(word)
		k, ok := v.at[word]
		if !ok {
			if v.size += len(word) + 8; v.size > mostWords {
				v.whole = false
				continue
			}
			k = len(v.words)
			v.at[word] = k
			v.words = append(v.words, pgtype.TSVectorLexeme{Word: word})
		}
		l := &v.words[k]
		if v.size+2 > mostWords || len(l.Positions) >= mostPlaces || v.place > lastPosition {
			v.whole = false
			if len(l.Positions) == 0 { // it is found by its field all the same
				l.Positions = append(l.Positions, pgtype.TSVectorPosition{Position: lastPosition, Weight: weight})
			}
			continue
		}
		v.size += 2
		l.Positions = append(l.Positions, pgtype.TSVectorPosition{Position: uint16(v.place), Weight: weight})
	}
}

// short returns the part of a word by which it is kept and looked for.
func short(word string) string {
	if len(word) <= longestWord {
		return word
	}
	return strings.ToValidUTF8(word[:longestWord], "")
}
