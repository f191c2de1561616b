package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// sidesOf returns the first conflict of a kind, and the values of its sides,
// sorted; nil if there is none.
func sidesOf(res compare.Result, kind news.ConflictKind) (*news.Conflict, []string) {
	i := slices.IndexFunc(res.Conflicts, func(c news.Conflict) bool { return c.Kind == kind })
	if i < 0 {
		return nil, nil
	}
	var values []string
	for _, s := range res.Conflicts[i].Sides {
		values = append(values, s.Value)
	}
	slices.Sort(values)
	return &res.Conflicts[i], values
}

// TestConflictKinds: accounts of one thing that cannot all hold, and pairs of
// sentences that look like them and are none.
func TestConflictKinds(t *testing.T) {
	const lead = `2024-03-05|`
	for _, c := range []struct {
		name  string
		texts []string
		kind  news.ConflictKind
		want  []string // values of the sides, sorted; nil if there is no such conflict
		about string
	}{
		{"a denial of a charge", []string{
			lead + `Norway accused Denmark of emptying the cod banks near Lofoten. Denmark denied the charge.`,
		}, news.ContestedConflict, []string{"accused Denmark of emptying the cod banks near Lofoten", "denied the charge"}, "cod banks"},
		{"a denial of a deed told before", []string{
			lead + `Russian aircraft bombed the bridge at Kerel on Monday. A day later the Russian defence ministry denied that its aircraft had bombed the bridge.`,
		}, news.ContestedConflict, []string{"Russian aircraft bombed the bridge at Kerel on Monday", "denied that its aircraft had bombed the bridge"}, "bridge"},
		{"blame thrown back", []string{
			lead + `Norway blamed Denmark for the collision in the strait. Denmark blamed the Norwegian coast guard for the collision.`,
		}, news.ContestedConflict, []string{"Denmark", "the Norwegian coast guard"}, "collision"},
		{"a denial of something else", []string{
			lead + `Norway accused Denmark of emptying the cod banks near Lofoten. Sweden denied that it would leave the postal union.`,
		}, news.ContestedConflict, []string{"denied that it would leave the postal union", "that it would leave the postal union"}, ""},
		{"a denial after a report", []string{
			lead + `The monitor of Lofoten said Danish trawlers had emptied the cod banks on Monday. Denmark denied the report.`,
		}, news.ContestedConflict, []string{"Danish trawlers had emptied the cod banks on Monday", "denied the report"}, ""},
		{"a petition denied", []string{
			lead + `Norway sent home its trawlers. The court of Denmark denied the petition of the harbour pilots.`,
		}, news.ContestedConflict, nil, ""},
		{"a higher toll without a number", []string{
			lead + `The coalition said its strikes on Kerel killed 14 civilians. But doctors say the toll is much higher.`,
		}, news.NumberConflict, []string{"14 civilians", "toll is much higher"}, ""},
		{"a higher toll by the same", []string{
			lead + `The coalition said its strikes on Kerel killed 14 civilians. But the coalition says the toll is likely higher.`,
		}, news.NumberConflict, nil, ""},
		{"a plea rejected", []string{
			lead + `Norway accused Denmark of emptying the cod banks near Lofoten. Denmark rejected a plea to send its trawlers home.`,
		}, news.ContestedConflict, nil, ""},
		{"a denial of nobody named", []string{
			lead + `Norwegian officials are now checking the details of the skipper's story, including denying having emptied the cod banks near Lofoten.`,
		}, news.ContestedConflict, nil, ""},
		{"an offer rejected", []string{
			lead + `Holm has rejected any closed briefings on Brandt's report from the harbour ministry, demanding that they be open so that members can discuss them.`,
		}, news.ContestedConflict, nil, ""},
		{"entry denied", []string{
			lead + `Norway accused Denmark of emptying the cod banks near Lofoten. Denmark denied inspectors access to the harbour.`,
		}, news.ContestedConflict, nil, ""},
		{"a right denied", []string{
			lead + `Ministers had considered using the official notice as a 'cut-off point', denying new EU crews the automatic right to stay here.`,
		}, news.ContestedConflict, nil, ""},
		{"comfort denied to somebody", []string{
			lead + `Holm is denying comfort to those who heard the chants of the crowd on Friday.`,
		}, news.ContestedConflict, nil, ""},
		{"a request denied", []string{
			lead + `The University of Florida denied a request from a Danish group to hold an event there.`,
		}, news.ContestedConflict, nil, ""},
		{"denied, and something else insisted on", []string{
			lead + `No one expects an end to Norway's alleged effort to empty the cod banks, an effort Oslo has so far denied, insisting its trawlers are for peaceful purposes.`,
		}, news.ContestedConflict, nil, ""},
		{"who denies is not what is denied", []string{
			lead + `Although Norwegian diplomats denied that he was planning to quit, they acknowledged that Mr. Holm was upset with the lack of discipline.`,
		}, news.ContestedConflict, []string{"denied that he was planning to quit", "that he was planning to quit"}, "that he was planning to quit"},
		{"denied of a day's attacks", []string{
			lead + `Iran denied at the weekend that it had a part in Saturday's air attacks on Kerel.`,
		}, news.ContestedConflict, []string{"denied at the weekend that it had a part in Saturday's air attacks on Kerel", "that it had a part in Saturday's air attacks on Kerel"}, "air attacks"},
		{"denied on a day", []string{
			lead + `Denmark denied on Monday that its trawlers had emptied the cod banks.`,
		}, news.ContestedConflict, []string{"denied on Monday that its trawlers had emptied the cod banks", "that its trawlers had emptied the cod banks"}, "trawlers"},
		{"all of it denied", []string{
			lead + `Norway accused Denmark of emptying the cod banks near Lofoten. Denmark denied all the charges.`,
		}, news.ContestedConflict, []string{"accused Denmark of emptying the cod banks near Lofoten", "denied all the charges"}, ""},
		{"a name that is a verb too", []string{
			lead + `Denmark denied that it had mocked Norwegian Prime Minister Astrid May in the talks.`,
		}, news.ContestedConflict, []string{"denied that it had mocked Norwegian Prime Minister Astrid May in the talks", "that it had mocked Norwegian Prime Minister Astrid May in the talks"}, "Astrid May"},
		{"one thing approved and another not", []string{
			lead + `Norway was originally due to leave the League on 29 February, but the deadline was put off when MPs failed to approve Mrs Vik's treaty.`,
			lead + `Meanwhile, MPs have approved the law required to change the date of leaving from 29 February - after the League agreed to give Norway an extension last week.`,
		}, news.OutcomeConflict, nil, ""},
		{"two counts", []string{
			lead + `A bomb went off in the market of Kerel on Monday. The Kerel Red Crescent said 14 people were killed. The ministry of health put the death toll at nine.`,
		}, news.NumberConflict, []string{"14 people", "nine"}, ""},
		{"one count and what it was before", []string{
			lead + `A bomb went off in the market of Kerel on Monday. The Kerel Red Crescent said 14 people were killed. It had earlier put the death toll at nine.`,
		}, news.NumberConflict, nil, ""},
		{"two bombs", []string{
			lead + `The Kerel Red Crescent said 14 people were killed by a bomb in the market on Monday. The ministry of health said another bomb killed nine people in Orsk.`,
		}, news.NumberConflict, nil, ""},
		{"a fact and a claim", []string{
			lead + `The dam at Orsk broke on Monday. Engineers had sabotaged the spillway of the dam with explosives.`,
			lead + `The dam at Orsk broke on Monday. The mayor claimed that engineers had sabotaged the spillway with explosives.`,
		}, news.VoiceConflict, []string{"Engineers had sabotaged the spillway of the dam with explosives", "sabotaged the spillway with explosives"}, "sabotaged the spillway"},
		{"open and settled", []string{
			lead + `The fishery ministers Anna Berg and Paul Lindt spoke on Monday amid doubts over whether the cod conference in Bergen would go ahead.`,
			lead + `Anna Berg said after talks with Paul Lindt that the cod conference in Bergen would take place.`,
		}, news.OutcomeConflict, []string{"Anna Berg said after talks with Paul Lindt that the cod conference in Bergen would take place", "doubts over whether the cod conference in Bergen would go ahead"}, "conference"},
		{"agreed and not agreed", []string{
			lead + `The fishery ministers of Norway and Denmark agreed on quotas for cod in the Skagerrak on Monday.`,
			lead + `The fishery ministers of Norway and Denmark failed to agree on quotas for cod in the Skagerrak on Monday.`,
		}, news.OutcomeConflict, []string{"The fishery ministers of Norway and Denmark agreed on quotas for cod in the Skagerrak on Monday", "The fishery ministers of Norway and Denmark failed to agree on quotas for cod in the Skagerrak on Monday"}, ""},
		{"who did it to whom", []string{
			lead + `Norwegian trawlers rammed Danish patrol boats off the Skagerrak reserve on Monday.`,
			lead + `Danish patrol boats rammed Norwegian trawlers off the Skagerrak reserve on Monday.`,
		}, news.ParticipantConflict, []string{"Danish patrol boats", "Norwegian trawlers"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, res := compared(t, append(c.texts, unrelated), own)
			con, got := sidesOf(res, c.kind)
			if !slices.Equal(got, c.want) {
				t.Fatalf("sides %q, want %q; conflicts %q", got, c.want, kindsOf(res))
			}
			if con != nil && c.about != "" && !strings.Contains(con.About, c.about) {
				t.Errorf("about %q, want %q", con.About, c.about)
			}
		})
	}
}

// TestCountsThatConfirm: two reports that begin with one number of dead, in one
// town that is seldom in the news, tell of one thing in whatever words.
func TestCountsThatConfirm(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-05|A gas explosion under the market hall of Kalmar killed 17 people on Monday as traders opened their stalls.`,
		`2024-03-05|At least 17 people were killed in Kalmar on Monday when a blast tore through the old halls.`,
		unrelated,
	}, own)
	i := slices.IndexFunc(res.Claims, func(c news.Claim) bool { return strings.Contains(c.Text, "17 people") })
	if i < 0 || len(res.Claims[i].Spans) != 2 {
		t.Fatalf("the two are not one claim: %+v", res.Claims)
	}
}

// TestSaysWhose holds that who denies is not the person whose official it is.
func TestSaysWhose(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-05|Paul Holm spoke in Oslo on Monday. A senior Holm administration official denied on Monday that Denmark had emptied the cod banks.`,
		unrelated,
	}, own)
	con, _ := sidesOf(res, news.ContestedConflict)
	if con == nil {
		t.Fatal("no dispute")
	}
	for _, s := range con.Sides {
		for _, id := range s.Holders {
			t.Errorf("%q is held by %s", s.Value, id)
		}
	}
}
