package english

import (
	"fmt"
	"strings"
	"testing"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// TestNameMistakes holds each sort of mistake to its kind. Names are written as
// first:end:type.
func TestNameMistakes(t *testing.T) {
	types := map[string]annotator.NameType{"p": annotator.Person, "o": annotator.Organization, "l": annotator.Place, "g": annotator.Group}
	names := func(s string) (out []annotator.NameSpan) {
		for _, f := range strings.Fields(s) {
			var n annotator.NameSpan
			var k string
			if _, err := fmt.Sscanf(strings.ReplaceAll(f, ":", " "), "%d %d %s", &n.First, &n.End, &k); err != nil {
				t.Fatal(err)
			}
			n.Type = types[k]
			out = append(out, n)
		}
		return out
	}
	for _, c := range []struct{ words, given, wanted, want string }{
		{"Mary Poole flew", "0:2:p", "0:2:p", ""},
		{"the LDB said", "", "1:2:o", "missed ORG, in capitals"},
		{"the Orchard Council said", "", "1:3:o", "missed ORG, several words"},
		{"a Lumina camera", "1:2:p", "", "false PER, one word"},
		{"the Norse won", "1:2:g", "", ""},
		{"the Norse won", "1:2:g", "1:2:o", "type, NORP for ORG"},
		{"at Harrow Airfield", "1:3:o", "1:3:l", "type, ORG for LOC"},
		{"at Harrow Airfield", "1:2:o", "1:3:l", "type and bounds"},
		{"Bank of the North closed", "0:1:o", "0:4:o", "bounds, short by a preposition"},
		{"Oslo - Bergen railway", "0:3:l", "0:1:l", "bounds, long by hyphen"},
		{"Sir Ivan Orlov", "1:3:p", "0:3:p", "bounds, short by capitals"},
		{"Jane Poole left . Poole fell", "0:2:p", "0:2:p 4:5:p", "missed PER, one word"},
		{"Poole left . Poole fell", "0:1:p", "3:4:p", "missed PER, one word~ false PER, one word~"},
	} {
		var got []string
		for _, m := range NameMistakes([]MarkedText{{Words: strings.Fields(c.words), Given: names(c.given), Wanted: names(c.wanted)}}) {
			if m.Wavers {
				m.Kind += "~"
			}
			got = append(got, m.Kind)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.words, s, c.want)
		}
	}
}
