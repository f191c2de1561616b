package planted

import (
	"math/rand/v2"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// copyEvery is how many articles that grow have one copy of another among them.
const copyEvery = 7

// A Grower makes an archive larger than it is: its own articles first, then
// articles put together from paragraphs of unrelated ones, under other names, and
// one copy in seven.
type Grower struct {
	texts []string
	parts []string       // the paragraphs of all texts
	count []int          // of paragraphs, by text
	names []string       // words that stand with a capital within a sentence
	at    map[string]int // index into names
	seed  uint64
}

// NewGrower returns a Grower of an archive.
func NewGrower(rows []Row, seed uint64) *Grower {
	g := &Grower{at: map[string]int{}, seed: seed}
	for i := range rows {
		g.texts = append(g.texts, rows[i].Text)
		paragraphs := strings.Split(rows[i].Text, "\n")
		g.parts, g.count = append(g.parts, paragraphs...), append(g.count, len(paragraphs))
		for _, w := range g.namesIn(rows[i].Text) {
			if _, known := g.at[w]; !known {
				g.at[w] = len(g.names)
				g.names = append(g.names, w)
			}
		}
	}
	return g
}

// namesIn returns the words of text that are written with a capital after a small
// letter and a space.
func (g *Grower) namesIn(text string) []string {
	var out []string
	for i := 2; i < len(text); i++ {
		if !isCapital(text[i]) || text[i-1] != ' ' || text[i-2] < 'a' || text[i-2] > 'z' {
			continue
		}
		end := wordEnd(text, i)
		out = append(out, text[i:end])
		i = end
	}
	return out
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// wordEnd returns the end of the ASCII letters from i on.
func wordEnd(text string, i int) int {
	for i < len(text) && (isCapital(text[i]) || text[i] >= 'a' && text[i] <= 'z') {
		i++
	}
	return i
}

// A Recipe says what an article is made of.
type Recipe struct {
	Whole      int   // the article of the archive that it is, or is a copy of; -1 if none
	Paragraphs []int // else its paragraphs, out of all of the archive
	Shift      int   // by which its names are others
}

// Recipe returns the recipe of article i; it is the same each time.
func (g *Grower) Recipe(i int) Recipe {
	if i < len(g.texts) {
		return Recipe{Whole: i}
	}
	r := rand.New(rand.NewPCG(g.seed, uint64(i)))
	if i%copyEvery == 0 {
		return g.Recipe(r.IntN(i))
	}
	x := Recipe{Whole: -1, Shift: 1 + r.IntN(len(g.names))}
	for range g.count[r.IntN(len(g.count))] {
		x.Paragraphs = append(x.Paragraphs, r.IntN(len(g.parts)))
	}
	return x
}

// Text returns the text of an article by its recipe.
func (g *Grower) Text(x Recipe) string {
	if x.Whole >= 0 {
		return g.texts[x.Whole]
	}
	var out strings.Builder
	for _, p := range x.Paragraphs {
		g.rename(&out, g.parts[p], x.Shift)
		out.WriteByte('\n')
	}
	return out.String()
}

// Paragraphs returns how many paragraphs the archive has.
func (g *Grower) Paragraphs() int { return len(g.parts) }

// rename writes text with each name put in the place of another, so many further on
// in the list of all.
func (g *Grower) rename(out *strings.Builder, text string, by int) {
	done := 0
	for i := 0; i < len(text); i++ {
		if !isCapital(text[i]) || i > 0 && text[i-1] != ' ' {
			continue
		}
		end := wordEnd(text, i)
		if k, known := g.at[text[i:end]]; known {
			out.WriteString(text[done:i])
			out.WriteString(g.names[(k+by)%len(g.names)])
			done = end
		}
		i = end
	}
	out.WriteString(text[done:])
}

// Article returns an article as far as a sketch needs it: a sentence a paragraph, no
// names marked.
func (g *Grower) Article(x Recipe) (news.Article, news.Annotation) {
	a := news.Article{Text: g.Text(x)}
	var an news.Annotation
	for at := 0; at < len(a.Text); {
		n := strings.IndexByte(a.Text[at:], '\n')
		if n < 0 {
			n = len(a.Text) - at
		}
		an.Sentences = append(an.Sentences, news.Sentence{Span: news.Span{Start: at, End: at + n}})
		at += n + 1
	}
	return a, an
}
