package reuse

// stem cuts the endings of inflection from a folded English word, in place, so
// that "establishes", "established" and "establishing" are one. It is crude where
// being crude is cheap: stems are compared with stems, never shown.
func stem(w []byte) []byte {
	if s, ok := irregular[string(w)]; ok {
		return append(w[:0], s...)
	}
	n := len(w)
	if n < 4 {
		return w
	}
	switch {
	case ends(w, "ies") && n > 4:
		w = append(w[:n-3], 'y')
	case ends(w, "sses"), ends(w, "shes"), ends(w, "ches"), ends(w, "xes"):
		w = w[:n-2]
	case w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		w = w[:n-1]
	}
	n = len(w)
	switch {
	case ends(w, "ied") && n > 4:
		return append(w[:n-3], 'y')
	case ends(w, "ed") && n > 4 && hasVowel(w[:n-2]):
		w = undouble(w[:n-2])
	case ends(w, "ing") && n > 5 && hasVowel(w[:n-3]):
		w = undouble(w[:n-3])
	case ends(w, "ly") && n > 5:
		w = w[:n-2]
	}
	if n = len(w); n > 3 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	return w
}

func ends(w []byte, s string) bool { return len(w) >= len(s) && string(w[len(w)-len(s):]) == s }

func hasVowel(w []byte) bool {
	for _, c := range w {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

// undouble makes one of two equal consonants at the end: "stopp" is "stop".
func undouble(w []byte) []byte {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' && !hasVowel(w[n-1:]) {
		return w[:n-1]
	}
	return w
}

// irregular gives the stems of forms that no ending tells.
var irregular = map[string]string{
	"said": "say", "says": "say", "told": "tell", "went": "go", "gone": "go", "goes": "go", "met": "meet", "held": "hold",
	"made": "mak", "took": "tak", "taken": "tak", "gave": "giv", "given": "giv", "got": "get", "came": "com", "began": "begin",
	"begun": "begin", "left": "leav", "led": "lead", "lost": "los", "found": "find", "kept": "keep", "brought": "bring",
	"bought": "buy", "thought": "think", "fought": "fight", "sought": "seek", "caught": "catch", "taught": "teach", "built": "build",
	"sent": "send", "spent": "spend", "paid": "pay", "sold": "sell", "won": "win", "ran": "run", "saw": "see", "seen": "see",
	"knew": "know", "known": "know", "grew": "grow", "grown": "grow", "rose": "ris", "risen": "ris", "fell": "fall", "fallen": "fall",
	"spoke": "speak", "spoken": "speak", "broke": "break", "broken": "break", "chose": "choos", "chosen": "choos", "wrote": "writ",
	"written": "writ", "drove": "driv", "driven": "driv", "stood": "stand", "understood": "understand", "became": "becom",
	"men": "man", "women": "woman", "children": "child", "shot": "shoot", "struck": "strik", "heard": "hear", "felt": "feel",
	"meant": "mean", "drew": "draw", "drawn": "draw", "flew": "fly", "threw": "throw", "thrown": "throw", "wore": "wear", "worn": "wear",
	"lives": "lif", "lie": "lie", "lay": "lay", "died": "die", "dying": "die", "tied": "tie",
}

// units and tens are the number words.
var units = map[string]uint64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}

// number returns a number's leading digits without zeros at the end, so that
// "1.2 million" and "1,200,000" share the key of 12, and "first" and "1st" that of
// 1. Ordinals and cardinals are one.
func number(word string) (uint64, bool) {
	if asciiClass[word[0]] != digit {
		if len(word) < 3 || len(word) > 9 {
			return 0, false
		}
		var buf [16]byte
		v, ok := units[string(fold(buf[:0], word))]
		return significant(v), ok
	}
	v := uint64(0)
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case asciiClass[c] == digit && v < 1<<56:
			v = v*10 + uint64(c-'0')
		case c == ',' || c == '.':
		default:
			i = len(word)
		}
	}
	return significant(v), true
}

func significant(v uint64) uint64 {
	for v > 0 && v%10 == 0 {
		v /= 10
	}
	return v
}
