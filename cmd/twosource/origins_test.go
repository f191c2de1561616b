package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
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

// TestSamplesOrigins holds how many origins five real reports have at most, what joins
// them, which show signs of rewriting, and whom they name as sources.
func TestSamplesOrigins(t *testing.T) {
	needShared(t)
	type passage struct {
		Origin string
		Span   struct{ Text string }
	}
	var d struct {
		Articles []struct {
			ID, Origin string
			Input      struct{ Name string }
			Signs      []struct {
				Kind  string
				Spans []json.RawMessage
			}
			Passages []passage
		}
		Lineage []struct{ From, To, Kind string }
		Origins []struct{ ID, Name, Kind string }
	}
	out := ok(t, "brief", filepath.Join(shared, "samples/syria-2015"), "--format", "json", "-q").out
	if err := json.Unmarshal([]byte(out), &d); err != nil {
		t.Fatal(err)
	}
	agency := map[string]string{}
	for _, o := range d.Origins {
		if o.Kind == "agency" {
			agency[o.ID] = o.Name
		}
	}
	number, origin := map[string]string{}, map[string]string{}
	named := map[string]bool{} // number of an article and agency
	tass := map[string]string{}
	for _, a := range d.Articles {
		n := filepath.Base(a.Input.Name)[:3]
		number[a.ID], origin[n] = n, a.Origin
		signs := 0
		for _, s := range a.Signs {
			if s.Kind == "automatic-rewriting" {
				signs += len(s.Spans)
			}
		}
		if rewritten := n >= "002"; (signs > 0) != rewritten {
			t.Errorf("%s has %d spans that show automatic rewriting", n, signs)
		}
		for _, p := range a.Passages {
			if name := agency[p.Origin]; name != "" {
				named[n+" "+name] = true
				if name == "TASS" && strings.Contains(p.Span.Text, "wide front") {
					tass[n] = p.Origin
				}
			}
		}
	}
	distinct := map[string]bool{}
	for _, o := range origin {
		distinct[o] = true
	}
	if len(origin) != 5 || len(distinct) > 4 || origin["003"] != origin["004"] {
		t.Errorf("%d articles of %d origins, 003 and 004 of %q and %q", len(origin), len(distinct), origin["003"], origin["004"])
	}
	if tass["000"] == "" || tass["000"] != tass["001"] {
		t.Errorf("what 000 and 001 have from TASS has the origins %q and %q", tass["000"], tass["001"])
	}
	common := false
	for _, l := range d.Lineage {
		common = common || l.Kind == "common-source" && number[l.From] >= "003" && number[l.To] >= "003"
	}
	if !common {
		t.Error("003 and 004 are not linked by a common source")
	}
	for _, want := range []string{"000 TASS", "001 TASS", "002 Associated Press", "003 RIA Novosti", "003 Armenpress", "004 TASS"} {
		if !named[want] {
			t.Errorf("no passage has its origin with %s", want)
		}
	}
}
