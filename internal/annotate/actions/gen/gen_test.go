package main

import (
	"strings"
	"testing"
)

func TestFrames(t *testing.T) {
	got := frames(`&FOOD
+BREAD
+RICE_

---  GIVE   [070]  ---
GIVE {GIVES GAVE GIVEN } # note
+HAND_OUT {+HANDS_OUT }
+GIVE_NOTICE [040]
- * &FOOD (TO $)   [073]   # GIVE
- * BLAME          [:112]  # GIVE
- * WAY            [---]   # GIVE

######## TRANSFORMATIONS ##########
~ a (b . ATTACK) SAY = a b 112
`, "---  URGE   [020]  ---\nURGE\nGIVE\n")
	want := strings.TrimLeft(`
&food bread rice
= 070 give hand_out
* &food to 073
* blame <112
* way -
give! notice 040
= 020 urge
`, "\n")
	if got = strings.TrimPrefix(got, framesHead); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRolesAndMap(t *testing.T) {
	if got := strings.TrimPrefix(roles("ARMY_UNIT [~MIL]\nMONK {MONKS} [~BUD]\nSTAR [~XXX]\n# x [~GOV]\n"), rolesHead); got != "MIL army_unit\nREL monk\n" {
		t.Errorf("%q", got)
	}
	if got := strings.TrimPrefix(plover("093: ACCUSE, investigate, military; legal # note\n0871: RETREAT, , \n"), ploverHead); got != "093 ACCUSE investigate legal military\n0871 RETREAT - -\n" {
		t.Errorf("%q", got)
	}
}
