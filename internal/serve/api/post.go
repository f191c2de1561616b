package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/serve"
)

type postInput struct {
	Key     string `header:"Idempotency-Key" maxLength:"128" doc:"Posting the same article again under the same key has no effect. Without it the key is a hash of the body."`
	Media   string `header:"Content-Type"`
	RawBody []byte
}

type postOutput struct {
	Status     int
	RetryAfter string `header:"Retry-After"`
	Body       Taken
}

// medias are what can be posted.
var medias = map[string]string{
	"application/json": "A record: text or html, and url, title, outlet, published, author, language as they are known. Or a list of such records.",
	"text/html":        "A page.",
	"text/plain":       "A text, with a header block (Title:, Outlet:, Published:, URL:, Author:) before its first blank line.",
}

const bodyTime = 20 * time.Second // for the body of a post to come

// post puts the taking of articles on the API.
func (a *handlers) post(doc huma.API) {
	content := map[string]*huma.MediaType{}
	for media, what := range medias {
		s := &huma.Schema{Type: huma.TypeString, Description: what}
		if media == "application/json" {
			s = &huma.Schema{Description: what, Extensions: map[string]any{"type": []string{"object", "array"}}}
		}
		content[media] = &huma.MediaType{Schema: s}
	}
	huma.Register(doc, huma.Operation{
		OperationID: "post-article", Method: http.MethodPost, Path: "/api/v1/articles", Summary: "Add an article",
		Description:  "The answer comes when the article is kept (201), or at once if it was kept before (200); if that takes long, it is 202 and the article is kept soon. Its story follows: the event stream tells of it.",
		MaxBodyBytes: serve.MaxBody, BodyReadTimeout: bodyTime, SkipValidateBody: true,
		RequestBody: &huma.RequestBody{Required: true, Content: content},
		Errors:      []int{http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}, a.take)
}

func (a *handlers) take(ctx context.Context, in *postInput) (*postOutput, error) {
	if a.Take == nil {
		return nil, huma.Error405MethodNotAllowed("this server only reads")
	}
	media, _, err := mime.ParseMediaType(in.Media)
	if _, ok := medias[media]; err != nil || !ok {
		return nil, huma.Error415UnsupportedMediaType("send application/json, text/html or text/plain")
	}
	switch {
	case len(strings.TrimSpace(string(in.RawBody))) == 0:
		return nil, huma.Error400BadRequest("there is no article in the body")
	case in.Key == "":
		sum := sha256.Sum256(append([]byte(media+"\n"), in.RawBody...))
		in.Key = hex.EncodeToString(sum[:16])
	case !ValidKey(in.Key):
		return nil, huma.Error400BadRequest("Idempotency-Key: 1 to 128 letters, digits and -._~, the first a letter or digit")
	}
	taken, err := a.Take(ctx, Posted{Key: in.Key, Media: media, Body: in.RawBody})
	switch {
	case errors.Is(err, ErrOther):
		a.Metrics.Posted("conflict")
		return nil, huma.Error409Conflict(ErrOther.Error())
	case errors.Is(err, ErrBusy):
		a.Metrics.Posted("busy")
		return nil, huma.ErrorWithHeaders(huma.Error503ServiceUnavailable(ErrBusy.Error()), http.Header{"Retry-After": {"5"}})
	case err != nil:
		a.Metrics.Posted("error")
		return nil, problem(ctx, err)
	}
	a.Metrics.Posted(taken.Status)
	if taken.Articles == nil {
		taken.Articles = []string{}
	}
	out := &postOutput{Body: taken, Status: http.StatusCreated}
	switch taken.Status {
	case "known":
		out.Status = http.StatusOK
	case "accepted":
		out.Status, out.RetryAfter = http.StatusAccepted, "5"
	case "failed":
		out.Status = http.StatusUnprocessableEntity
	}
	return out, nil
}

// ValidKey reports whether a key of idempotency can be used.
func ValidKey(key string) bool {
	if len(key) == 0 || len(key) > 128 {
		return false
	}
	for i := range len(key) {
		c := key[i]
		alnum := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || !strings.ContainsRune("-._~", rune(c))) {
			return false
		}
	}
	return true
}
