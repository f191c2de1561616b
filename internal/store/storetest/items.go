package storetest

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// Item returns a page with an analysis: one paragraph, its words, and a
// statement of each part in quotation marks, made by the person named before it.
func Item(url, outlet, published, text string) *store.Item {
	it := &store.Item{Page: news.Page{Media: news.PlainText, Body: text, Stated: news.Stated{
		URL: url, Outlet: outlet, Published: published, Authors: []string{"A. Writer"},
		Extra: []news.Field{{Name: "topic", Value: `["harbour"]`, JSON: true}},
	}}}
	it.Key = store.KeyOf(&it.Page, it.AsOf)
	title, _, _ := strings.Cut(text, ".")
	it.Article = news.Article{
		ID: news.ArticleID(url, outlet, title, published, text), URL: url, CanonicalURL: url, Outlet: outlet, Family: outlet,
		Title: title, TitleSpan: news.Span{End: len(title)}, Authors: it.Page.Stated.Authors, Text: text,
		Published: news.Date{Value: published, Precision: news.PrecisionDay, Basis: news.BasisMetadata},
		Blocks:    []news.Block{{Span: news.Span{End: len(text)}}}, Extra: it.Page.Stated.Extra,
	}
	if published == "" {
		it.Article.Published = news.NoDate("none is given")
	}
	it.Annotation = annotation(it.Article.ID, text)
	it.Notices = []news.Notice{{Code: "seen", Article: it.Article.ID, Message: "an item of a test"}}
	return it
}

func annotation(id, text string) news.Annotation {
	a := news.Annotation{Article: id, Language: "en", Sentences: []news.Sentence{{Span: news.Span{End: len(text)}, Paragraph: 1}}}
	at := 0
	for _, w := range strings.Fields(text) {
		start := at + strings.Index(text[at:], w)
		at = start + len(w)
		a.Words = append(a.Words, news.Word{Span: news.Span{Start: start, End: at}})
	}
	a.Sentences[0].EndWord = len(a.Words)
	from := 0
	for part := range strings.SplitSeq(text, "“") {
		start := from
		from += len(part) + len("“")
		said, _, ok := strings.Cut(part, "”")
		if start == 0 || !ok {
			continue
		}
		before := strings.Fields(text[:start-len("“")])
		name := strings.Trim(before[len(before)-2], ",")
		nameAt := strings.LastIndex(text[:start], name)
		a.Mentions = append(a.Mentions, news.Mention{
			Span: news.Span{Start: nameAt, End: nameAt + len(name)}, Kind: news.NameMention, Type: news.Person, Name: name,
			Key: strings.ToLower(name), Antecedent: len(a.Mentions),
		})
		a.Statements = append(a.Statements, news.Speech{
			Kind: news.Direct, Act: "said", Content: []news.Span{{Start: start, End: start + len(said)}},
			Speaker: len(a.Mentions) - 1, SpeakerSpan: news.Span{Start: nameAt, End: nameAt + len(name)}, Confidence: 0.75,
		})
	}
	return a
}

// failed returns a page that no article was found on.
func failed(body string) *store.Item {
	it := &store.Item{Page: news.Page{Media: news.HTML, Body: body}}
	it.Key = store.KeyOf(&it.Page, it.AsOf)
	it.Failure = store.Failure{Stage: "extract", Revision: 3, Message: "no article text was found in it"}
	return it
}

func ferry() *store.Item {
	return Item("https://courier.example/ferry", "Gulf Courier", "2031-03-02",
		"Ferry strike ends. Brandt said “the boats will sail at dawn” and nobody in Österhamn was surprised by the pier fees that rose again.")
}

func fire() *store.Item {
	return Item("https://ledger.example/fire", "Morning Ledger", "2031-04-10",
		"Mill fire out. The chief Holm said “no one was hurt in the mill” late on Thursday, and fees were not spoken of by anyone there at all.")
}

func undated() *store.Item {
	return Item("", "Harbour Post", "", "Boats and mills. A note on what the harbour has seen this winter, with boats that came and boats that went.")
}
