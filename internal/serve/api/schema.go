package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// itemPrefix is before the names of a brief's items among the API's schemas.
const itemPrefix = "brief."

// readItems returns the definitions of a brief's schema by name, with references
// to one another as they stand in an OpenAPI document.
func readItems(schema []byte) (map[string]any, error) {
	if schema == nil {
		return nil, nil
	}
	var doc struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &doc); err != nil {
		return nil, fmt.Errorf("api: the schema of briefs: %w", err)
	}
	for _, def := range doc.Defs {
		relink(def)
	}
	return doc.Defs, nil
}

func relink(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, to := range v {
			if s, ok := to.(string); ok && key == "$ref" {
				v[key] = itemRef(strings.TrimPrefix(s, "#/$defs/"))
				continue
			}
			relink(to)
		}
	case []any:
		for _, to := range v {
			relink(to)
		}
	}
}

func itemRef(name string) string { return "#/components/schemas/" + itemPrefix + name }

// describe returns the OpenAPI document, with the items of a brief where the API
// gives them.
func (a *handlers) describe(doc *huma.OpenAPI) ([]byte, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var whole map[string]any
	if err := json.Unmarshal(b, &whole); err != nil {
		return nil, err
	}
	schemas, _ := whole["components"].(map[string]any)["schemas"].(map[string]any)
	for name, def := range a.items {
		schemas[itemPrefix+name] = def
	}
	if a.items != nil {
		a.link(schemas)
	}
	arrays(whole)
	if post, ok := whole["paths"].(map[string]any)["/api/v1/articles"].(map[string]any)["post"].(map[string]any); ok {
		delete(post["requestBody"].(map[string]any)["content"].(map[string]any), "application/octet-stream")
	}
	return json.MarshalIndent(whole, "", " ")
}

// arrays says of every list that it is one, though it be empty: none is null.
func arrays(v any) {
	switch v := v.(type) {
	case map[string]any:
		if types, ok := v["type"].([]any); ok && len(types) == 2 && types[0] == "array" && types[1] == "null" {
			v["type"] = "array"
		}
		for _, to := range v {
			arrays(to)
		}
	case []any:
		for _, to := range v {
			arrays(to)
		}
	}
}

// itemsIn says which items the raw fields of the API's answers hold.
var itemsIn = map[string]map[string]string{
	"StatementsPage": {"items": "statement"}, "EventsPage": {"items": "event"}, "ClaimsPage": {"items": "claim"},
	"ConflictsPage": {"items": "conflict"}, "PositionsPage": {"items": "position"}, "EntitiesPage": {"items": "entity"},
	"LineagePage": {"items": "link"}, "StoryBody": {"story": "story"},
}

// link puts references to items where a schema says "anything".
func (a *handlers) link(schemas map[string]any) {
	for name, fields := range itemsIn {
		def, _ := schemas[name].(map[string]any)
		properties, _ := def["properties"].(map[string]any)
		for field, item := range fields {
			if a.items[item] == nil {
				continue
			}
			ref := map[string]any{"$ref": itemRef(item)}
			if p, _ := properties[field].(map[string]any); p != nil && p["items"] != nil {
				p["items"] = ref
			} else if properties != nil {
				properties[field] = ref
			}
		}
	}
}
