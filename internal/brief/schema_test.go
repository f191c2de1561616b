package brief

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validate reports what in a brief the published schema does not allow.
func validate(t testing.TB, raw []byte) error {
	t.Helper()
	const file = "../../docs/formats/brief.schema.json"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("brief.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("brief.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

func TestSchema(t *testing.T) {
	for _, c := range []Carry{CarryFull, CarryExcerpts, CarryNone} {
		if err := validate(t, fixtureJSON(t, c)); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
	raw := fixtureJSON(t, CarryFull)
	for _, bad := range [][2]string{
		{`"language":"en",`, ``},                               // a key left out
		{`"language":"en",`, `"language":"en","mood":"good",`}, // a key of no meaning
		{`"kind":"copy"`, `"kind":"theft"`},
		{`"start":0`, `"start":-1`},
		{`"basis":"none"`, `"basis":null`},
	} {
		broken := bytes.Replace(raw, []byte(bad[0]), []byte(bad[1]), 1)
		if bytes.Equal(broken, raw) {
			t.Errorf("the brief has no %s", bad[0])
		}
		if validate(t, broken) == nil {
			t.Errorf("%s instead of %s is allowed", bad[1], bad[0])
		}
	}
}

// Every key of the schema stands in the page that says what it means.
func TestEveryKeyIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/formats/brief.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("../../docs/formats/brief.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if props, ok := v["properties"].(map[string]any); ok {
				keys := len(props)
				if _, ok := props["corrected_by"]; ok {
					keys-- // the one key that only some records carry
				}
				_, settings := props["tables"] // the one object that the program's settings name the keys of
				if required, _ := v["required"].([]any); !settings && (len(required) != keys || v["additionalProperties"] != false) {
					t.Errorf("an object of the schema is not strict: %v", v["required"])
				}
				for k := range props {
					if !bytes.Contains(page, []byte("`"+k+"`")) && !bytes.Contains(page, []byte("`"+k+"[]`")) && !bytes.Contains(page, []byte(k+"[]")) && !bytes.Contains(page, []byte(`"`+k+`"`)) {
						t.Errorf("docs/formats/brief.md does not tell of %q", k)
					}
				}
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(schema)
}
