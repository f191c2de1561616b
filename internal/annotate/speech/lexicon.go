package speech

import "strings"

// A class is a set of closed word classes.
type class uint32

const (
	det     class = 1 << iota // articles, possessives, demonstratives, numerals that open a noun phrase
	prep                      // prepositions
	conj                      // and, or, but
	sub                       // subordinating conjunctions
	rel                       // relative pronouns
	subjPro                   // I, he, she, it, we, they, who
	objPro                    // me, him, her, it, us, them
	aux                       // be, have, do and the modals
	be                        // forms of be and get, which make passives
	modal                     // will, would, may …: what was not said yet
	adverb                    // adverbs that stand between subject and verb
	neg                       // not, never
	finite                    // other frequent finite verbs, to tell a clause from a noun phrase
	people                    // nouns of speakers in the plural that need no article
	office                    // nouns of persons and bodies that speak
	claimy                    // nouns of speech: claims, reports, allegations
	female                    // words that show that a person is a woman
	male                      // words that show that a person is a man
	body                      // of the office nouns, those of bodies
)

// A form is the form of a verb.
type form uint8

const (
	noVerb form = iota
	base
	third // says
	past  // said; also the participle
	ing   // saying
)

// A frame is what a reporting verb can govern.
type frame uint16

const (
	fQuote frame = 1 << iota // a quotation
	fThat                    // a clause with that
	fBare                    // a clause without that
	fAddr                    // an addressee before the content: told reporters
	fTo                      // an infinitive
	fFrag                    // an object or predicate that counts if quoted: called it “…”
	fOf                      // accused X of
	fIf                      // a clause with whether or if
	fClaim                   // a noun of speech: denied the report
	fOut                     // needs out: pointed out
	fOn                      // takes on or for: called on, called for
	fThink                   // a thought, not an utterance
	fIt                      // needs it: put it
	fLoose                   // no object but a clause: what follows without that is one
)

// A verb is one reporting verb.
type verb struct {
	act   string
	frame frame
}

// A lexeme is what the tables know of one lower-case word.
type lexeme struct {
	class class
	verb  int16 // index into verbs, or -1
	form  form
}

// verbs and lexicon are built once from the tables below and never change.
var verbs, lexicon = buildLexicon()

// verbTable has one verb a line: its act, its frames, and its forms as base,
// third person, past (and participle, if other) and -ing.
const verbTable = `
said QTBL say says said saying
said QTBAL tell tells told telling
said QT add adds added adding
said QT note notes noted noting
said QT state states stated stating
said QTB explain explains explained explaining
said QT declare declares declared declaring
said QT proclaim proclaims proclaimed proclaiming
said QTB maintain maintains maintained maintaining
said QT stress stresses stressed stressing
said QT emphasize emphasizes emphasized emphasizing
said QT emphasise emphasises emphasised emphasising
said QT underline underlines underlined underlining
said QT underscore underscores underscored underscoring
said QT reiterate reiterates reiterated reiterating
said QT repeat repeats repeated repeating
said QT remark remarks remarked remarking
said QT comment comments commented commenting
said QT observe observes observed observing
said QT mention mentions mentioned mentioning
said QT recall recalls recalled recalling
said QT reveal reveals revealed revealing
said QT disclose discloses disclosed disclosing
said QTO point points pointed pointing
said QT conclude concludes concluded concluding
said Q continue continues continued continuing
said QT complain complains complained complaining
said QT lament laments lamented lamenting
said QT joke jokes joked joking
said QT quip quips quipped quipping
said QT boast boasts boasted boasting
said QT muse muses mused musing
said QT opine opines opined opining
said QTA assure assures assured assuring
said QP put puts put putting
said QTA notify notifies notified notifying
said QTA inform informs informed informing
said QTA remind reminds reminded reminding
said T allow allows allowed allowing
said T voice voices voiced voicing
said T signal signals signaled signaling
said T signal signals signalled signalling
said QT indicate indicates indicated indicating
said QTB suggest suggests suggested suggesting
said T imply implies implied implying
said T hint hints hinted hinting
said T speculate speculates speculated speculating
said Q shout shouts shouted shouting
said Q yell yells yelled yelling
said Q cry cries cried crying
said Q scream screams screamed screaming
said Q whisper whispers whispered whispering
said Q exclaim exclaims exclaimed exclaiming
said Q chant chants chanted chanting
said Q snap snaps snapped snapping
said Q laugh laughs laughed laughing
said Q read reads read reading
said Q begin begins began beginning
said Q interject interjects interjected interjecting
said Q sigh sighs sighed sighing
said Q scold scolds scolded scolding
said Q chide chides chided chiding
said Q tease teases teased teasing
said Q vent vents vented venting
said Q fume fumes fumed fuming
said Q gush gushes gushed gushing
said Q mutter mutters muttered muttering
said Q deadpan deadpans deadpaned deadpaning
said Q enthuse enthuses enthused enthusing
said Q rant rants ranted ranting
said Q thunder thunders thundered thundering
said Q bellow bellows bellowed bellowing
said Q plead pleads pleaded pleading
said Q marvel marvels marveled marveling
said Q venture ventures ventured venturing
said Q reflect reflects reflected reflecting
said Q confide confides confided confiding
said Q crow crows crowed crowing
said Q grumble grumbles grumbled grumbling
said Q groan groans groaned groaning
said Q moan moans moaned moaning
said Q bark barks barked barking
said Q roar roars roared roaring
said Q hiss hisses hissed hissing
said Q scoff scoffs scoffed scoffing
said Q sneer sneers sneered sneering
said Q taunt taunts taunted taunting
said Q jeer jeers jeered jeering
said Q ponder ponders pondered pondering
said Q interrupt interrupts interrupted interrupting
said Q clarify clarifys clarifyed clarifying
said Q elaborate elaborates elaborated elaborating
said Q summarize summarizes summarized summarizing
said Q surmise surmises surmised surmising
said Q posit posits posited positing
said Q intone intones intoned intoning
said Q text texts texted texting
said Q email emails emailed emailing
said Q blog blogs blogged blogging
said Q chuckle chuckles chuckled chuckling
said Q grin grins grinned grinning
said Q smile smiles smiled smiling
said Q sing sings sang singing
announced QTB announce announces announced announcing
asked QAI ask asks asked asking
asked QI inquire inquires inquired inquiring
asked QI wonder wonders wondered wondering
answered QT reply replies replied replying
answered QT respond responds responded responding
answered QT answer answers answered answering
answered QT retort retorts retorted retorting
answered QT counter counters countered countering
claimed QTB claim claims claimed claiming
claimed QTBL argue argues argued arguing
claimed QTBL insist insists insisted insisting
claimed QTBL contend contends contended contending
claimed QTB assert asserts asserted asserting
claimed QTBL allege alleges alleged alleging
confirmed QTB confirm confirms confirmed confirming
confirmed QTB acknowledge acknowledges acknowledged acknowledging
confirmed QTB admit admits admitted admitting
confirmed QTBL concede concedes conceded conceding
confirmed QT agree agrees agreed agreeing
denied QTC deny denies denied denying
denied QC reject rejects rejected rejecting
denied QC dismiss dismisses dismissed dismissing
denied QC refute refutes refuted refuting
refused V refuse refuses refused refusing
warned QTBAL warn warns warned warning
warned QT caution cautions cautioned cautioning
predicted QTB predict predicts predicted predicting
predicted TB estimate estimates estimated estimating
predicted T forecast forecasts forecast forecasting
promised QTVA promise promises promised promising
promised QTV pledge pledges pledged pledging
promised QTV vow vows vowed vowing
promised QTV swear swears swore swearing
threatened QTV threaten threatens threatened threatening
urged QVA urge urges urged urging
urged QFN call calls called calling
urged QTV demand demands demanded demanding
urged QT recommend recommends recommended recommending
urged QT propose proposes proposed proposing
urged Q appeal appeals appealed appealing
urged T request requests requested requesting
urged QA advise advises advised advising
wrote QT write writes wrote writing
wrote Q written written written written
tweeted QT tweet tweets tweeted tweeting
wrote Q post posts posted posting
testified QT testify testifies testified testifying
ruled QT rule rules ruled ruling
found T find finds found finding
found T show shows showed showing
reported QTB report reports reported reporting
accused QG accuse accuses accused accusing
criticised QF criticize criticizes criticized criticizing
criticised QF criticise criticises criticised criticising
criticised QF condemn condemns condemned condemning
criticised QF denounce denounces denounced denouncing
criticised QF slam slams slammed slamming
criticised QF blast blasts blasted blasting
praised QF praise praises praised praising
praised QF hail hails hailed hailing
described QF describe describes described describing
described QF dub dubs dubbed dubbing
described QF label labels labeled labeling
described QF label labels labelled labelling
described QF brand brands branded branding
thought QTBLX think thinks thought thinking
thought QTBX believe believes believed believing
thought TBLX hope hopes hoped hoping
thought TBX fear fears feared fearing
thought TX feel feels felt feeling
thought TX worry worries worried worrying
thought TX doubt doubts doubted doubting
thought TX suspect suspects suspected suspecting
thought TX expect expects expected expecting
`

var frameLetters = map[rune]frame{
	'Q': fQuote, 'T': fThat, 'B': fBare, 'A': fAddr, 'V': fTo, 'F': fFrag, 'G': fOf, 'I': fIf, 'C': fClaim,
	'O': fOut, 'N': fOn, 'X': fThink, 'L': fLoose, 'P': fIt,
}

// classTable has one class a line.
var classTable = [...]struct {
	class class
	words string
}{
	{det, `the a an this these those its his her their my our your some several many one two three four five each every no
		another both any other most few all top senior`},
	{prep, `of to for in at with from by on about against between into through during before after under over without
		within among since until amid despite toward towards upon across behind beyond near per via as following regarding
		concerning around throughout along like unlike than including`},
	{conj, `and or but nor &`},
	{sub, `while although though because if when whereas unless whether once as so yet that where why how since after
		before until`},
	{rel, `who which whom whose that where what`},
	{subjPro, `i he she it we they you who`},
	{objPro, `me him her it us them you`},
	{aux, `is are was were be been being am has have had do does did will would can could may might must should shall
		'll ’ll 'd ’d 've ’ve 're ’re 'm ’m ca wo having`},
	{be, `is are was were be been being am 're ’re get gets got`},
	{modal, `will would can could may might must should shall 'll ’ll ca wo`},
	{adverb, `also later then now earlier still once again already just even however therefore thus often never always
		sometimes soon further instead meanwhile though too only almost ever yesterday today first so quickly reportedly`},
	{neg, `not n't n’t never`},
	{finite, `went came made took gave got saw met left became held kept knew led lost paid ran sent spoke stood won fell
		brought built broke chose drew drove fought found grew heard rose sat sold taught wore goes comes makes takes gives
		gets sees leaves becomes holds keeps knows leads loses runs sends speaks stands wins want wants need needs seem seems
		mean means remain remains set put hit`},
	{people, `officials police experts analysts critics sources lawmakers residents witnesses authorities rebels activists
		doctors prosecutors scientists researchers people others opponents supporters aides advisers advisors diplomats
		investigators economists observers leaders republicans democrats conservatives lawyers attorneys campaigners traders
		organizers organisers protesters parents teachers historians commentators executives insiders friends colleagues
		relatives neighbors neighbours ministers senators voters veterans judges many some most both several few everyone
		nobody someone reporters journalists doctors militants insurgents troops rescuers detectives firefighters`},
	{office, `official spokesman spokeswoman spokesperson minister ministry secretary president chairman chairwoman chief
		director adviser advisor ambassador envoy diplomat senator governor mayor judge lawyer attorney officer general
		commander leader government administration agency department office committee commission council court company
		group organization organisation party army military police embassy parliament campaign statement report document
		source witness resident activist professor analyst expert economist researcher author candidate nominee pope bishop
		king queen prince monitor newspaper paper channel station website magazine network union bank firm university
		congressman congresswoman lawmaker aide prosecutor investigator sheriff captain colonel doctor manager owner coach
		woman man mother father son daughter wife husband brother sister student teacher boy girl`},
	{body, `ministry government administration agency department office committee commission council court company group
		organization organisation party army military police embassy parliament campaign statement report document newspaper
		paper channel station website magazine network union bank firm university`},
	{claimy, `claim claims allegation allegations accusation accusations report reports charge charges suggestion
		suggestions rumor rumors rumour rumours involvement wrongdoing responsibility notion idea criticism assertion
		assertions characterization speculation having being knowing any`},
	{female, `she her hers herself mrs ms miss spokeswoman congresswoman chairwoman actress mother wife daughter sister
		queen princess lady woman girl baroness dame`},
	{male, `he him his himself mr spokesman congressman father husband son brother king prince lord sir man boy`},
}

func buildLexicon() ([]verb, map[string]lexeme) {
	lex := make(map[string]lexeme, 1200)
	for _, row := range classTable {
		for _, w := range strings.Fields(row.words) {
			e, ok := lex[w]
			if !ok {
				e.verb = -1
			}
			e.class |= row.class
			lex[w] = e
		}
	}
	var vs []verb
	for _, line := range strings.Split(strings.TrimSpace(verbTable), "\n") {
		f := strings.Fields(line)
		v := verb{act: f[0]}
		for _, r := range f[1] {
			v.frame |= frameLetters[r]
		}
		for i, w := range f[2:] {
			e, ok := lex[w]
			if ok && e.verb >= 0 && e.form != noVerb && e.verb != int16(len(vs)) {
				continue // but "read" and "put" count as their past
			}
			e.verb, e.form = int16(len(vs)), base+form(i)
			lex[w] = e
		}
		vs = append(vs, v)
	}
	for w, e := range lex {
		if e.form == noVerb {
			e.verb = -1
			lex[w] = e
		}
	}
	return vs, lex
}

// lookUp returns what the tables know of w in any case. It does not allocate.
func lookUp(w string) lexeme {
	if len(w) > 16 {
		return lexeme{verb: -1}
	}
	var buf [16]byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	if e, ok := lexicon[string(buf[:len(w)])]; ok {
		return e
	}
	return lexeme{verb: -1}
}

// set gives the words of a text as a set.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// lowered gives w in lower case; it does not allocate for what is so already.
func lowered(w string) string { return strings.ToLower(w) }

// acts gives the act of cues that are not in the table of verbs, by lemma.
var acts = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(actTable) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		for _, w := range f[1:] {
			m[w] = f[0]
		}
	}
	return m
}()

// actTable has one act a line, and the lemmas that show it.
const actTable = `
wanted want seek plan intend aim wish prefer like favor favour desire aspire plot strive eye consider propose ambition intention goal hope effort
supported support back endorse defend advocate champion embrace uphold support endorsement backing approve approval welcome celebrate applaud
opposed oppose resist object protest opposition objection resistance reject rebuff disapprove disapproval disagree disagreement against
thought think see view regard appear seem know feel fear consider assume view opinion belief fear doubt concern worry understand learn remember realize realise recognize recognise imagine judge deem sense suspicion confidence
found find show reveal demonstrate prove finding evidence suggest indicate
urged call request demand appeal plea encourage press push lobby exhort invite implore beg
asked question ask query inquiry wonder
claimed claim allegation assertion contention argument insistence argue
criticised criticism criticize attack bash rip hit mock ridicule decry deride assail lambast lambaste rebuke chastise scold hammer knock lash blame complaint condemnation denunciation
praised praise congratulate congratulation laud tout compliment thank commend
accused accuse accusation charge
promised promise pledge vow commitment commit swear
warned warning warn threat threaten
predicted predict forecast prediction expect expectation projection project anticipate
denied deny denial refute dispute dispute
refused refuse refusal decline
announced announce announcement declare declaration unveil
confirmed confirm confirmation admission acknowledge acknowledgement acknowledgment
described describe characterize characterise depict portray liken compare label dub name refer
wrote write letter email e-mail mail text memo essay op-ed tweet post publish
tweeted tweet retweet
offered offer
ordered order direct instruct command
ruled ruling rule verdict
said statement remark comment speech according account testimony mention cite discuss address speak talk detail outline lay highlight quote interview message word
`

// shows are verbs whose subject may be a thing: "the results show".
var shows = set(`show suggest indicate reveal say state find prove demonstrate confirm read note describe predict warn estimate project call require`)
