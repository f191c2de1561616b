package brief

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestUnsaid holds that a wish told by the reporter gives way to words that were
// said, and a thought with a sentence of its own does not.
func TestUnsaid(t *testing.T) {
	const text = "Orla Finch, hoping to keep the lock open, met the council. Finch fears that the lock will close. Finch said the lock will stay."
	a := news.Article{ID: news.ArticleID("", "", "", "", text), Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}}}}
	f := &fixture{t: t, rec: &news.Record{Articles: []news.Article{a}, Annotations: make([]news.Annotation, 1)}, ids: map[string]int{"0": 0}}
	b := &builder{d: New(f.rec, Settings{})}
	for _, x := range []struct {
		act, cue, content string
		kind              news.SpeechKind
		want              int
	}{
		{"thought", "hoping", "to keep the lock open", news.Indirect, 1},
		{"thought", "fears", "the lock will close", news.Indirect, 0},
		{"said", "said", "the lock will stay", news.Indirect, 0},
		{"thought", "hoping", "to keep the lock open", news.Mixed, 0},
	} {
		s := &news.Statement{Kind: x.kind, Act: x.act, Cue: f.ref(0, x.cue), Content: []news.Ref{f.ref(0, x.content)}}
		if got := b.unsaid(s); got != x.want {
			t.Errorf("%s %q: %d, want %d", x.cue, x.content, got, x.want)
		}
	}
}

// TestWithCue holds that an infinitive is shown with its verb, and what is said by itself
// without.
func TestWithCue(t *testing.T) {
	const text = "Orla Finch threatened in June to close the lock. Finch was eager to sell it. Finch denied the charge. Finch said the lock will stay."
	a := news.Article{ID: news.ArticleID("", "", "", "", text), Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}}}}
	f := &fixture{t: t, rec: &news.Record{Articles: []news.Article{a}, Annotations: make([]news.Annotation, 1)}, ids: map[string]int{"0": 0}}
	b := &builder{d: New(f.rec, Settings{})}
	for _, x := range []struct{ act, cue, content, want string }{
		{"threatened", "threatened", "to close the lock", "threatened in June to close the lock"},
		{"said", "was eager", "to sell it", "was eager to sell it"},
		{"denied", "denied", "the charge", "denied the charge"},
		{"said", "said", "the lock will stay", "the lock will stay"},
	} {
		s := &news.Statement{Kind: news.Indirect, Act: x.act, Cue: f.ref(0, x.cue), Content: []news.Ref{f.ref(0, x.content)}}
		if got := b.withCue(s, b.d.places(s.Content))[0].span.Of(text); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}
