package main

import "strings"

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var (
	// small stay small within a name.
	small = words("of and the for in on to at with by from de la le les des du del der den die das da do di el y e und et for against without")
	// particles stay small within a person's name.
	particles = words("de la le du del der den von van da dos di bin ibn al el ben ould")
	// loose mark a row of the sources that is a description, not a name.
	loose = words("linked affiliated operatives offshoot members member militants militant fighters rebels rebel guerrillas " +
		"official officials spokesman spokeswoman spokesperson soldiers troops based countries states' forces_in bodies envoy " +
		"monitor peacekeeper peacekeepers initiative_in chief delegation delegates representative representatives leader leaders " +
		"observers inspectors staff workers experts diplomats soldier")
	// titles begin a name that is an office with its holder.
	titles = words("president prime minister foreign ambassador general king queen prince princess sheikh sheik sultan emir amir " +
		"secretary secretary-general chairman chairwoman chair chancellor deputy vice premier governor senator representative " +
		"congressman colonel col gen lt lieutenant major captain admiral marshal commander dr mr mrs ms sir lord lady baron " +
		"minister defense defence interior finance justice pope cardinal archbishop bishop ayatollah imam mullah justice judge " +
		"chief director head special envoy un former acting interim caretaker spokesman spokeswoman leader supreme crown " +
		"transition transitional state council grand duke captain regent administrator commissioner speaker overall national " +
		"sovereign presidential chairperson commander-in-chief gnu cnsp taliban co-chiefs high representative first honorable " +
		"his her the of and for affairs foreign-minister attorney solicitor house senate white u.s. us american russian british chinese")
	// notInNames are words of rows that are about a person and not his or her name.
	notInNames = words("president president-elect vice-president minister secretary secretary-general administration government regime forces team")
	// honorific words begin the names of leaders.
	honorific = words("hojatolislam hojjatoleslam sayyid sayyed seyyed sayed abu hajji hadji subcomandante subcommander comrade mulla maulana sheik sheikh shaykh")
	// forms are the legal forms of companies.
	forms = words("inc corp corporation company co limited ltd plc")
	// heads name a kind of body.
	heads = words("agency academy alliance army assembly association authority bank bar board brigade brigades broadcasting bureau cabinet " +
		"campaign center centre centres chamber church coalition college command commission committee community company " +
		"confederation conference congress consortium cooperative corporation corps council court courts department directorate " +
		"federation force forces forum foundation front fund government group guard guards house inc industries initiative " +
		"inspectorate institute institution instituto international joint league legislature limited ltd ministry mission mosque " +
		"movement network office organisation organization parliament partnership party plc police programme program project " +
		"secretariat senate service services society syndicate team tribunal trust union unions university watch militia " +
		"front jihad nations airlines airways oil gas petroleum motors press times post news television radio journal")
	// generic words of a body's name say of which kind it is, not which it is.
	generic = words("foreign defense defence interior finance justice state national federal central military armed air navy naval supreme " +
		"constitutional high security intelligence special public home external internal affairs relations economy trade health " +
		"education agriculture energy oil environment culture labor labour transport information general presidential republican " +
		"opposition ruling main royal islamic liberation united democratic workers unity popular electoral election elections human rights people's peoples popular border coast revolutionary secret")
)

func isTitle(w string) bool {
	return titles[strings.ToLower(strings.Trim(w, ".,"))]
}

// titled reports whether a name begins with an office.
func titled(words []string) bool {
	return len(words) > 0 && isTitle(words[0])
}

func anyOf(ws []string, set map[string]bool) bool {
	for _, w := range ws {
		if set[strings.ToLower(strings.Trim(w, ".,()"))] {
			return true
		}
	}
	return false
}
