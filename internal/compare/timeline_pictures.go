package compare

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// ofPicture reports whether a sentence that time dates is the words under a picture, which tell
// little of what happened: it tells in the present tense of a day that is over and that it names
// after its verb ("fighters stand near a car in Holm on March 20"), or says of what it is ("in this
// file photo").
func (c *comparer) ofPicture(d *dated) bool {
	if d.time == nil || d.kind == news.Expected || d.said != "" {
		return false
	}
	an, text := &c.Annotations[d.article], c.Articles[d.article].Text
	s := &an.Sentences[d.index]
	if s.IsHeadline {
		return false
	}
	if opening := strings.ToLower(firstBytes(s.Of(text), pictureWithin)); strings.Contains(opening, "in this ") && (strings.Contains(opening, "photo") || strings.Contains(opening, "image")) {
		return true
	}
	if _, day := d.time.Day(); !day || d.time.Told == news.ToldAhead || !strings.ContainsAny(d.time.Words, "0123456789") || c.isAhead(d.article, d.time) {
		return false
	}
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		cl := &an.Clauses[k]
		if cl.Governor >= 0 || cl.Background || cl.Nominal && (cl.Subject.IsZero() || cl.Subject.End > cl.Predicate.Start) {
			continue
		}
		if cl.Modality != news.ModalReal || cl.Negated || cl.Predicate.End > d.time.Span.Start || cl.Lemma == "be" {
			return false
		}
		if cl.Nominal { // "holds a news conference"
			verb, _, _ := strings.Cut(strings.TrimSpace(text[cl.Subject.End:cl.Predicate.Start]), " ")
			return lightVerbs[verb]
		}
		return c.inPresent(d.article, cl)
	}
	return false
}

// lightVerbs are English verbs in the present that have a noun say what is done.
var lightVerbs = wordSet("hold holds give gives make makes take takes stage stages")

// pictureWithin is in how many bytes of a sentence it says that it is of a picture.
const pictureWithin = 60

func firstBytes(s string, n int) string { return s[:min(n, len(s))] }

// inPresent reports whether the verb of a clause is in the present tense, by its form and the
// word before it.
func (c *comparer) inPresent(article int, cl *news.Clause) bool {
	an, text := &c.Annotations[article], c.Articles[article].Text
	verb, _, _ := strings.Cut(strings.ToLower(cl.Predicate.Of(text)), " ")
	lemma, _, _ := strings.Cut(cl.Lemma, "_")
	before := ""
	s := &an.Sentences[cl.Sentence]
	for k := s.FirstWord + 1; k < s.EndWord; k++ {
		if an.Words[k].Start == cl.Predicate.Start {
			before = strings.ToLower(an.Words[k-1].Of(text))
		}
	}
	switch {
	case before == "is" || before == "are":
		return true
	case verb == lemma:
		return !oneForm[lemma] && !notFinite[before]
	}
	return verb == lemma+"s" || verb == lemma+"es" || strings.HasSuffix(lemma, "y") && verb == lemma[:len(lemma)-1]+"ies"
}

// oneForm are English verbs whose past is as their present.
var oneForm = wordSet("beat bet bid burst cast cost cut hit hurt let put quit read rid set shed shut split spread thrust wed")

// notFinite are English words before a verb that is in no tense of its own.
var notFinite = wordSet("to did do does not will would may might can could should shall must n't helped help let lets")
