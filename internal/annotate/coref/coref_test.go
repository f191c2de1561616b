package coref

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// tagged reads a text whose words are "form/CLASS/head/relation", and whose
// names are listed after "=" as "first-last type known". Heads count words from
// 1 in their sentence, 0 is the root; a full stop ends a sentence.
func tagged(text string, names ...string) (*news.Article, []news.Sentence, []news.Word, *grammar.Text, []news.Mention) {
	a := &news.Article{ID: "a"}
	g := &grammar.Text{}
	var words []news.Word
	var sents []news.Sentence
	var b strings.Builder
	first := 0
	for _, tok := range strings.Fields(text) {
		f := strings.Split(tok, "/")
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		words = append(words, news.Word{Span: news.Span{Start: b.Len(), End: b.Len() + len(f[0])}})
		b.WriteString(f[0])
		head := 0
		if _, err := fmt.Sscan(f[2], &head); err != nil {
			panic(err)
		}
		h := int32(first + head - 1)
		if head == 0 {
			h = -1
		}
		g.POS, g.Rel, g.Head = append(g.POS, grammar.ParsePOS(f[1])), append(g.Rel, grammar.ParseRel(f[3])), append(g.Head, h)
		lemma, feats := strings.ToLower(f[0]), grammar.Feats(0)
		if f[1] == "PROPN" {
			lemma = f[0]
		}
		if len(f) > 4 {
			lemma = f[4]
		}
		g.Lemma, g.Feats, g.Tag = append(g.Lemma, lemma), append(g.Feats, feats), append(g.Tag, grammar.NoTag)
		if f[0] == "." {
			sents = append(sents, news.Sentence{Span: news.Span{Start: words[first].Start, End: b.Len()}, FirstWord: first, EndWord: len(words)})
			first = len(words)
		}
	}
	a.Text = b.String()
	g.Link()
	var mentions []news.Mention
	for i, n := range names {
		var from, to, same int
		var typ, known string
		if k, err := fmt.Sscan(n, &from, &to, &typ, &same, &known); k < 4 {
			panic(err)
		}
		m := news.Mention{Span: news.Span{Start: words[from].Start, End: words[to].End}, Kind: news.NameMention, Type: news.EntityType(typ), Antecedent: i}
		if same >= 0 {
			m.Antecedent = same
		}
		for s := range sents {
			if from >= sents[s].FirstWord {
				m.Sentence = s
			}
		}
		m.Name, m.Known = m.Of(a.Text), known
		switch {
		case typ == "title":
			m.Kind, m.Type = news.TitleMention, news.Person
		case m.Type == news.Person && to > from:
			m.Full = strings.ToLower(m.Name)
		}
		if _, code, ok := strings.Cut(known, ":"); ok {
			m.Country, _, _ = strings.Cut(code, "/")
		}
		mentions = append(mentions, m)
	}
	return a, sents, words, g, mentions
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name, text string
		names      []string
		want       string // "mention → what it stands for", by the text
	}{
		{
			"a pronoun takes the subject of the sentence before",
			"Ada/PROPN/3/nsubj Holm/PROPN/1/flat left/VERB/0/root Bergen/PROPN/3/obj ./PUNCT/3/punct She/PRON/2/nsubj slept/VERB/0/root ./PUNCT/2/punct",
			[]string{"0 1 person -1", "3 3 place -1"},
			"She → Ada Holm",
		},
		{
			"it is not a person",
			"Ada/PROPN/3/nsubj Holm/PROPN/1/flat joined/VERB/0/root Norvik/PROPN/3/obj ./PUNCT/3/punct It/PRON/2/nsubj grew/VERB/0/root ./PUNCT/2/punct",
			[]string{"0 1 person -1", "3 3 organization -1"},
			"It → Norvik",
		},
		{
			"no pronoun for two verbs' own arguments",
			"Ada/PROPN/3/nsubj Holm/PROPN/1/flat thanked/VERB/0/root her/PRON/3/obj ./PUNCT/3/punct",
			[]string{"0 1 person -1"},
			"",
		},
		{
			"a noun that was said of a name takes it up",
			"Ada/PROPN/6/nsubj Holm/PROPN/1/flat is/AUX/6/cop/be a/DET/6/det/a young/ADJ/6/amod surgeon/NOUN/0/root ./PUNCT/6/punct Then/ADV/4/advmod the/DET/3/det surgeon/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
			[]string{"0 1 person -1"},
			"the surgeon → Ada Holm",
		},
		{
			"a new one does not",
			"Ada/PROPN/6/nsubj Holm/PROPN/1/flat is/AUX/6/cop/be a/DET/6/det/a young/ADJ/6/amod surgeon/NOUN/0/root ./PUNCT/6/punct Then/ADV/4/advmod another/DET/3/det/another surgeon/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
			[]string{"0 1 person -1"},
			"",
		},
		{
			"a subject is nobody named after it",
			"Karl/PROPN/3/nsubj Holm/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct He/PRON/2/nsubj met/VERB/0/root Karl/PROPN/2/obj Holm/PROPN/3/flat ./PUNCT/2/punct",
			[]string{"0 1 person -1", "6 7 person 0"},
			"",
		},
		{
			"nor one in what it says",
			"Karl/PROPN/3/nsubj Holm/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct He/PRON/2/nsubj said/VERB/0/root/say Karl/PROPN/5/nsubj Holm/PROPN/3/flat slept/VERB/2/ccomp ./PUNCT/2/punct",
			[]string{"0 1 person -1", "6 7 person 0"},
			"",
		},
		{
			"a nationality as an adjective is not they",
			"The/DET/3/det Norwegian/ADJ/3/amod minister/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct They/PRON/2/nsubj slept/VERB/0/root ./PUNCT/2/punct",
			[]string{"1 1 group -1 demonym:NOR"},
			"",
		},
		{
			"a meeting is no person",
			"Ada/PROPN/3/nsubj Holm/PROPN/1/flat left/VERB/0/root a/DET/5/det/a meeting/NOUN/1/appos ./PUNCT/3/punct Then/ADV/4/advmod the/DET/3/det meeting/NOUN/4/nsubj ended/VERB/0/root ./PUNCT/4/punct",
			[]string{"0 1 person -1"},
			"",
		},
		{
			"what the sentence has named before may be named again",
			"Otto/PROPN/3/nsubj Kern/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct Karl/PROPN/4/nmod:poss Holm/PROPN/1/flat 's/PART/1/case boat/NOUN/5/nsubj sank/VERB/0/root and/CCONJ/8/cc they/PRON/8/nsubj hoped/VERB/5/conj he/PRON/10/nsubj swam/VERB/8/ccomp as/SCONJ/13/mark Holm/PROPN/13/nsubj could/VERB/10/advcl ./PUNCT/5/punct",
			[]string{"0 1 person -1", "4 5 person -1", "15 15 person 1"},
			"he → Karl Holm",
		},
		{
			"one owns what is joined to what he owns",
			"Otto/PROPN/3/nsubj Kern/PROPN/1/flat said/VERB/0/root/say Karl/PROPN/7/nmod:poss Holm/PROPN/4/flat 's/PART/4/case boat/NOUN/11/nsubj and/CCONJ/10/cc his/PRON/10/nmod:poss house/NOUN/7/conj burned/VERB/3/ccomp ./PUNCT/3/punct",
			[]string{"0 1 person -1", "3 4 person -1"},
			"his → Karl Holm",
		},
		{
			"an office, a comma and a name",
			"Ada/PROPN/3/nsubj Lund/PROPN/1/flat met/VERB/0/root Foreign/ADJ/5/amod Minister/NOUN/3/obj/minister ,/PUNCT/7/punct Karl/PROPN/3/obj Holm/PROPN/7/flat there/ADV/3/advmod ./PUNCT/3/punct",
			[]string{"0 1 person -1", "3 4 title -1", "6 7 person -1"},
			"Foreign Minister → Karl Holm",
		},
		{
			"but not in a list",
			"Ada/PROPN/3/nsubj Lund/PROPN/1/flat met/VERB/0/root Foreign/ADJ/5/amod Minister/NOUN/3/obj/minister ,/PUNCT/7/punct Karl/PROPN/3/obj Holm/PROPN/7/flat and/CCONJ/10/cc Bo/PROPN/3/obj ./PUNCT/3/punct",
			[]string{"0 1 person -1", "3 4 title -1", "6 7 person -1", "9 9 person -1"},
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, sents, words, g, mentions := tagged(c.text, c.names...)
			found := Find(a, sents, words, g, mentions, nil)
			var got []string
			for i, m := range found {
				if m.Kind != news.NameMention && m.Antecedent != i {
					got = append(got, m.Of(a.Text)+" → "+found[m.Antecedent].Of(a.Text))
				}
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// TestActs tells a capital that acts from one where something happens.
func TestActs(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Oslo/PROPN/2/nsubj rejected/VERB/0/root/reject it/PRON/2/obj ./PUNCT/2/punct", true},
		{"Oslo/PROPN/2/nsubj slept/VERB/0/root/sleep ./PUNCT/2/punct", false},
		{"They/PRON/2/nsubj met/VERB/0/root/meet in/ADP/4/case Oslo/PROPN/2/obl ./PUNCT/2/punct", false},
		{"Talks/NOUN/4/nsubj/talk with/ADP/3/case Oslo/PROPN/1/nmod ended/VERB/0/root/end ./PUNCT/4/punct", true},
	} {
		at := "0 0"
		for i, w := range strings.Fields(c.text) {
			if strings.HasPrefix(w, "Oslo/") {
				at = fmt.Sprint(i, " ", i)
			}
		}
		a, sents, words, g, mentions := tagged(c.text, at+" place -1 city:NOR/oslo")
		for _, m := range Find(a, sents, words, g, mentions, nil) {
			if m.Kind == news.NameMention && m.Acts != c.want {
				t.Errorf("%s: acts %v, want %v", a.Text, m.Acts, c.want)
			}
		}
	}
}

func TestFindGiven(t *testing.T) {
	a, sents, words, g, mentions := tagged("Ada/PROPN/3/nsubj Holm/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct He/PRON/2/nsubj saw/VERB/0/root snow/NOUN/2/obj ./PUNCT/2/punct", "0 1 person -1")
	snow := news.Span{Start: words[6].Start, End: words[6].End}
	found, at := FindGiven(a, sents, words, g, mentions, []news.Span{snow, mentions[0].Span}, nil)
	if len(at) != 2 || found[at[0]].Span != snow || found[at[1]].Span != mentions[0].Span {
		t.Errorf("the spans given are mentions %v of %v", at, found)
	}
	if found[at[0]].Antecedent != at[0] {
		t.Error("snow stands for something else")
	}
}

func TestFindWithoutGrammar(t *testing.T) {
	a := &news.Article{Text: "Holm left."}
	m := []news.Mention{{Span: news.Span{End: 4}}}
	if got := Find(a, nil, nil, &grammar.Text{}, m, nil); len(got) != 1 || got[0].Span != m[0].Span {
		t.Errorf("got %v", got)
	}
}

// TestHolder takes a description of an office for the person who holds it on
// the day of the article.
func TestHolder(t *testing.T) {
	known, err := knowledge.Read("coast.tsv", []byte("country  RUR  Ruritania\ndemonym  RUR  Ruritanian\n"+
		"person  RUR  Karl Holm  -  office: Foreign Minister, RUR, 2019-05-02/2024-05-01\n"+
		"person  RUR  Ada Lund  -  office: Foreign Minister, RUR, 2024-05-02/..\n"))
	if err != nil {
		t.Fatal(err)
	}
	holm, _ := known.Lookup("Karl Holm")
	lund, _ := known.Lookup("Ada Lund")
	for day, want := range map[string]string{"2020-01-01": "Karl Holm", "2031-01-01": "Ada Lund", "2010-01-01": "", "": ""} {
		a, sents, words, g, mentions := tagged(
			"Karl/PROPN/6/nsubj Holm/PROPN/1/flat and/CCONJ/4/cc Ada/PROPN/1/conj Lund/PROPN/4/flat met/VERB/0/root ./PUNCT/6/punct "+
				"The/DET/4/det/the Ruritanian/ADJ/4/amod foreign/ADJ/4/amod minister/NOUN/5/nsubj left/VERB/0/root ./PUNCT/5/punct",
			"0 1 person -1 "+holm.Key, "3 4 person -1 "+lund.Key, "8 10 title -1")
		mentions[2].Span.Start = words[7].Start
		a.Published = news.Date{Value: day, Precision: news.PrecisionDay}
		got := ""
		for _, m := range Find(a, sents, words, g, mentions, known) {
			if m.Kind == news.TitleMention && m.Antecedent < 2 {
				got = mentions[m.Antecedent].Name
			}
		}
		if got != want {
			t.Errorf("on %q the foreign minister is %q, want %q", day, got, want)
		}
	}
}
