package actions

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// isSaid reports whether d grants or agrees to a statement and to nothing else,
// or declines to make one: "conceded that", "declined to comment".
func (c *coder) isSaid(root string, d *draft) bool {
	if x := c.g.Child(int(d.top), grammar.RelXcomp); root == "REJECT" && x >= 0 && c.lex[x].is(speaks) {
		return true
	}
	if root != "YIELD" && root != "AGREE" || d.obj >= 0 {
		return false
	}
	x := c.g.Child(int(d.top), grammar.RelCcomp)
	return x >= 0 && c.finder.clause[x] >= 0 && c.isFinite(&c.drafts[c.finder.clause[x]])
}

// asks reports whether d says what is asked for: "urged Ruritania to leave",
// "called for talks".
func (c *coder) asks(d *draft) bool {
	if len(c.gets) == 0 || c.gets[0].mention < 0 {
		return false
	}
	lemma := c.g.Lemma[d.pred]
	if lemma == "call" && !c.callsOn(d) && c.caseOf(c.gets[0].head) != "for" {
		return false
	}
	if lemma == "call" && c.callsOn(d) {
		return true
	}
	for x := c.g.FirstChild[d.top]; x >= 0; x = c.g.Next[x] {
		switch c.g.Rel[x] {
		case grammar.RelXcomp, grammar.RelAdvcl:
			return true
		case grammar.RelCcomp:
			if lemma != "ask" && lemma != "insist" {
				return true
			}
		case grammar.RelObl:
			if c.caseOf(x) == "for" {
				return true
			}
		}
	}
	return false
}

// callsOn reports whether d is an appeal to its receiver: "called on Ruritania",
// not "called the attack on Doe a crime".
func (c *coder) callsOn(d *draft) bool {
	if d.Nominal || c.g.Lemma[d.pred] != "call" || c.tie != tieDirect || len(c.gets) == 0 {
		return false
	}
	p := c.caseOf(c.gets[0].head)
	return p == "on" || p == "upon" || d.Lemma == "call_on"
}

// hasComplement reports whether d only says how another verb goes on: "began to
// fire".
func (c *coder) hasComplement(d *draft) bool {
	return c.g.Child(int(d.top), grammar.RelXcomp) >= 0 || c.g.Child(int(d.top), grammar.RelCcomp) >= 0
}

// harshWords codes an attack with words; one on a country may be meant so or not.
func (c *coder) harshWords() (verdict, bool) {
	for _, p := range c.gets {
		if p.mention >= 0 && c.ann.Mentions[c.ann.Mentions[p.mention].Antecedent].Type == news.Place {
			return verdict{}, false
		}
	}
	p, _, ok := c.table.lookUp("111")
	return verdict{p, "111"}, ok && c.complete(p.root, false)
}

// isPublic reports whether one of the parties has a part in public life: a
// state, a body, someone with an office.
func (c *coder) isPublic() bool {
	for _, side := range [...][]party{c.does, c.gets} {
		for _, p := range side {
			if p.sector != "" && p.sector != "CVL" && p.sector != "MED" || p.mention >= 0 && c.ann.Mentions[p.mention].Type == news.Place {
				return true
			}
		}
	}
	return false
}

// inWords reports whether the parties are such as fight with words and votes: the
// one side persons, parties or media, the other none with arms or out of public
// life.
func (c *coder) inWords() bool {
	for n, side := range [...][]party{c.does, c.gets} {
		for _, p := range side {
			switch p.sector {
			case "JUD", "LEG", "GOV", "MED", "PTY", "BUS", "SPY":
			default:
				if p.mention < 0 {
					return false
				}
			}
			switch p.sector {
			case "MIL", "REB", "UAF", "COP", "CRM", "CVL", "REF":
				return false
			}
			if p.mention < 0 {
				continue
			}
			m := &c.ann.Mentions[c.ann.Mentions[p.mention].Antecedent]
			if n == 0 && m.Type == news.Place || m.Type == news.Group && p.sector == "" {
				return false
			}
		}
	}
	return true
}

// byPhone reports whether a call is one by telephone.
func (c *coder) byPhone(n int32) bool {
	x := c.g.Child(int(n), grammar.RelCompound)
	if x < 0 {
		return false
	}
	switch c.g.Lemma[x] {
	case "phone", "telephone", "conference", "video":
		return true
	}
	return false
}

// meetsPress reports whether those who come together meet reporters: "a press
// conference".
func (c *coder) meetsPress(n int32) bool {
	x := c.g.Child(int(n), grammar.RelCompound)
	if x < 0 {
		return false
	}
	switch c.g.Lemma[x] {
	case "press", "news", "media":
		return true
	}
	return false
}

// complete reports whether an event of a root has the parties that it needs; what
// is mutual may have them all on one side.
func (c *coder) complete(root string, mutual bool) bool {
	named := 0
	for _, side := range [...][]party{c.does, c.gets} {
		for _, p := range side {
			if p.mention >= 0 {
				named++
			}
		}
	}
	if named == 0 || !c.tie.fits(root) || c.isVictim(root) || root == "ASSAULT" && c.isOwnThing() {
		return false
	}
	switch root {
	case "PROTEST", "MOBILIZE":
		return true
	case "CONSULT", "AGREE", "SUPPORT", "COOPERATE":
		return len(c.gets) > 0 || mutual && len(c.does) > 1
	}
	return len(c.gets) > 0
}

// isVictim reports whether the receiver is only who something was done to, of what
// the event is about: "condemned the murder of Doe".
func (c *coder) isVictim(root string) bool {
	if c.tie != tieFar || len(c.gets) == 0 || c.caseOf(c.gets[0].head) != "of" {
		return false
	}
	return root == "ACCUSE" || root == "SUPPORT" || root == "REJECT" || root == "REQUEST"
}

// isOwnThing reports whether the receiver is only a pronoun that owns what is done
// something to, most often the doer: "blew up his car".
func (c *coder) isOwnThing() bool {
	return c.tie == tieOwner && len(c.gets) > 0 && c.g.POS[c.gets[0].head] == grammar.PRON
}

// ofOffice reports whether all who do it are parties, courts, chambers or media,
// who harm nobody with their hands: "the Democrats tried to destroy him".
func (c *coder) ofOffice() bool {
	for _, p := range c.does {
		switch p.sector {
		case "PTY", "LEG", "JUD", "MED":
		default:
			return false
		}
	}
	return true
}

// fits reports whether an event of a root is done to who is tied so to its verb.
func (t tie) fits(root string) bool {
	switch t {
	case tieFar:
		switch root {
		case "ASSAULT", "COERCE", "YIELD", "CONCEDE", "RETREAT":
			return false
		}
	case tieTeller:
		return root == "ACCUSE" || root == "REQUEST"
	case tieOwner:
		return root != "REQUEST" // "ordered its withdrawal" asks somebody else
	}
	return true
}
