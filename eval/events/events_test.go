package events

import (
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/knowledge"
)

func TestReadPLV(t *testing.T) {
	got, err := ReadPLV("sentence_id\tsentence\tsource\ttarget\tgold_penta\tgold_root\n7\t\"Chile \"\"thanked\"\" Peru.\"\tChile\tPeru\t1\tSUPPORT\n")
	want := []Sentence{{"7", `Chile "thanked" Peru.`, "Chile", "Peru", "SUPPORT"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
	for _, bad := range []string{"a\tb\n", "sentence_id\tsentence\tsource\ttarget\tgold_penta\tgold_root\n7\tx\n"} {
		if _, err := ReadPLV(bad); err == nil {
			t.Errorf("%q read", bad)
		}
	}
}

const records = `<Sentence date="19950101" id="A-1" category="DEMO" sentence="true">
<EventCoding sourcecode="NAR" targetcode="CAL" eventcode="122"></EventCoding>
<Text>
Narnia accused Calormen of lying.
</Text></Sentence>
<Sentence date="19950101" id="A-2"><EventCoding noevents = "True"><Text>It rained.</Text></Sentence>
<Sentence date="19950101" id="A-3"><EventCoding sourcecode="---" targetcode="CAL" eventcode="122"><Text>x</Text></Sentence>`

func TestPETRARCH(t *testing.T) {
	all := ReadPETRARCH(records)
	if len(all) != 2 || all[0].Text != "Narnia accused Calormen of lying." || !reflect.DeepEqual(all[0].Events, []Dyad{{"NAR", "CAL", "ACCUSE"}}) || all[1].Events != nil {
		t.Fatalf("%+v", all)
	}
	known, err := knowledge.Read("actors", Actors("NARNIA [NAR]\nCALORMEN_  [CAL] # pas\n<!-- note -->\n"))
	if err != nil {
		t.Fatal(err)
	}
	marks := annotate.New(annotate.Options{Knowledge: known}).Annotate(Article(all[0].ID, all[0].Text))
	var pairs, roots Counts
	Compare(&all[0], Dyads(&marks), &pairs, &roots)
	if want := (Counts{Right: 1}); pairs != want || roots != want {
		t.Errorf("pairs %+v roots %+v", pairs, roots)
	}
}

func TestMacroF1(t *testing.T) {
	if got := MacroF1([]string{"A", "A", "B"}, []string{"A", "B", "B"}); got < 0.666 || got > 0.667 {
		t.Error(got)
	}
}
