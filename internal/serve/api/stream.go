package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/twosource/twosource/internal/serve"
)

const streamPath = "/api/v1/events/stream"

// How often a stream that has nothing to tell shows that it is there, and how long
// a reader may take for one event. Ours.
const (
	heartbeat = 15 * time.Second
	eventTime = 10 * time.Second
)

// streamOperation describes the event stream.
func streamOperation(change *huma.Schema) *huma.Operation {
	return &huma.Operation{
		OperationID: "stream", Method: http.MethodGet, Path: streamPath, Summary: "Changes of stories, as server-sent events",
		Description: "Each event is named story and has a change as data. A reader who comes back with Last-Event-ID is given what it missed; if that is not known any more, an event named reset comes first: ask for the lists again.",
		Parameters: []*huma.Param{{
			Name: "Last-Event-ID", In: "header", Description: "id of the last event that was read", Schema: &huma.Schema{Type: huma.TypeString},
		}},
		Responses: map[string]*huma.Response{"200": {
			Description: "events", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: change}},
		}},
	}
}

// stream writes changes as they come, until the reader goes or the server ends.
func (a *handlers) stream(w http.ResponseWriter, r *http.Request) {
	var known int64
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			n = -1 // of another server, perhaps: begin anew
		}
		known = n
	}
	watch := a.Site.Watch(known)
	if watch == nil {
		w.Header().Set("Retry-After", "30")
		serve.Problem(w, http.StatusServiceUnavailable, "too many readers of the event stream")
		return
	}
	defer watch.Close()
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{}) // nothing more is read; without it the stream would end
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	send := func(text string) bool {
		_ = out.SetWriteDeadline(a.Site.Now().Add(eventTime))
		_, err := io.WriteString(w, text)
		return err == nil && out.Flush() == nil
	}
	if !send("retry: 3000\n\n") || watch.Lost && !send("event: reset\ndata: {}\n\n") {
		return
	}
	for _, c := range watch.Missed {
		if !send(event(&c)) {
			return
		}
	}
	for {
		waiting, stop := context.WithTimeout(r.Context(), heartbeat)
		text := ": here\n\n"
		open := true
		select {
		case c, ok := <-watch.Changes:
			if open = ok; ok {
				text = event(&c)
			}
		case <-waiting.Done():
		}
		stop()
		if !open || r.Context().Err() != nil || !send(text) {
			return
		}
	}
}

func event(c *serve.Change) string {
	data, _ := json.Marshal(c) // it holds nothing that cannot be written
	return fmt.Sprintf("id: %d\nevent: story\ndata: %s\n\n", c.ID, data)
}
