package store

import "github.com/twosource/twosource/internal/news"

// A lean is an analysis without the lists of its annotation that are long and
// that only the comparison of one story with itself needs, as
// [Filter.Lean] says. Its fields are named as those that they are read from.
type lean struct {
	Article    news.Article
	Annotation struct {
		Article    string
		Language   string
		Sentences  []news.Sentence
		Mentions   []news.Mention
		Times      []news.Time
		Statements []news.Speech
		Credits    []news.Credit
		Notices    []news.Notice
	}
	Notices []news.Notice
	Failure Failure
}

// UnpackLean reads a packed [Analysis] into a, but for what [Filter.Lean] leaves
// out. Errors are those of [Codec.Unpack].
func (c *Codec) UnpackLean(packed []byte, a *Analysis) error {
	var l lean
	if err := c.Unpack(packed, &l); err != nil {
		return err
	}
	n := &l.Annotation
	*a = Analysis{
		Article: l.Article, Notices: l.Notices, Failure: l.Failure,
		Annotation: news.Annotation{
			Article: n.Article, Language: n.Language, Sentences: n.Sentences, Mentions: n.Mentions,
			Times: n.Times, Statements: n.Statements, Credits: n.Credits, Notices: n.Notices,
		},
	}
	return nil
}
