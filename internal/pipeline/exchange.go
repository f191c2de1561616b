package pipeline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// The versions of the form in which a store is exported (docs/formats/store.md):
// the second has what is to stay out, and is written only if there is any.
const (
	exportVersion        = "1"
	exportVersionRemoved = "2"
)

// An exported is one line of an export: the head, an input, or a page of the
// input before it.
type exported struct {
	Version string         `json:"twosource_export,omitempty"`
	Removed []string       `json:"removed,omitempty"` // articles that are to stay out, beside the version
	Input   *exportedInput `json:"input,omitempty"`
	Page    *exportedPage  `json:"page,omitempty"`
}

type exportedInput struct {
	Name     string            `json:"name"`
	Options  json.RawMessage   `json:"options"`
	SHA256   string            `json:"sha256"`
	Complete bool              `json:"complete"`
	Pages    int               `json:"pages"` // one more than the last ordinal
	Errors   []news.InputError `json:"errors"`
	Notices  []news.Notice     `json:"notices"`
}

type exportedPage struct {
	Ordinal int         `json:"ordinal"`
	Name    string      `json:"name"`
	Line    int         `json:"line"`
	Media   news.Media  `json:"media"`
	Body    string      `json:"body"`
	Stated  news.Stated `json:"stated"`
	AsOf    news.Date   `json:"as_of"`
}

// Export writes the inputs and pages of a store as JSON Lines, from which
// [Import] makes the same store again, with what is to stay out. What the stages
// made of the pages is not written.
func Export(ctx context.Context, v store.View, w io.Writer) error {
	inputs, err := v.Inputs(ctx)
	if err != nil {
		return err
	}
	ends := map[int64]int{}
	err = v.Readings(ctx, store.Filter{}, func(r store.Reading, _ *store.Analysis) error {
		ends[r.Input] = r.Ordinal + 1
		return nil
	})
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	first := exported{Version: exportVersion}
	if first.Removed, err = v.Removed(ctx); err != nil {
		return err
	}
	if len(first.Removed) > 0 {
		first.Version = exportVersionRemoved
	}
	if err := out.Encode(first); err != nil {
		return err
	}
	// Pages come in the order of their inputs; inputs without pages stand between.
	head := func(upTo int64) error {
		for len(inputs) > 0 && inputs[0].ID <= upTo {
			in := inputs[0]
			inputs = inputs[1:]
			err := out.Encode(exported{Input: &exportedInput{
				Name: in.File.Name, Options: json.RawMessage(in.Options), SHA256: in.File.SHA256, Complete: in.Complete,
				Pages: ends[in.ID], Errors: in.File.Errors, Notices: in.Notices,
			}})
			if err != nil {
				return err
			}
		}
		return nil
	}
	err = v.Pages(ctx, store.Filter{}, func(r store.Reading, it *store.Item) error {
		if err := head(r.Input); err != nil {
			return err
		}
		return out.Encode(exported{Page: &exportedPage{
			Ordinal: r.Ordinal, Name: r.At.Name, Line: r.At.Line, Media: it.Page.Media, Body: it.Page.Body, Stated: it.Page.Stated, AsOf: it.AsOf,
		}})
	})
	if err == nil && len(inputs) > 0 {
		err = head(inputs[len(inputs)-1].ID)
	}
	return errors.Join(err, buffered.Flush())
}

// Import keeps what [Export] wrote, and analyses its pages. It may be broken off
// and done again, like [Add], and adds to what the store has. What was to stay out
// of the store that was exported is taken out of this one, too. Of o it uses Jobs and
// Progress.
func Import(ctx context.Context, w store.Writer, r io.Reader, o Options) (*Added, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	if err := o.start(ctx, w); err != nil {
		return nil, err
	}
	a := &adder{ctx: ctx, w: w, o: o, crew: newCrew(o), out: &Added{}, flight: map[store.Key]*task{}}
	defer a.crew.stop()
	in := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	var head exported
	if err := in.Decode(&head); err != nil || head.Version == "" {
		return a.out, errors.New("this is not an export of a store")
	}
	if head.Version != exportVersion && head.Version != exportVersionRemoved {
		return a.out, fmt.Errorf("the export has the form %q, and this program knows %q and %q", head.Version, exportVersion, exportVersionRemoved)
	}
	if _, err := w.Remove(ctx, head.Removed, true); err != nil {
		return a.out, err
	}
	im := &importer{adder: a}
	for {
		var line exported
		err := in.Decode(&line)
		if err == io.EOF {
			return a.out, im.finish()
		}
		if err == nil {
			err = im.line(&line)
		} else {
			err = fmt.Errorf("the export breaks off or is damaged: %w", err)
		}
		if err != nil {
			// What was finished is kept.
			return a.out, errors.Join(err, a.keep(context.WithoutCancel(ctx), 0, false))
		}
	}
}

type importer struct {
	*adder
	input *exportedInput // whose pages are read
	id    int64
	known bool // the store has it
}

func (im *importer) line(l *exported) error {
	switch {
	case l.Input != nil:
		if err := im.finish(); err != nil {
			return err
		}
		return im.begin(l.Input)
	case l.Page == nil || im.input == nil:
		return errors.New("the export is damaged: a line is no input, and no page of one")
	case im.known:
		return nil
	}
	p := l.Page
	im.out.Pages++
	im.o.AsOf = p.AsOf
	return im.page(p.Ordinal, news.Page{
		Input: news.Input{Name: p.Name, Line: p.Line}, Media: p.Media, Body: p.Body, Stated: p.Stated,
	})
}

func (im *importer) begin(in *exportedInput) error {
	im.out.Inputs++
	im.input = in
	if in.Complete {
		var err error
		if _, im.known, err = im.w.Find(im.ctx, in.Name, string(in.Options), in.SHA256); err != nil || im.known {
			im.out.Whole++
			return err
		}
	}
	im.known = false
	begun, err := im.w.Begin(im.ctx, in.Name, string(in.Options))
	im.id, im.reading = begun.ID, &reading{in: begun}
	return err
}

// finish keeps what waits and completes the input that was read.
func (im *importer) finish() error {
	in := im.input
	if in == nil || im.known {
		return nil
	}
	if err := im.keep(im.ctx, 0, true); err != nil {
		return err
	}
	if !in.Complete {
		return nil
	}
	return im.w.Finish(im.ctx, store.Input{
		ID: im.id, Options: string(in.Options), Notices: in.Notices,
		File: news.InputFile{Name: in.Name, SHA256: in.SHA256, Errors: in.Errors},
	}, in.Pages)
}
