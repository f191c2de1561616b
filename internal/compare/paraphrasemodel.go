package compare

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// sayUnit is what a log of odds of 1 is scored.
const sayUnit = 256

// saysSame returns the log of the odds that two sentences say the same, in
// 1/sayUnit, as learnt of people's judgements.
//
// Source: Microsoft Research Paraphrase Corpus (train) and the headline pairs
// of SemEval's STS 2013–2015; see docs/decisions.
func (w *Wording) saysSame(v *Wording) int32 {
	return theSayModel().score(w.Resemblance(v))
}

// A sayModel is a logistic regression over the measures of a [Resemblance]:
// for each the weights of its value and of its square.
type sayModel struct {
	constant int64
	weights  [len(ResemblanceNames)][2]int64
}

func (m *sayModel) score(r Resemblance) int32 {
	sum := m.constant * whole * whole
	for i, x := range r {
		sum += m.weights[i][0]*int64(x)*whole + m.weights[i][1]*int64(x)*int64(x)
	}
	return int32(sum / (whole * whole))
}

//go:embed paraphrase.model
var sayModelText string

var errSayModel = errors.New("compare: bad paraphrase weights")

// theSayModel returns the weights that are shipped. It panics if they cannot be
// read, which a test rules out.
var theSayModel = sync.OnceValue(func() *sayModel {
	m, err := parseSayModel(sayModelText)
	if err != nil {
		panic(err)
	}
	return m
})

// parseSayModel reads "NAME WEIGHT WEIGHT" lines: the constant, then the
// measures in their order. A line that begins with # is skipped.
func parseSayModel(text string) (*sayModel, error) {
	m := &sayModel{}
	at := -1
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var name string
		var value, square int64
		if _, err := fmt.Sscan(line, &name, &value, &square); err != nil || at >= len(ResemblanceNames) {
			return nil, fmt.Errorf("%w: %q", errSayModel, line)
		}
		switch {
		case at < 0 && name == "constant":
			m.constant = value
		case at >= 0 && name == ResemblanceNames[at]:
			m.weights[at] = [2]int64{value, square}
		default:
			return nil, fmt.Errorf("%w: %q", errSayModel, line)
		}
		at++
	}
	if at != len(ResemblanceNames) {
		return nil, fmt.Errorf("%w: %d measures", errSayModel, at)
	}
	return m, nil
}
