package cluster

import "math/bits"

// An Evidence is what two articles have in common and where they differ, by
// number. Shared fractions run from 0 to 1<<evidenceBits; 0 is
// unknown, for one of the articles has nothing of the kind; -1 is nothing in
// common. Days apart are -1 if unknown.
type Evidence [Features]int32

const evidenceBits = 10

// The features of a pair.
const (
	sharedWords = iota
	sharedLead
	sharedTitle
	titleInText // the lesser of what each title has in common with the other text
	titleInTextMost
	leadInText // of each lead with the other text
	leadInTextMost
	sharedStems
	sharedPairs
	sharedNames
	sharedChief // names in headlines and leads
	sharedPeople
	sharedPlaces
	sharedNumbers
	sharedDays
	sharedTowns
	sharedQuotes // log2 of the runs of quoted words, in 1/16
	daysApart    // days between publication
	shorter      // log2 of the words of the shorter article, in 1/16
	longer
	sharedSubject // what the words are used of, of texts, leads and headlines
	sharedLeadSubject
	sharedTitleSubject
	leadSubjectInText // of each lead with the other text
	leadSubjectInTextMost
	Features
)

// FeatureNames are the features as models and the trainer write them.
var FeatureNames = [Features]string{"words", "lead", "title", "title-in-text", "title-in-text-most", "lead-in-text", "lead-in-text-most", "stems", "pairs", "names", "chief-names", "people", "places", "numbers", "days", "towns", "quotes", "days-apart", "shorter", "longer", "subject", "lead-subject", "title-subject", "lead-subject-in-text", "lead-subject-in-text-most"}

// compare returns the evidence of a pair; the order of the two is of no matter.
func compare(a, b *Point) Evidence {
	e := Evidence{
		sharedWords: shared(a.vectors[words], b.vectors[words]),
		sharedLead:  shared(a.vectors[lead], b.vectors[lead]),
		sharedTitle: shared(a.vectors[title], b.vectors[title]),
		sharedStems: shared(a.vectors[stems], b.vectors[stems]),
		sharedPairs: shared(a.vectors[pairs], b.vectors[pairs]),

		sharedQuotes: logarithm(common(a.quotes, b.quotes)),
	}
	e.setInText(titleInText, shared(a.vectors[title], b.vectors[words]), shared(b.vectors[title], a.vectors[words]))
	e.setInText(leadInText, shared(a.vectors[lead], b.vectors[words]), shared(b.vectors[lead], a.vectors[words]))
	e.setFew(a, b)
	e.setSubject(a, b)
	return e
}

// setInText sets a feature, and the one after it, to what the opening of each
// article has in common with the text of the other: the lesser, then the greater.
func (e *Evidence) setInText(feature int, x, y int32) {
	e[feature], e[feature+1] = min(x, y), max(x, y)
}

// smallOnes are features of small vectors, with these.
var smallOnes = [...]struct{ feature, of int }{
	{sharedNames, names},
	{sharedChief, chiefs},
	{sharedPeople, people},
	{sharedPlaces, places},
	{sharedNumbers, numbers},
	{sharedDays, days},
	{sharedTowns, towns},
}

// setFew sets what is found of small vectors and of numbers.
func (e *Evidence) setFew(a, b *Point) {
	for k := range smallOnes {
		f := &smallOnes[k]
		switch {
		case a.marks[f.of] == 0 || b.marks[f.of] == 0:
			e[f.feature] = 0
		case a.marks[f.of]&b.marks[f.of] == 0:
			e[f.feature] = -1
		default:
			e[f.feature] = shared(a.vectors[f.of], b.vectors[f.of])
		}
	}
	e[shorter], e[longer] = logarithm(min(a.length, b.length)), logarithm(max(a.length, b.length))
	e[daysApart] = -1
	if a.day != noDay && b.day != noDay {
		e[daysApart] = int32(max(a.day, b.day) - min(a.day, b.day))
	}
	e[sharedTitleSubject] = sharedTopic(a.topics[topicOfTitle], b.topics[topicOfTitle])
}

// setSubject sets what the words of texts and leads say, by what they are used of.
func (e *Evidence) setSubject(a, b *Point) {
	e[sharedSubject] = sharedTopic(a.topics[topicOfText], b.topics[topicOfText])
	e[sharedLeadSubject] = sharedTopic(a.topics[topicOfLead], b.topics[topicOfLead])
	e.setInText(leadSubjectInText, sharedTopic(a.topics[topicOfLead], b.topics[topicOfText]), sharedTopic(b.topics[topicOfLead], a.topics[topicOfText]))
}

// shared returns the cosine of two vectors, 0 if one is empty, and -1 if both
// are not and have next to nothing in common: to differ is less than not to say.
func shared(a, b []term) int32 {
	if a == nil || b == nil {
		return 0
	}
	return cosine(products(a, b), a, b)
}

// cosine returns what [shared] does, of the sum of the products of the two vectors.
func cosine(sum int64, a, b []term) int32 {
	if a == nil || b == nil {
		return 0
	}
	if s := int32(sum >> (2*unitBits - evidenceBits)); s >= leastEvidence {
		return s
	}
	return -1
}

const leastEvidence = 8

// common returns how many elements two sorted lists have in common.
func common(a, b []uint32) int32 {
	n := int32(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		up, on, both := 0, 0, int32(0) // set without branches, for which is less is as good as random
		if x <= y {
			up = 1
		}
		if y <= x {
			on = 1
		}
		if x == y {
			both = 1
		}
		i += up
		j += on
		n += both
	}
	return n
}

// logarithm returns log2(n+1) in 1/16: exact at powers of two, linear between
// them.
func logarithm(n int32) int32 {
	n++
	k := int32(bits.Len32(uint32(n)) - 1)
	return k<<4 + (n<<4>>k - 16)
}
