package brief

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestRows writes the views stories and entities in each of their formats into one
// file.
func TestRows(t *testing.T) {
	d := fixtureDocument(t)
	var all bytes.Buffer
	for _, v := range []struct {
		name  string
		write func(io.Writer, Format) error
	}{
		{"stories", func(w io.Writer, f Format) error { return WriteStories(w, Stories(d, StoryFilter{}), f, 0) }},
		{"entities", func(w io.Writer, f Format) error { return WriteEntities(w, Entities(d, EntityFilter{}), f, 0) }},
	} {
		for _, f := range []Format{Text, Markdown, JSON, JSONL, CSV} {
			fmt.Fprintf(&all, "--- %s %s\n", v.name, f)
			if err := v.write(&all, f); err != nil {
				t.Fatal(err)
			}
		}
		if err := v.write(io.Discard, "tei"); err == nil {
			t.Errorf("%s has a format that it has not", v.name)
		}
	}
	golden(t, "rows.txt", all.Bytes())
}

func TestStoryFilter(t *testing.T) {
	d := fixtureDocument(t)
	all := Stories(d, StoryFilter{})
	first := all[len(all)-1] // the one with dates and entities
	day := RowFilter{Since: dayOf(*first.From), Until: dayOf(*first.From)}
	for _, c := range []struct {
		f    StoryFilter
		want bool
	}{
		{StoryFilter{RowFilter: RowFilter{Topic: first.Text}}, true},
		{StoryFilter{RowFilter: RowFilter{Topic: "nowhere"}}, false},
		{StoryFilter{RowFilter: day}, true},
		{StoryFilter{RowFilter: RowFilter{Since: "2121"}}, false},
		{StoryFilter{Entity: first.Entities[0]}, true},
		{StoryFilter{Entity: "Nobody"}, false},
		{StoryFilter{Outlet: first.Outlets[0]}, true},
		{StoryFilter{Outlet: "None"}, false},
		{StoryFilter{Articles: first.Articles, Origins: first.Origins}, true},
		{StoryFilter{Articles: 99}, false},
		{StoryFilter{Origins: 99}, false},
	} {
		rows := Stories(d, c.f)
		if got := slices.ContainsFunc(rows, func(r StoryRow) bool { return r.ID == first.ID }); got != c.want {
			t.Errorf("%+v: found %t, want %t", c.f, got, c.want)
		}
	}
}

func TestEntityFilter(t *testing.T) {
	d := fixtureDocument(t)
	all := Entities(d, EntityFilter{})
	first := all[0]
	for _, c := range []struct {
		f    EntityFilter
		want bool
	}{
		{EntityFilter{RowFilter: RowFilter{Topic: strings.ToUpper(first.Name)}}, true},
		{EntityFilter{RowFilter: RowFilter{Topic: "nobody"}}, false},
		{EntityFilter{Type: first.Type, Mentions: first.Mentions}, true},
		{EntityFilter{Type: "none"}, false},
		{EntityFilter{Country: "XXX"}, false},
		{EntityFilter{RowFilter: RowFilter{Since: "2121"}}, false},
		{EntityFilter{RowFilter: RowFilter{Since: "1921"}}, true},
	} {
		rows := Entities(d, c.f)
		if got := len(rows) > 0 && rows[0].ID == first.ID; got != c.want {
			t.Errorf("%+v: found %t, want %t", c.f, got, c.want)
		}
	}
}

// TestExplain explains everything in the fixture that has an id.
func TestExplain(t *testing.T) {
	d := fixtureDocument(t)
	var ids []string
	rec := d.Record()
	for i := range rec.Articles {
		ids = append(ids, rec.Articles[i].ID)
	}
	for i := range rec.Lineage {
		ids = append(ids, rec.Lineage[i].ID)
	}
	for i := range rec.Origins {
		ids = append(ids, rec.Origins[i].ID)
	}
	for i := range rec.Entities {
		ids = append(ids, rec.Entities[i].ID)
	}
	for i := range rec.Statements {
		ids = append(ids, rec.Statements[i].ID)
	}
	for i := range rec.Events {
		ids = append(ids, rec.Events[i].ID)
	}
	for i := range rec.Claims {
		ids = append(ids, rec.Claims[i].ID)
	}
	for i := range rec.Conflicts {
		ids = append(ids, rec.Conflicts[i].ID)
	}
	for i := range rec.Positions {
		ids = append(ids, rec.Positions[i].ID)
	}
	for i := range rec.Stories {
		ids = append(ids, rec.Stories[i].ID)
	}
	for i := range rec.Threads {
		ids = append(ids, rec.Threads[i].ID)
	}
	var all bytes.Buffer
	for _, id := range ids {
		list := Explain(d, id)
		if len(list) == 0 {
			t.Errorf("%s is not explained", id)
		}
		if err := WriteExplanations(&all, list, Text, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteExplanations(&all, Explain(d, ids[0]), JSON, 0); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", all.Bytes())
	if list := Explain(d, "none"); len(list) != 0 {
		t.Errorf("what is not there is explained: %v", list)
	}
	if err := WriteExplanations(io.Discard, nil, CSV, 0); err == nil {
		t.Error("there are explanations as CSV")
	}
}
