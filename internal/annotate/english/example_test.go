package english_test

import (
	"fmt"

	"github.com/twosource/twosource/internal/annotate/english"
)

func ExampleModel_Annotate() {
	m, err := english.Load()
	if err != nil {
		panic(err)
	}
	var d english.Doc
	m.Annotate(&d, "Mary Poole said rebels attacked Aleppo on Sunday.")
	var lemma []byte
	for i := range d.Len() {
		head := "root"
		if h := d.Head[i]; h >= 0 {
			head = d.Word(int(h))
		}
		lemma = m.AppendLemma(lemma[:0], &d, i)
		fmt.Println(d.Word(i), d.POS[i], string(lemma), d.Rel[i], head, d.Name[i])
	}
	// Output:
	// Mary PROPN Mary nsubj said B-PER
	// Poole PROPN Poole flat Mary L-PER
	// said VERB say root root O
	// rebels NOUN rebel nsubj attacked O
	// attacked VERB attack ccomp said O
	// Aleppo PROPN Aleppo obj attacked U-LOC
	// on ADP on case Sunday O
	// Sunday PROPN Sunday obl attacked O
	// . PUNCT . punct said O
}

func ExampleSplit() {
	var d english.Doc
	english.Split(&d, `"Why?" Mr. Orlov asked. He didn't wait.`)
	for i := 0; i+1 < len(d.Sentences); i++ {
		for j := d.Sentences[i]; j < d.Sentences[i+1]; j++ {
			fmt.Print(d.Word(int(j)), "|")
		}
		fmt.Println()
	}
	// Output:
	// "|Why|?|"|Mr.|Orlov|asked|.|
	// He|did|n't|wait|.|
}
