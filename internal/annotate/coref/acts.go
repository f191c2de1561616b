package coref

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// actVerbs are verbs whose subject is an actor, so that a capital or a palace
// there stands for a government.
var actVerbs = words(`say tell accuse deny announce insist reject back support hope want agree refuse warn urge call demand
	claim argue believe think maintain condemn criticize criticise dismiss confirm admit acknowledge propose offer
	threaten vow pledge promise seek try attempt plan intend decide expect fear worry consider view see regard welcome
	praise blame suspect hint signal indicate suggest declare respond reply react retaliate impose lift ban recognize
	recognise sign negotiate withdraw send deploy supply arm fund bomb strike attack invade annex intervene cooperate
	co-operate coordinate block veto oppose favor favour approve endorse ask request invite order allow permit prevent
	ignore abandon cut sever resume suspend expel recall summon protest object push press lobby toughen harden soften
	ease join leave lead launch help aid need know understand recognise share prepare`)

// victimVerbs are verbs whose object is an actor.
var victimVerbs = words(`accuse urge blame criticize criticise tell ask warn pressure press persuade convince condemn
	sanction threaten anger irk help assure inform invite thank push force oblige allow lobby embarrass alarm worry
	punish isolate`)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// acts marks the places that stand for their government, and the seats of
// government where the text tells of the acts of two countries, one of them its
// own: in a country's own affairs its Kremlin is a party by itself.
func (f *finder) acts() {
	acting := map[string]bool{}
	for i := range f.nodes {
		n := &f.nodes[i]
		if n.Kind != news.NameMention || n.Country == "" {
			continue
		}
		if strings.HasPrefix(n.Known, "city:") || strings.HasPrefix(n.Known, "country:") {
			if n.Acts = f.actor(n.head, 0); n.Acts {
				acting[n.Country] = true
			}
		}
	}
	if len(acting) < 2 {
		return
	}
	for i := range f.nodes {
		if n := &f.nodes[i]; n.Kind == news.NameMention && strings.HasPrefix(n.Known, "seat:") && acting[n.Country] {
			n.Acts = !f.located(n.head)
		}
	}
}

// located reports whether a preposition of place stands before the name.
func (f *finder) located(h int32) bool {
	c := f.g.Child(int(h), grammar.RelCase)
	if c < 0 {
		return false
	}
	switch f.g.Lemma[c] {
	case "in", "at", "near", "outside", "inside", "around", "into", "from", "to":
		return true
	}
	return false
}

// actor reports whether word h stands where only an actor can.
func (f *finder) actor(h int32, depth int) bool {
	v := f.g.Head[h]
	if v < 0 || depth > 3 {
		return false
	}
	switch f.g.Rel[h] {
	case grammar.RelNsubj:
		return actVerbs[f.g.Lemma[v]]
	case grammar.RelObj, grammar.RelIobj, grammar.RelNsubjPass:
		return victimVerbs[f.g.Lemma[v]]
	case grammar.RelConj:
		return f.actor(v, depth+1)
	case grammar.RelNmod, grammar.RelObl, grammar.RelOblAgent:
		c := f.g.Child(int(h), grammar.RelCase)
		if c < 0 {
			return false
		}
		switch f.g.Lemma[c] {
		case "between", "with", "against", "by", "to":
			return f.dealing(v)
		}
	}
	return false
}

// dealings are nouns and verbs of what governments do with one another.
var dealings = words(`talk negotiation deal agreement relation tie cooperation co-operation dispute tension rift contact
	treaty pact alliance dialogue consultation understanding differ cooperate co-operate negotiate coordinate sanction
	accusation denial effort pressure allied ally agree disagree talks relations ties tensions consultations`)

func (f *finder) dealing(w int32) bool { return dealings[strings.ToLower(f.g.Lemma[w])] }
