package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/alert"
	"github.com/twosource/twosource/internal/export"
)

// A SavedAlert is a saved query or story, without its secret.
type SavedAlert struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Query   *string `json:"query"`
	Story   *string `json:"story"`
	Webhook *string `json:"webhook"`
	Command bool    `json:"command" doc:"a program of the server's is started as well"`
	Secret  *string `json:"secret" doc:"by which calls of the webhook are signed; given once, when the alert is made"`
}

func shown(r *alert.Rule) SavedAlert {
	return SavedAlert{ID: r.ID, Name: r.Name, Query: orNull(r.Query), Story: orNull(r.Story), Webhook: orNull(r.Webhook), Command: len(r.Command) > 0}
}

// AlertsBody is all saved queries and stories.
type AlertsBody struct {
	Items []SavedAlert `json:"items"`
}

// FiredBody is what a saved query or story has told last.
type FiredBody struct {
	Items []alert.Alert `json:"items" doc:"the newest first, at most 100"`
}

type newAlert struct {
	Body struct {
		Name    string `json:"name,omitempty" maxLength:"256"`
		Query   string `json:"query,omitempty" maxLength:"2048" doc:"as for /api/v1/search"`
		Story   string `json:"story,omitempty" maxLength:"64"`
		Webhook string `json:"webhook,omitempty" maxLength:"2048" doc:"an address that is posted to. Without query and story it is told of every change of a story."`
	}
}

// alerts puts saved queries on the API.
func (a *handlers) alerts(doc huma.API) {
	if a.Alerts == nil {
		return
	}
	op := operation("alerts", "/alerts", "Saved queries and stories")
	huma.Register(doc, op, func(context.Context, *struct{}) (*struct{ Body AlertsBody }, error) {
		out := AlertsBody{Items: []SavedAlert{}}
		rules := a.Alerts.Rules()
		for i := range rules {
			out.Items = append(out.Items, shown(&rules[i]))
		}
		return &struct{ Body AlertsBody }{out}, nil
	})
	op = operation("new-alert", "/alerts", "Save a query or story: it tells of each new origin, changed status and new position, once")
	op.Method, op.DefaultStatus = http.MethodPost, http.StatusCreated
	huma.Register(doc, op, a.newAlert)
	op = operation("remove-alert", "/alerts/{id}", "Forget a saved query or story")
	op.Method, op.DefaultStatus = http.MethodDelete, http.StatusNoContent
	huma.Register(doc, op, func(_ context.Context, in *idPath) (*struct{}, error) {
		ok, err := a.Alerts.Remove(in.ID)
		switch {
		case err != nil:
			return nil, huma.Error500InternalServerError("the alerts could not be written")
		case !ok:
			return nil, huma.Error404NotFound("there is no alert of this id")
		}
		return nil, nil
	})
	huma.Register(doc, operation("fired", "/alerts/{id}", "What a saved query or story has told last"), func(_ context.Context, in *idPath) (*struct{ Body FiredBody }, error) {
		list, _, ok := a.Alerts.Fired(in.ID)
		if !ok {
			return nil, huma.Error404NotFound("there is no alert of this id")
		}
		if list == nil {
			list = []alert.Alert{}
		}
		return &struct{ Body FiredBody }{FiredBody{list}}, nil
	})
	op = operation("alert-feed", "/alerts/{id}/feed", "The same as an Atom feed")
	op.Responses = map[string]*huma.Response{"200": {Description: "a feed", Content: map[string]*huma.MediaType{"application/atom+xml": {}}}}
	huma.Register(doc, op, a.feed)
}

func (a *handlers) newAlert(_ context.Context, in *newAlert) (*struct{ Body SavedAlert }, error) {
	r := alert.Rule{ID: alert.NewID(), Name: in.Body.Name, Query: in.Body.Query, Story: in.Body.Story, Webhook: in.Body.Webhook}
	if r.Webhook != "" {
		r.Secret = alert.NewSecret()
	}
	for _, name := range []string{r.Query, r.Story, "every story"} {
		if r.Name == "" {
			r.Name = name
		}
	}
	if err := r.Check(); err != nil {
		return nil, huma.Error400BadRequest(err.Error())
	}
	if err := a.Alerts.Add(r); err != nil {
		return nil, huma.Error500InternalServerError("the alert could not be kept")
	}
	out := shown(&r)
	out.Secret = orNull(r.Secret)
	return &struct{ Body SavedAlert }{out}, nil
}

type feedOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (a *handlers) feed(_ context.Context, in *idPath) (*feedOutput, error) {
	list, r, ok := a.Alerts.Fired(in.ID)
	if !ok {
		return nil, huma.Error404NotFound("there is no alert of this id")
	}
	var b bytes.Buffer
	if err := export.WriteAtom(&b, alert.Channel(r, list)); err != nil {
		return nil, huma.Error500InternalServerError("the feed could not be written")
	}
	return &feedOutput{"application/atom+xml; charset=utf-8", b.Bytes()}, nil
}
