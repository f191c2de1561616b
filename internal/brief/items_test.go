package brief

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestItem holds every item against the same item of the whole brief.
func TestItem(t *testing.T) {
	d := fixtureDocument(t)
	var out bytes.Buffer
	if err := WriteJSON(&out, d, JSONOptions{}); err != nil {
		t.Fatal(err)
	}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(out.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	rec := d.Record()
	for list, n := range map[string]int{
		"articles": len(rec.Articles), "lineage": len(rec.Lineage), "origins": len(rec.Origins), "entities": len(rec.Entities),
		"statements": len(rec.Statements), "events": len(rec.Events), "claims": len(rec.Claims), "conflicts": len(rec.Conflicts),
		"positions": len(rec.Positions), "stories": len(rec.Stories), "threads": len(rec.Threads),
	} {
		var want []json.RawMessage
		if err := json.Unmarshal(whole[list], &want); err != nil {
			t.Fatal(err)
		}
		if len(want) != n {
			t.Fatalf("%s: %d items in the brief, %d in the record", list, len(want), n)
		}
		in := map[string]bool{}
		for _, w := range want {
			in[string(w)] = true
		}
		for i := range n {
			got, err := d.Item(list, i)
			if err != nil {
				t.Fatal(err)
			}
			if !in[string(got)] {
				t.Errorf("%s: item %d is not that of the brief:\n%s", list, i, got)
			}
			delete(in, string(got))
		}
	}
	if _, err := d.Item("weather", 0); err == nil {
		t.Error("there is a list of weather")
	}
}
