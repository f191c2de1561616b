package export

import (
	"io"

	"github.com/twosource/twosource/internal/news"
)

// A claimReview is a draft of schema.org/ClaimReview.
type claimReview struct {
	Context       string       `json:"@context"`
	Type          string       `json:"@type"`
	ID            string       `json:"@id"`
	ClaimReviewed string       `json:"claimReviewed"`
	ItemReviewed  claimItem    `json:"itemReviewed"`
	ReviewRating  *struct{}    `json:"reviewRating"` // null: that is for a person to say
	Description   string       `json:"description"`
	Evidence      []appearance `json:"citation"`
}

type claimItem struct {
	Type          string       `json:"@type"`
	Author        []thing      `json:"author,omitempty"`
	DatePublished string       `json:"datePublished,omitempty"`
	Appearance    []appearance `json:"appearance"`
}

type thing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type appearance struct {
	Type          string `json:"@type"`
	URL           string `json:"url"`
	Publisher     string `json:"publisher,omitempty"`
	DatePublished string `json:"datePublished,omitempty"`
	Text          string `json:"text"`
}

// descriptions says what is known of a claim's backing: never whether it is true.
var descriptions = map[news.ClaimStatus]string{
	news.Corroborated:      "Two or more named origins that share no text have it.",
	news.TwoOriginsUnnamed: "Two origins have it that nobody names.",
	news.SingleOrigin:      "One origin has it.",
	news.SingleInformant:   "All reports of it go back to one informant.",
	news.Disputed:          "Accounts differ on it.",
	news.Superseded:        "A later report has another value.",
}

// WriteClaimReviews writes a draft of a schema.org ClaimReview for each claim:
// who holds it, where it appears and in which words. The rating is left null.
func WriteClaimReviews(w io.Writer, rec *news.Record) error {
	look := newWriter(rec)
	list := []claimReview{}
	for i := range rec.Claims {
		c := &rec.Claims[i]
		r := claimReview{
			Context: "https://schema.org", Type: "ClaimReview", ID: "urn:twosource:claim:" + c.ID,
			ClaimReviewed: c.Text, ItemReviewed: claimItem{Type: "Claim"}, Description: descriptions[c.Status],
		}
		for _, id := range c.Holders {
			if e := look.entities[id]; e != nil {
				r.ItemReviewed.Author = append(r.ItemReviewed.Author, thing{thingType(e.Type), e.Name})
			}
		}
		for _, ref := range c.Spans {
			a, _, _, words, ok := look.place(ref)
			if !ok {
				continue
			}
			at := appearance{"NewsArticle", sourceOf(a.URL, a.ID), a.Outlet, a.Published.Value, words}
			r.Evidence = append(r.Evidence, at)
			if first := r.ItemReviewed.DatePublished; at.DatePublished != "" && (first == "" || at.DatePublished < first) {
				r.ItemReviewed.DatePublished = at.DatePublished
			}
		}
		r.ItemReviewed.Appearance = r.Evidence
		list = append(list, r)
	}
	return writeJSON(w, list)
}

func thingType(t news.EntityType) string {
	switch t {
	case news.Person:
		return "Person"
	case news.Place:
		return "Place"
	}
	return "Organization"
}
