package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

type postInput struct {
	Key   string `header:"Idempotency-Key" maxLength:"128" doc:"Posting the same article again under the same key has no effect. Without it the key is a hash of the body."`
	Media string `header:"Content-Type"`
	body  io.Reader
}

// Resolve notes the body, of which as much is in memory as is read at a time.
func (in *postInput) Resolve(ctx huma.Context) []error {
	in.body = ctx.BodyReader()
	return nil
}

var _ huma.Resolver = (*postInput)(nil)

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

const postPath = "/api/v1/articles"

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
		OperationID: "post-article", Method: http.MethodPost, Path: postPath, Summary: "Add an article",
		Description: "The answer comes when the article is kept (201), or at once if it was kept before (200); if that takes long, it is 202 and the article is kept soon. Its story follows: the event stream tells of it.",
		Errors:      []int{http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}, a.take)
	// Of an operation that has a body, huma reads all of it.
	doc.OpenAPI().Paths[postPath].Post.RequestBody = &huma.RequestBody{Required: true, Content: content}
}

func (a *handlers) take(ctx context.Context, in *postInput) (*postOutput, error) {
	if a.Take == nil {
		return nil, huma.Error405MethodNotAllowed("this server only reads")
	}
	media, _, err := mime.ParseMediaType(in.Media)
	if _, ok := medias[media]; err != nil || !ok {
		return nil, huma.Error415UnsupportedMediaType("send application/json, text/html or text/plain")
	}
	if in.Key != "" && !ValidKey(in.Key) {
		return nil, huma.Error400BadRequest("Idempotency-Key: 1 to 128 letters, digits and -._~, the first a letter or digit")
	}
	taken, err := a.Take(ctx, Posted{Key: in.Key, Media: media, Body: in.body})
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, ErrEmpty):
		return nil, huma.Error400BadRequest(ErrEmpty.Error())
	case errors.As(err, &tooLarge):
		a.Metrics.Posted("large")
		return nil, huma.NewError(http.StatusRequestEntityTooLarge, fmt.Sprintf("a body has %d bytes at most", tooLarge.Limit))
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, huma.NewError(http.StatusRequestTimeout, "the body did not come whole")
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

// BodyKey returns a hash to which a body is to be written, and what makes a key of
// idempotency of it then.
func BodyKey(media string) (h hash.Hash, key func() string) {
	h = sha256.New()
	_, _ = io.WriteString(h, media+"\n") // a hash takes everything
	return h, func() string { return hex.EncodeToString(h.Sum(nil)[:16]) }
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
