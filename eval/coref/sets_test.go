package coref

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const ecbFile = `<?xml version="1.0"?>
<Document doc_name="7_1ecb.xml">
<token t_id="1" sentence="0">Ada</token><token t_id="2" sentence="0">Holm</token><token t_id="3" sentence="0">left</token><token t_id="4" sentence="0">.</token>
<token t_id="5" sentence="1">She</token><token t_id="6" sentence="1">slept</token><token t_id="7" sentence="1">.</token>
<Markables>
<HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/><token_anchor t_id="2"/></HUMAN_PART_PER>
<HUMAN_PART_PER m_id="2"><token_anchor t_id="5"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="3"><token_anchor t_id="3"/></ACTION_OCCURRENCE>
<HUMAN_PART_PER m_id="4" TAG_DESCRIPTOR="holm"/>
</Markables>
<Relations><CROSS_DOC_COREF r_id="9" note="HUM1"><source m_id="1"/><source m_id="2"/><target m_id="4"/></CROSS_DOC_COREF></Relations>
</Document>`

const conllFile = `# begin document one
0	Ada	(1
1	Holm	1)
2	told	_
3	her	(1)
4	brother	(2)1)
# end document
`

func TestReadSets(t *testing.T) {
	sets, err := ReadSets(map[string][]byte{
		"ecb/7/7_1ecb.xml":                   []byte(ecbFile),
		"ecb/7/7_1ecbplus.xml":               []byte(strings.ReplaceAll(ecbFile, "7_1ecb.xml", "7_1ecbplus.xml")),
		"gum/ontogum/conll/GUM_news_a.conll": []byte(strings.Replace(conllFile, "(2)1)", "(2)", 1)),
		"gum/gum/conll/GUM_news_a.conll":     []byte("not read"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) != 2 || sets[0].Name != "ecbplus" || !sets[0].Across || sets[1].Name != "gum-news" {
		t.Fatalf("sets %+v", sets)
	}
	d := &sets[0].Documents[0]
	if got, want := d.Article.Text, "Ada Holm left.\nShe slept.\n"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if len(d.Mentions) != 2 || d.Mentions[0].Of(d.Article.Text) != "Ada Holm" || d.Mentions[1].Chain != d.Mentions[0].Chain {
		t.Errorf("mentions %+v", d.Mentions)
	}
	if k := sets[0].Key(); k.Units != 1 || !slices.Equal(k.Chains, Chains{0, 0, 0, 0}) {
		t.Errorf("key %+v", k)
	}
	n := &sets[1].Documents[0]
	var got []string
	for _, m := range n.Mentions {
		got = append(got, m.Of(n.Article.Text)+"="+m.Chain)
	}
	if want := []string{"Ada Holm=1", "her=1", "brother=2"}; !slices.Equal(got, want) {
		t.Errorf("mentions %v, want %v", got, want)
	}
}

func TestReadSetsBroken(t *testing.T) {
	for name, data := range map[string]string{
		"7_1ecb.xml": "<Document>",
		"a.conll":    conllFile,
		"b.conll":    "# begin document\n0\tAda\n",
		"c.conll":    "",
	} {
		if _, err := ReadSets(map[string][]byte{name: []byte(data)}); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestChainMarks(t *testing.T) {
	for column, want := range map[string][]string{
		"_":      nil,
		"(3":     {"(3"},
		"(3)|4)": {"(3)", "4)"},
		"(3(4)":  {"(3", "(4)"},
		"3)(4":   {"3)", "(4"},
		"3)4)":   {"3)", "4)"},
	} {
		if got := chainMarks(column); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
}

func TestAlone(t *testing.T) {
	c := Chains{0, 0, 1, -1}
	if !c.Alone() || !slices.Equal(c.WithoutAlone(), Chains{0, 0, -1, -1}) || c.WithoutAlone().Alone() {
		t.Errorf("without those alone: %v", c.WithoutAlone())
	}
}
