package speech

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// pronoun returns the mention that the pronoun at word i stands for, and how
// sure that is in per cent; or -1 and why.
func (f *finder) pronoun(i int, c *cue) (m, percent int, why string) {
	w := strings.ToLower(f.word(i))
	switch w {
	case "he", "she", "him", "her":
		return f.personal(c, w == "she" || w == "her")
	case "it", "they", "them":
		return f.plain(c, w == "it")
	case "who":
		return -1, 0, whyNoSubject
	}
	return -1, 0, whyWriter
}

// personal resolves he and she: the person who spoke last, if it agrees and
// stands close by; else the one person named so far in the paragraph or, if it
// names none, in the paragraph before.
func (f *finder) personal(c *cue, isWoman bool) (int, int, string) {
	list := f.persons(c)
	fit := list[:0:0]
	for _, m := range list {
		if f.agrees(m, isWoman) && !f.holds(f.named, m) {
			fit = append(fit, m)
		}
	}
	if len(fit) == 0 {
		return -1, 0, whyPronoun
	}
	block := f.block(c.clause)
	if s := f.prev; s != nil && s.Speaker < 0 && s.Unresolved == whyNoName && f.an.Sentences[s.Sentence].Block == block && f.oneMan(s.SpeakerSpan) && !f.namedSince(fit, s) {
		return -1, 0, whyNoName // the one without a name who spoke before
	}
	if f.describedBefore(c, fit) || f.staysNameless(c) {
		return -1, 0, whyNoName
	}
	last := f.lastSpeaker(block)
	if last >= 0 && f.holds(fit, last) {
		if !f.newSubject(fit, last, c) {
			return last, 90, ""
		}
	}
	if len(fit) == 1 || f.firmly(fit[0], isWoman) && !f.firmly(fit[1], isWoman) && len(fit) == 2 {
		return fit[0], 85, ""
	}
	// The subject of a sentence is taken up again rather than what it says of
	// others: the first person of the nearest sentence that names one.
	if m := f.subjectOfSentence(fit); m >= 0 {
		return m, 70, ""
	}
	return -1, 0, whyPronoun
}

// describedBefore reports whether the sentence before the one of c has a person
// without a name for its subject, and names none of the list: "The owner opened
// her ovens. “…,” she said."
func (f *finder) describedBefore(c *cue, list []int) bool {
	if f.g == nil {
		return false
	}
	at := int(f.toks[c.clause].sent)
	for s := at - 1; s >= 0 && s >= at-4 && f.an.Sentences[s].Block == f.an.Sentences[at].Block; s-- {
		sent := &f.an.Sentences[s]
		if f.toks[sent.FirstWord].quote >= 0 && f.toks[sent.EndWord-1].quote >= 0 {
			continue
		}
		for _, m := range list {
			if sent.Contains(f.an.Mentions[m].Span) {
				return false
			}
		}
		for k := sent.FirstWord; k < sent.EndWord; k++ {
			if f.g.Head[k] >= 0 {
				continue
			}
			x := f.g.Child(k, grammar.RelNsubj)
			return x >= 0 && f.g.POS[x] == grammar.NOUN && f.g.Feats[x].Has(grammar.Singular) && f.unnamed(x) && f.animate(x)
		}
		return false
	}
	return false
}

// unnamed reports whether word i belongs to no name and no role of one.
func (f *finder) unnamed(i int) bool {
	m := f.toks[i].mention
	return f.toks[i].role < 0 && (m < 0 || f.an.Mentions[m].Kind == news.TitleMention && (f.an.Mentions[m].Antecedent < 0 || f.an.Mentions[m].Antecedent == int(m)))
}

// staysNameless reports whether the sentence of c says that its speaker has no
// name: "She asked not to be named."
func (f *finder) staysNameless(c *cue) bool {
	lo, hi := f.sentence(c.first)
	for k := max(lo, c.first-20); k < min(hi, c.first+20); k++ {
		switch f.word(k) {
		case "anonymity", "anonymous", "anonymously":
			return true
		case "named", "identified", "quoted":
			if k > lo+1 && f.word(k-1) == "be" && f.toks[k-2].is(prep|neg) {
				return true
			}
		}
	}
	return false
}

// oneMan reports whether a description begins as that of one person: "a witness".
func (f *finder) oneMan(s news.Span) bool {
	if s.IsZero() {
		return false
	}
	switch k := f.wordAt(s.Start); f.word(k) {
	case "a", "A", "an", "An", "one", "One", "another", "Another", "he", "He", "she", "She":
		return true
	}
	return false
}

// namedSince reports whether a person of the list is named after the speaker of s.
func (f *finder) namedSince(list []int, s *draft) bool {
	for _, m := range list {
		if f.an.Mentions[m].Start > s.SpeakerSpan.End {
			return true
		}
	}
	return false
}

// lastSpeaker returns the person who spoke last, in this block or the two
// before, or -1.
func (f *finder) lastSpeaker(block int) int {
	s := f.prev
	if s == nil || s.Speaker < 0 || !f.isPerson(s.Speaker) || block-f.an.Sentences[s.Sentence].Block > 2 {
		return -1
	}
	return s.Speaker
}

// newSubject reports whether a person other than last has opened a sentence
// since last spoke, and so may be meant.
func (f *finder) newSubject(fit []int, last int, c *cue) bool {
	s := f.prev
	end := s.Content[len(s.Content)-1].End
	for _, m := range fit {
		men := &f.an.Mentions[m]
		if men.Start > end && men.Start > s.SpeakerSpan.End && !f.same(m, last) {
			first := f.wordAt(f.an.Sentences[men.Sentence].Start)
			if f.wordAt(men.Start)-first < 6 || f.inSubject(m) {
				return true
			}
		}
	}
	return false
}

// inSubject reports whether mention m stands in the subject of its sentence.
func (f *finder) inSubject(m int) bool {
	if f.g == nil {
		return false
	}
	k := f.wordAt(f.an.Mentions[m].End - 1)
	for n := 0; k >= 0 && n < maxSubject; k, n = int(f.g.Head[k]), n+1 {
		switch f.g.Rel[k] {
		case grammar.RelNsubj, grammar.RelNsubjPass:
			h := f.g.Head[k]
			return h >= 0 && f.g.Head[h] < 0
		case grammar.RelAppos, grammar.RelFlat, grammar.RelCompound, grammar.RelConj, grammar.RelList, grammar.RelDep:
		default:
			return false
		}
	}
	return false
}

// subjectOfSentence returns the member of fit that stands first in the sentence
// of fit[0], the nearest, if it stands at its head; else -1.
func (f *finder) subjectOfSentence(fit []int) int {
	best := fit[0]
	sent := f.an.Mentions[best].Sentence
	for _, m := range fit[1:] {
		if f.an.Mentions[m].Sentence == sent && f.an.Mentions[m].Start < f.an.Mentions[best].Start {
			best = m
		}
	}
	if f.wordAt(f.an.Mentions[best].Start)-f.an.Sentences[sent].FirstWord <= 5 || f.inSubject(best) {
		return best
	}
	return -1
}

// plain resolves it and they: the body that spoke last, if it stands close by.
func (f *finder) plain(c *cue, one bool) (int, int, string) {
	s := f.prev
	if s == nil || s.Speaker < 0 || f.isPerson(s.Speaker) || f.block(c.clause)-f.an.Sentences[s.Sentence].Block > 1 {
		return -1, 0, whyPronoun
	}
	if one && f.an.Mentions[s.Speaker].Type == news.Group {
		return -1, 0, whyPronoun
	}
	return s.Speaker, 70, ""
}

// A sex is what the words around a name show of its bearer. Names that show
// both, as of a couple, count as unknown.
type sex uint8

const (
	unknown sex = 0
	woman   sex = 1
	man     sex = 2
)

func sexOf(isWoman bool) sex {
	if isWoman {
		return woman
	}
	return man
}

// agrees reports whether nothing speaks against mention m being a woman, or a
// man.
func (f *finder) agrees(m int, isWoman bool) bool {
	s := f.sexes[f.entityOf(m)]
	return s == unknown || s&sexOf(isWoman) != 0
}

// firmly reports whether mention m is shown to be a woman, or a man, alone.
func (f *finder) firmly(m int, isWoman bool) bool {
	return f.sexes[f.entityOf(m)] == sexOf(isWoman)
}

// entityOf gives the mention by which all mentions of one thing are known.
func (f *finder) entityOf(m int) int {
	if a := f.an.Mentions[m].Antecedent; a >= 0 {
		return a
	}
	return m
}

// learnSexes fills f.sexes from what stands with the names: an honorific, else
// a common given name, else a word such as spokeswoman.
func (f *finder) learnSexes() {
	f.sexes = make(map[int]sex)
	for m := range f.an.Mentions {
		men := &f.an.Mentions[m]
		if men.Type != news.Person || men.Kind != news.NameMention || men.Key == "" {
			continue
		}
		if s := f.sexShown(men); s != unknown {
			f.sexes[f.entityOf(m)] |= s
		}
	}
}

// sexShown returns what the mention itself shows.
func (f *finder) sexShown(men *news.Mention) sex {
	i := f.wordAt(men.Start)
	if i > 0 {
		if s := honorific(f.word(i - 1)); s != unknown {
			return s
		}
	}
	given, rest, _ := strings.Cut(men.Name, " ")
	if s := honorific(given); s != unknown {
		return s
	}
	if w, ok := givenNames[strings.ToLower(given)]; ok && rest != "" {
		return sexOf(w)
	}
	if men.Role.Len() > 0 && men.Role.Len() < 200 {
		for w := range strings.FieldsSeq(men.Role.Of(f.text)) {
			switch e := lookUp(w); {
			case e.class&female != 0 && e.class&(subjPro|objPro|det) == 0, strings.HasSuffix(w, "woman"):
				return woman
			case e.class&male != 0 && e.class&(subjPro|objPro|det) == 0:
				return man
			}
		}
	}
	return unknown
}

func honorific(w string) sex {
	switch strings.TrimSuffix(w, ".") {
	case "Mr", "Sir", "Lord":
		return man
	case "Mrs", "Ms", "Miss", "Mme", "Lady", "Dame", "Baroness":
		return woman
	}
	return unknown
}

// givenNames are frequent given names that are nearly always a woman's (true)
// or a man's (false) in English-language news.
var givenNames = func() map[string]bool {
	m := make(map[string]bool, 400)
	for _, w := range strings.Fields(`mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy
		betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon
		laura cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine samantha christine emma catherine
		virginia debra rachel carolyn janet maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith
		olivia martha cheryl megan andrea ann anne alice jean doris jacqueline kathryn hannah julia gloria teresa theresa sara
		janice marie natalia natasha olga irina svetlana elena fatima aisha leila maryam angelina claire charlotte lucy sophie
		kamala rashida ilhan tulsi amina ayanna amal angele asia aicha benazir bhumika carly deepika dilma gita huma indira imani
		kersti kimora lakshmi latifa leana letitia loujain maxine mazie michaela mitzi nadine nigella nira noura padma pramila
		priti priyanka rabab raisa rania reem rihanna sadia safiya sanna sarwat seema shirley sirin tamika tania tawakkol theresa
		usha valentina vandana vera wangari yingluck yulia zaha zuzana ivanka hillary nikki elena sonia melania kellyanne condoleezza jane helen louise caroline federica ursula marine
		abby abigail ada adele adriana agnes aimee alexandra alexis alicia alison allison alyssa amelia anastasia andreea
		angelica anita annie annette antonia april arlene asma astrid audrey autumn ava barbra beatrice becky belinda bernadette
		bertha bessie beth bethany betsy beverly bianca bonnie brandi brianna bridget brigitte britney brooke camille candace
		carla carmen carole carrie cassandra cecilia celeste charlene chelsea cheri chloe christa claudia colleen connie
		constance crystal daisy daniela danielle daphne darlene dawn deanna debbie denise diana dianne dina dolores dora
		doreen dorothy edith edna eileen elaine eleanor elise ella ellen eloise elsa emilia erica erika erin esther ethel eunice
		eva eve faith felicia fiona florence frances francesca freda gabrielle gail geraldine gertrude gina ginger gladys glenda
		grace greta gretchen gwen gwendolyn hanna harriet hazel henrietta hilary hilda holly hope ida imelda ingrid irene iris
		isabel isabella isabelle ivy jacinda janice jana janine jasmine jeanette jeanne jenna jennie jenny jill 
		joann joanna joanne jocelyn jodi josephine joy juanita judy juliana juliet june kara kate katharine kathy katie katrina
		kay kayla kayleigh kirsten kirstjen kristen kristin kristina krista lana latoya leah lena lila lillian lily linda
		lindsay liz loretta lori lorraine lucia lucille lydia lynne mabel madeleine madeline mae maggie mandy marcia
		margarita margot marguerite mariana marianne marilyn marissa marjorie marlene marsha martina mattie maureen maya
		meredith mia michele mildred millicent mina mindy miranda miriam molly mona monica muriel myra nadia naomi natalie
		natalya nina noor nora norma odessa olga paige pam patrice patti paula pauline pearl peggy penelope penny phyllis
		priscilla rachael ramona regina renee rhonda rita roberta rochelle rosa rosalind rose rosemary rosie roxanne ruby
		sabrina sally salma sandy savannah selena serena shari sheila shelby shelley sherry shirin sierra simone
		stacey stacy stella stephanie sue susanna susanne suzanne sybil sylvia tamara tammy tanya tara tatiana tatyana teri tess
		thelma theodora tiffany tina toni tonya tricia trudy valerie vanessa vera verna veronica vicki vivian wanda wendy
		whitney wilma yasmin yolanda yvette yvonne zainab zoe`) {
		m[w] = true
	}
	for _, w := range strings.Fields(`james robert john michael william david richard joseph thomas charles christopher
		daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
		jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank
		alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan
		jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan
		billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby
		johnny bradley vladimir sergei sergey dmitry igor ivan mohammed muhammad ahmed ali hassan hussein ibrahim mahmoud
		mustafa abdullah omar khalid bashar barack bill tom jim mike steve dan tony ted jeff greg ken bob ben matt chris ron
		rick harry graham simon ian neil stuart nigel martin luke nick pete chuck mitch marco bernie rudy angus hugh
		abdul abraham abu adel adolf ahmad alain albert aleksandr aleksei alex alexei alfonso alfred alistair allen alvin amir
		anatoly andre andreas andrei andy antoine antonio antonis archie ariel arnold artem arturo ashraf ashton augustus aziz
		barry bart basil benny bernard bert bill blake boris brad bradford brendan brent bret brett bruno bryce byron caleb
		calvin cameron carlos carlton cecil cedric cesar chad charlie chester clarence claude clay clayton clifford clint
		clinton clyde cole colin conrad corey cory craig curtis cyril dale damian damon darrell darren darryl dave dean denis
		derek dick diego dmitri dominic don donnie doug duane dustin dwayne dwight earl ed eddie edgar edmund eduardo edwin eli
		elias elijah elliot elliott elon emilio emmanuel enrique erik ernest ernie ethan evan evgeny fadi faisal felix fernando
		fidel floyd fouad francis francois franklin fred freddie frederick gareth garrett garry gary gavin gene geoff geoffrey
		george gerard gerhard gideon giles giovanni giuseppe glen glenn gordon grant guillermo gus guy hamid hank hans harold
		haroon harvey heath hector heiko helmut herbert herman hermann hisham homer horace howard hubert hugo humphrey igor
		imran isaac ivo jacques jake jalal jamal jared jarrod jay jean-claude jeremiah jerome jesse jesus jimmy joachim
		joaquin joel joey johan johannes jon jonas jorge josef joseph josh juergen jules julian julio karim karl keir kelvin ken
		kenny kent khaled kirk klaus kofi konstantin kurt kyle lance lars laurent lawrence leo leon leonard leonid
		leopold lester levi lewis liam lionel lloyd lorenzo lou lucas luigi luis lyle malcolm manuel marcel marcus mario
		marshall marty marvin mason mateusz mathew matteo maurice max maximilian maxwell mehmet mel melvin michel miguel mikhail
		milton mo moammar mohamed mohammad morgan moses muammar murray nasser nathaniel nelson nicholas nicolas nicolás nikita
		nikolai nikolas noel norman oleg oliver omar orlando orrin oscar osama otto owen pablo paddy pascal pavel pedro percy
		perry phil philippe pierre qasem rafael rafiq ralph rami ramon rand raul ray recep reginald rene reza rex ricardo rich
		ritchie rob robbie rod roderick rodney rodrigo roland roman roman romeo ronnie ross rupert ruslan rusty sadiq saeed sajid
		salman salvador sam sami samir saul sebastian sergio seth shane shaun shawn sheldon sid sidney silvio spencer stan
		stanley stefan steffen stewart sunil syed tarek tariq ted terrence theo theodore thierry tim timur tobias todd
		tomas tommy travis trent trevor troy tyrone umar vaclav vadim vernon viacheslav victor viktor vince vitaly vladislav
		volodymyr wade wally wallace ward warren wayne wendell wesley wilbur will willard winston wolfgang woodrow xavier yasser
		yevgeny yuri yousef yusuf zack zach zachary`) {
		m[w] = false
	}
	return m
}()

// title resolves a description that holds no name at its head ("the official",
// "the ministry"): the latest earlier mention or speaker whose words hold the
// same noun.
func (f *finder) title(p phrase, c *cue) (int, int, string) {
	noun := p.to - 1
	for i := p.from + 1; i < p.to; i++ {
		if f.toks[i].is(prep) && f.toks[i].mention < 0 {
			noun = i - 1
			break
		}
	}
	if noun < p.from || !f.definite(p) || noun-p.from > 2 {
		return -1, 0, whyNoName
	}
	w := f.word(noun)
	if s := f.prev; s != nil && s.Speaker < 0 && !s.SpeakerSpan.IsZero() && hasWord(s.SpeakerSpan.Of(f.text), w) {
		return -1, 0, whyNoName // the one before, who has no name either
	}
	described := ""
	if noun > p.from+1 {
		described = f.span(p.from+1, noun+1).Of(f.text)
	}
	at := int(f.toks[c.clause].start)
	seen := 0
	for m := f.mentionBefore(at); m >= 0 && seen < 2*lookBack; m-- {
		men := &f.an.Mentions[m]
		seen++
		if men.Kind == news.PronounMention {
			continue
		}
		words := men.Span.Cover(men.Span)
		if !men.Role.IsZero() && men.Role.Start < men.Start {
			words = men.Role
		} else if men.Type == news.Person || !f.toks[noun].is(office) {
			continue
		}
		if t := words.Of(f.text); described != "" {
			if endsWithWord(t, described) {
				return m, 80, ""
			}
		} else if endsWithWord(t, w) || titles[strings.ToLower(w)] != "" && endsWithWord(strings.TrimSuffix(t, "."), titles[strings.ToLower(w)]) {
			return m, 80, ""
		}
	}
	if noun == p.to-1 {
		if m := f.spokeLast(&f.toks[noun], c); m >= 0 {
			return m, 65, ""
		}
	}
	return -1, 0, whyNoAgreeing
}

// spokeLast returns who spoke last, close by, if a description with the given
// noun ("the senator", "the company") can take them up again; else -1.
func (f *finder) spokeLast(noun *token, c *cue) int {
	if noun.is(body) || !noun.is(office) && (!noun.upper || noun.mention < 0 || f.an.Mentions[noun.mention].Type != news.Group) {
		if m, _, _ := f.plain(c, true); m >= 0 && noun.is(body) && f.an.Mentions[m].Type == news.Organization {
			return m
		}
		return -1
	}
	last := f.lastSpeaker(f.block(c.clause))
	if last < 0 || f.otherOffice(last, noun) || f.holds(f.named, last) || f.newSubject(f.persons(c), last, c) || noun.is(female) && !f.agrees(last, true) || noun.is(male) && !f.agrees(last, false) {
		return -1
	}
	return last
}

// otherOffice reports whether the person of mention m is known by another office
// than the noun, or the noun is what people without a name are called.
func (f *finder) otherOffice(m int, noun *token) bool {
	w := f.text[noun.start:noun.end]
	switch w {
	case "official", "source", "diplomat", "aide", "witness", "resident":
		return true
	}
	for _, x := range [...]int{m, f.entityOf(m)} {
		if r := f.an.Mentions[x].Role; !r.IsZero() && noun.is(office) && !hasWord(strings.ToLower(r.Of(f.text)), strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// titles are offices and their abbreviations before names, without the stop.
var titles = map[string]string{
	"senator": "Sen", "congressman": "Rep", "congresswoman": "Rep", "representative": "Rep", "governor": "Gov", "general": "Gen",
	"colonel": "Col", "lieutenant": "Lt", "captain": "Capt", "sergeant": "Sgt", "professor": "Prof", "doctor": "Dr",
	"attorney": "Atty", "reverend": "Rev", "lawmaker": "Rep",
}

// definite reports whether p points back: "the ministry", "that official".
func (f *finder) definite(p phrase) bool {
	switch f.word(p.from) {
	case "the", "The", "that", "That", "this", "This":
		return true
	}
	return false
}

// hasWord reports whether w is a word of s.
func hasWord(s, w string) bool {
	i := strings.Index(s, w)
	return i >= 0 && (i == 0 || s[i-1] == ' ') && (i+len(w) == len(s) || s[i+len(w)] == ' ' || s[i+len(w)] == ',')
}

// endsWithWord reports whether s ends with the word w, in any case.
func endsWithWord(s, w string) bool {
	n := len(s) - len(w)
	return n >= 0 && strings.EqualFold(s[n:], w) && (n == 0 || s[n-1] == ' ')
}
