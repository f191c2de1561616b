package main

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// TestOneAgencyIsNoTwoWitnesses holds over the examples that no line counts two
// reports of one agency as two origins: copies never confirm.
func TestOneAgencyIsNoTwoWitnesses(t *testing.T) {
	for _, set := range []string{"ferry-talks", "mill-fire"} {
		var d struct {
			Origins []struct{ ID, Name, Kind string }
			Claims  []struct {
				ID, Text string
				Origins  []string `json:"origin_ids"`
			}
		}
		if err := json.Unmarshal([]byte(ok(t, "brief", filepath.Join(root, "examples", set), "--format", "json", "-q").out), &d); err != nil {
			t.Fatal(err)
		}
		agency := map[string]string{}
		for _, o := range d.Origins {
			if o.Kind == "agency" {
				agency[o.ID] = o.Name
			}
		}
		if len(agency) == 0 || len(d.Claims) == 0 {
			t.Fatalf("%s has %d agencies and %d claims", set, len(agency), len(d.Claims))
		}
		for _, c := range d.Claims {
			seen := map[string]bool{}
			for _, id := range c.Origins {
				if name := agency[id]; name != "" && seen[name] {
					t.Errorf("%s: %q counts two reports of %s", set, c.Text, name)
				}
				seen[agency[id]] = true
			}
		}
	}
}
