package brief

import (
	"bytes"
	"fmt"
)

// Item returns item i of a top-level list of d's record as JSON, as [WriteJSON]
// writes it in a brief with full texts: of "articles", "lineage", "origins",
// "entities", "statements", "events", "claims", "conflicts", "positions",
// "stories" and "threads". I counts in the order of the record.
//
// The error names the list if there is none of this name, or what WriteJSON would
// fail at. It takes time linear in the item, and once for each article in its text.
func (d *Document) Item(list string, i int) ([]byte, error) {
	one := *d.rec
	part := *d
	part.rec = &one
	var out bytes.Buffer
	j := &jsonWriter{encoder: &encoder{w: &out}, d: &part, carry: CarryFull}
	switch list {
	case "articles":
		j.article(i)
	case "lineage":
		one.Lineage = one.Lineage[i : i+1]
		j.lineage()
	case "origins":
		one.Origins = one.Origins[i : i+1]
		j.origins()
	case "entities":
		one.Entities = one.Entities[i : i+1]
		j.entities()
	case "statements":
		one.Statements = one.Statements[i : i+1]
		j.statements()
	case "events":
		one.Events = one.Events[i : i+1]
		j.events()
	case "claims":
		one.Claims = one.Claims[i : i+1]
		j.claims()
	case "conflicts":
		one.Conflicts = one.Conflicts[i : i+1]
		j.conflicts()
	case "positions":
		one.Positions = one.Positions[i : i+1]
		j.positions()
	case "stories":
		one.Stories = one.Stories[i : i+1]
		j.stories()
	case "threads":
		one.Threads = one.Threads[i : i+1]
		j.threads()
	default:
		return nil, fmt.Errorf("brief: a brief has no list %q of items", list)
	}
	j.flush()
	if j.err != nil {
		return nil, j.err
	}
	text := out.Bytes()
	if list != "articles" { // "list": [ and ] around it
		text = text[bytes.IndexByte(text, '[')+1:]
		text = text[:bytes.LastIndexByte(text, ']')]
	}
	return bytes.TrimSpace(text), nil
}
