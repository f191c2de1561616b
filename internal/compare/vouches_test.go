package compare

import (
	"strings"
	"testing"
)

// TestUndecided: a vote that is being held confirms none that was.
func TestUndecided(t *testing.T) {
	for sentence, want := range map[string]bool{
		"The board is now voting on the second motion":   true,
		"They’re voting to sell the ferry":               true,
		"The board approved the second motion":           false,
		"Two members joined the others in voting for it": false,
	} {
		if got := undecided(strings.FieldsFunc(strings.ToLower(sentence), isMark)); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
}

// TestEvenQuotes: a sentence that ends within somebody's words is theirs in part.
func TestEvenQuotes(t *testing.T) {
	for sentence, want := range map[string]bool{
		"The “small group” met on Monday.":          true,
		"The ``small group'' met on Monday.":        true,
		"We met on Monday, ” the mayor said.":       false,
		`He said: "We met on Monday.`:               false,
		"“We met”, she said, and “we parted”.":      true,
		"Now they say so, '' the mayor told a fair": false,
	} {
		if got := evenQuotes(sentence); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
}
