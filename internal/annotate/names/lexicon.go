package names

import "strings"

// Closed classes of English words, as bits: what a word may be in and around a
// name. All in lower case, without a last stop.
const (
	cFunction   uint32 = 1 << iota // never the only word of a name
	cDay                           // ends a name
	cMonth                         // ends a name unless it ends a person's
	cTitle                         // head of an office or form of address before a name
	cTitleMod                      // may stand before such a head
	cHonorific                     // Mr, Dr, Lord: a person follows
	cOrgHead                       // last (or, before "of", first) word of a body's name
	cPlaceHead                     // last word of a place's name
	cSuffix                        // Jr, Inc
	cParticle                      // may begin a name in small letters
	cJoin                          // may stand within one in small letters
	cSays                          // verb of a speaker
	cOfficials                     // plural of an office
	cBody                          // body or office named by its kind: "the ministry"
	cDet                           // determiner
	cAdj                           // small adjective before an office
	cClitic                        // 's and the like
	cAcronym                       // capitals that name nothing
	cIn                            // preposition of place
	cPronoun                       // he, she, they
	cCompanyEnd                    // Inc, Ltd
	cLanguage                      // a language that is no nationality
	cCompass                       // North, Eastern: before a place
	cBrigade                       // first word of an Arabic name of an armed group
	cFormOfWork                    // of a name that is neither person nor body: Act, Cup
)

var lexicon = func() map[string]uint32 {
	m := make(map[string]uint32, 1200)
	for _, l := range [...]struct {
		class uint32
		words string
	}{
		{cFunction, `a an the and or but nor so yet if unless though although because since while whereas when whenever where
			wherever why how what which who whom whose that this these those there here i you he she it we they me him her us
			them my your his its our their mine yours hers ours theirs myself yourself himself herself itself ourselves
			themselves is are was were be been being am do does did done doing have has had having can could will would shall
			should may might must ought not no yes of in on at by for with about against between into through during before
			after above below to from up down out off over under again further then once all any both each few more most other
			some such only own same than too very just also even still never ever always often perhaps maybe meanwhile however
			moreover therefore thus hence instead otherwise nevertheless nonetheless indeed besides despite as per via until
			till upon within without among amid amidst across along around behind beneath beside beyond near onto toward
			towards throughout unlike like except regardless according earlier later now today tomorrow yesterday tonight
			last next first second third one two three four five six seven eight nine ten hundreds thousands millions many
			much several another every either neither none nothing something anything everything someone anyone everyone
			nobody somebody well oh ah please let let's don't won't can't re see read click photo video watch new old former
			additionally finally furthermore consequently subsequently similarly afterwards previously recently currently
			eventually apparently reportedly clearly obviously unfortunately fortunately hopefully back away ago whether`},
		{cDay, `monday tuesday wednesday thursday friday saturday sunday tue tues thu thur thurs christmas
			easter ramadan thanksgiving`},
		{cMonth, `january february march april may june july august september october november december jan feb mar apr jun jul
			aug sep sept oct nov dec`},
		{cTitle, `president minister premier chancellor secretary spokesman spokeswoman spokesperson ambassador envoy senator
			governor mayor congressman congresswoman representative lawmaker legislator speaker chairman chairwoman chairperson
			chair chief head leader director general admiral colonel major captain lieutenant sergeant commander marshal
			brigadier corporal private king queen prince princess emperor sultan emir emir sheikh sheik crown pope prophet cardinal
			archbishop bishop ayatollah imam mullah rabbi pastor reverend judge justice prosecutor attorney lawyer solicitor
			sheriff constable inspector superintendent detective officer professor doctor coach manager analyst expert
			adviser advisor aide counsel correspondent reporter journalist editor columnist author actor actress singer
			director-general secretary-general ceo cfo boss founder co-founder owner executive negotiator mediator diplomat
			counterpart commissioner councillor councilman councilwoman councilor delegate candidate nominee contender rival
			strategist consultant economist scientist researcher historian activist campaigner dissident rebel warlord
			dictator strongman president-elect vice-president mp mep pm gen col lt capt sgt maj adm brig cpl sen rep gov rev reps sens govs drs messrs
			fr prof hon atty amb supt chairman-elect teammate teenager student nurse teacher firefighter astronaut
			filmmaker musician rapper comedian driver striker midfielder defender goalkeeper quarterback pitcher
			deputy congressmen monsignor viceroy regent tsar czar treasurer coordinator organizer organiser educator
			psychologist psychiatrist physician surgeon pathologist coroner dr patriarch consul attache marshall specialist
			pilot hacker whistleblower suspect gunman billionaire entrepreneur tycoon magnate investor trader`},
		{cTitleMod, `prime fire foreign defense defence interior finance vice deputy assistant associate senior junior chief state
			treasury health justice education energy trade labor labour commerce agriculture transport transportation
			environment economy culture information oil petroleum home homeland security national military police army navy
			naval air force press executive managing general presidential parliamentary opposition majority minority house
			senate supreme crown grand acting interim caretaker former ex then outgoing incoming special joint chief white
			attorney district federal regional county city town opposition party government foreign-policy war external
			affairs relations permanent under lead top rebel republican democratic conservative labour right-wing far-right
			left-wing liberal centrist socialist communist independent veteran chief-of-staff campaign legal political
			policy intelligence nuclear aviation lord high cabinet internal human rights services veterans welfare
			immigration religious spiritual founding co regime staff council company business financial economic world club
			team head film music action superstar star research medical science communications public media union`},
		{cHonorific, `mr mrs ms miss mx dr sir dame lord lady madam madame mme monsieur mister baron baroness prof rev sen
			rep gen col lt capt sgt maj adm gov fr hon`},
		{cOrgHead, `ministry department agency council committee commission parliament assembly senate congress party university
			college school institute institutes institution academy association federation union league alliance coalition
			confederation organization organisation foundation fund trust bank group corporation corp company co
			inc ltd plc llc industries holdings partners enterprises airlines airways motors court tribunal office bureau
			board authority service services centre center hospital clinic church mosque synagogue cathedral army navy
			force forces guard guards corps command police brigade brigades battalion regiment militia movement front network
			society club team fc united observatory exchange times post journal news gazette tribune herald telegraph
			press radio television tv broadcasting magazine newspaper media studios pictures entertainment records
			initiative programme program project campaign conference museum gallery theatre theater opera library orchestra
			laboratory laboratories administration directorate secretariat embassy consulate cabinet house chamber caucus
			delegation mission watch international systems technologies technology solutions pharmaceuticals energy capital
			investments financial securities insurance stores foods brands communications telecom railway railways
			monitor chronicle herald examiner observer inquirer dispatch globe star railroad lines metro works
			recordings associates exchange rangers scouts wing division squadron fleet faction bloc command syndicate cartel brotherhood republicans democrats`},
		{cPlaceHead, `river rivers lake sea ocean bay gulf strait straits channel canal island islands isle peninsula mountain
			mountains mount hills hill valley desert forest park gardens street avenue road boulevard lane drive square plaza
			bridge tunnel airport station port harbor harbour province state county district region prefecture governorate
			territory republic village town heights beach coast airfield airbase base camp crossing border basin delta falls
			prison jail stadium arena tower towers palace castle hotel highway motorway dam peak creek ridge cape point
			cemetery highlands plateau canyon glacier reef cove suburbs emirate kingdom city hall courthouse counties building rapids springs place cafe restaurant`},
		{cSuffix, `jr sr ii iii iv esq phd`},
		{cCompanyEnd, `inc ltd plc llc corp co gmbh ag bros`},
		{cParticle, `al el bin ibn bint von van de del der di da dos du la le ould abu`},
		{cJoin, `al el ul ur an bin ibn bint von van de del della der den di da das dos du la le las los ould ter ten te zu y e af av abu`},
		{cSays, `said says say told tells tell added adds asked asks announced announces noted notes stated states warned warns
			insisted insists argued argues claimed claims confirmed confirms denied denies declared declares wrote writes
			tweeted tweets explained explains replied replies responded responds acknowledged admits admitted suggested
			believes believed thinks thought vowed pledged urged called accused rejected dismissed testified recalled
			continued concluded observed remarked stressed emphasized emphasised complained conceded hinted`},
		{cOfficials, `officials ministers spokesmen spokeswomen spokespersons diplomats lawmakers senators congressmen leaders
			commanders generals officers prosecutors lawyers attorneys investigators judges experts analysts activists
			residents witnesses protesters demonstrators rebels insurgents militants doctors
			scientists researchers economists advisers advisors aides critics supporters opponents allies negotiators
			mediators envoys ambassadors authorities sources reporters journalists republicans democrats governments
			survivors relatives villagers voters candidates inspectors observers monitors executives`},
		{cBody, `ministry agency department council committee commission government administration court army military police
			embassy regime parliament company bank firm group party union coalition alliance organization organisation
			organisation newspaper university panel tribunal foundation institute
			association federation observatory militia opposition authorities presidency monarchy cabinet bureau board`},
		{cDet, `the a an this that these those his her their its my our your some many several two three four five other another
			no any both all`},
		{cAdj, `senior fire top former foreign defense defence prime deputy vice chief high-ranking high unnamed anonymous military
			police state government security local regional federal national opposition rebel party company press bank health
			hospital presidential parliamentary ruling current new old veteran leading interior finance justice trade oil
			intelligence law enforcement public military western eastern northern southern unidentified retired provincial
			municipal city county district political diplomatic nuclear human rights aid relief medical legal administration
			white house exiled prominent acting interim outgoing incoming influential key independent international legal
			moderate hard-line hardline conservative liberal ranking level election army air navy naval defence civil
			counterterrorism immigration border customs fire school university league team club industry labor labour
			campaign congressional senate pentagon other more us un eu american russian anti-government pro-government
			pro-russian u.s u.n junior armed islamist religious tribal`},
		{cClitic, `'s ’s 's's n't n’t 're ’re 've ’ve 'll ’ll 'd ’d 'm ’m`},
		{cAcronym, `tv pm mp mps mep ceo ceos cfo coo cto dna rna hiv aids gdp phd ph.d dj ok am ad bc bce ce gmt est edt pst pdt
			cst cdt mst bst cet utc id ids ufo suv suvs vip vips gps iq pr hr dvd cd pc pcs lgbt lgbtq wmd atm faq usb xl
			a.m p.m aka a.k.a b.c a.d etc mph kph km kg lb vs rip diy ied ieds icu er or md jd mba ba bs ma ms mr mrs dr
			pt et ct re ps nb qa q&a html http https www url pdf jpg covid rsvp tbd tba no yes nfl's and the of in to for on is
			it at as by he she we i so not but be if us's gop's ii iii iv vi vii viii ix xi xii`},
		{cIn, `in at near from outside inside around across toward towards through throughout into to of north south east west
			via over between beyond within`},
		{cPronoun, `he she they`},
		{cLanguage, `arabic hebrew farsi urdu hindi mandarin cantonese latin pashto dari swahili bengali aramaic yiddish gaelic
			braille esperanto punjabi`},
		{cCompass, `north south east west northern southern eastern western northeast northwest southeast southwest northeastern
			northwestern southeastern southwestern central upper lower greater inner outer new old mount fort port saint
			st santa san lake cape`},
		{cBrigade, `jabhat jaysh jaish liwa faylaq failaq ahrar ansar harakat kataib katibat jund saraya hizb hezb tehrik lashkar`},
		{cFormOfWork, `act bill treaty accord accords agreement protocol convention declaration resolution constitution amendment cup
			championship championships award awards prize oscar olympics games festival war wars revolution uprising spring
			crisis summit talks forum plan deal day week month year road-map roadmap operation hurricane typhoon storm
			earthquake open series bowl trophy grand prix marathon code law doctrine initiative strategy index report`},
	} {
		for _, w := range strings.Fields(l.words) {
			m[w] |= l.class
		}
	}
	return m
}()
