package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"
)

// causeClasses are the ways in which people are hurt or things destroyed, each
// with the English words that name it or what does it. A word may be of several.
var causeClasses = classes(map[string]string{
	"air":       "bomb missile airstrike strike raid sortie warplane plane jet aircraft helicopter drone bomber bombing bombardment air aerial barrel",
	"shelling":  "bomb missile shelling shell shelled artillery mortar rocket grenade howitzer bombardment tank",
	"missile":   "missile rocket",
	"shooting":  "shooting shoot shot gunfire gunned gun gunman sniper bullet rifle pistol machinegun execute executed",
	"explosion": "missile explosion explode blast bomb bombing bombed ied mine landmine detonate explosive explosives suicide grenade car",
	"chemical":  "chemical chlorine gas sarin poison poisoned nerve toxic asphyxiation mustard",
	"fire":      "fire blaze arson burn burned burnt wildfire smoke",
	"blade":     "knife stab stabbed stabbing behead beheaded beheading machete sword",
	"hunger":    "starvation starve starved famine hunger malnutrition",
	"illness":   "disease illness virus infection cholera ebola influenza flu cancer fever",
	"water":     "drown drowned drowning flood flooding tsunami capsize",
	"crash":     "crash crashed collision collide derail derailed derailment",
	"quake":     "earthquake quake tremor aftershock",
	"storm":     "storm hurricane typhoon cyclone tornado",
	"slide":     "landslide mudslide avalanche",
	"collapse":  "collapse collapsed",
	"blows":     "beating beaten torture tortured strangle strangled strangulation hanging hanged",
	"overdose":  "overdose",
	"heat":      "heatwave heatstroke dehydration",
	"cold":      "hypothermia freezing",
})

// peopleClasses are who takes part in what happens, by the English nouns that
// name them. The first class is of those that do not bear arms.
var peopleClasses = classes(map[string]string{
	"civilian":   "civilian resident villager demonstrator protester child children woman women student pupil pilgrim patient medic nurse doctor journalist worker schoolchild refugee passenger tourist bystander farmer teacher family",
	"irregular":  "jihadi islamist militant terrorist rebel insurgent jihadist gunman fighter guerrilla extremist combatant combattant mercenary",
	"military":   "army soldier troop military serviceman",
	"police":     "police policeman policewoman",
	"government": "government regime authority ministry",
})

// A classSet gives each stem the classes that it is of, a bit each.
type classSet map[uint32]uint32

func classes(words map[string]string) classSet {
	out := classSet{}
	// The bits follow the names, so that they are the same each time.
	for i, name := range slices.Sorted(maps.Keys(words)) {
		for _, w := range strings.Fields(words[name]) {
			out[uint32(xxh3.Hash(stem([]byte(w))))] |= 1 << i
		}
	}
	return out
}

// armedApart reports whether the nouns for people on two sides are of those who
// bear arms and of those who do not, or of those who fight for a state and of
// those who fight against one.
func armedApart(a, b uint32) bool {
	civilian, irregular := peopleClasses.of("civilian"), peopleClasses.of("rebel")
	state := peopleClasses.of("army") | peopleClasses.of("police")
	apart := func(x, y uint32) bool { return a&^x == 0 && b&^y == 0 && a != 0 && b != 0 }
	return apart(civilian, irregular|state) || apart(irregular|state, civilian) || apart(irregular, state) || apart(state, irregular)
}

// of returns the classes of a word.
func (s classSet) of(word string) uint32 { return s[uint32(xxh3.Hash(stem([]byte(word))))] }
