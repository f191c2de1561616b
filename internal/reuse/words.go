package reuse

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A doc is one article as this stage reads it. Its columns are parallel, so that
// the scan for equal words touches hashes only. A doc is made when it is needed
// and dropped again: those of a whole archive would not fit into memory.
type doc struct {
	article    *news.Article
	annotation *news.Annotation
	base       *knowledge.Base
	stock      *Boilerplate
	hash       []uint32    // of the folded word
	stem       []uint32    // of its stem
	rarity     []uint16    // knowledge.Rarity of the word, in 1/256 bit
	span       []news.Span // where it stands
	flags      []uint8     // what is known of it, see below
	sentences  []sentence
	content    []token  // the words that carry the sense, folded further
	order      []uint64 // key and index of each content word, sorted; empty until asked for
	signs      []news.Sign
	scratch    []trace
	index      int32 // of the article
	again      bool  // it was asked for more than once
}

// The flags of a word.
const (
	inQuotes uint8 = 1 << iota // it stands between quotation marks
	inName                     // it is a number, or belongs to a name or to a title before a name
	inStock                    // it belongs to a phrase that many unrelated articles have, or that its family repeats
)

// A sentence is a range of words and of content words.
type sentence struct {
	first, end   int32 // words
	cfirst, cend int32 // content words
	weight       int32 // sum of the weights of its content words
}

// A reader makes docs. It remembers what it found out about words, of which most
// are met again soon; one reader serves one goroutine at a time.
type reader struct {
	base  *knowledge.Base
	stock *Boilerplate // what is pinned; may be nil
	known []wordInfo
	buf   [64]byte
}

// wordInfo is what is known of a word as it is written.
type wordInfo struct {
	tag    uint64 // hash of the word as written; 0 if the place is free
	value  uint32 // key of a number
	hash   uint32 // of the folded word
	stem   uint32
	rarity uint16
	flags  uint8
}

// The flags of a wordInfo.
const (
	isUpper uint8 = 1 << iota
	isNumber
	isGiven      // a given name
	isName       // written with a capital wherever it stands
	isNameMidway // perhaps a name: counts as one unless it opens a sentence
)

const knownWords = 1 << 17

func newReader(base *knowledge.Base, stock *Boilerplate) *reader {
	return &reader{base: base, stock: stock, known: make([]wordInfo, knownWords)}
}

// readers are readers that nobody uses now. One takes 4 MB, and knows the words that it
// has met.
type readers struct {
	known *knowledge.Base
	stock *Boilerplate
	mu    sync.Mutex
	list  []*reader
}

func (x *readers) get() *reader {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := len(x.list)
	if n == 0 {
		return newReader(x.known, x.stock)
	}
	r := x.list[n-1]
	x.list = x.list[:n-1]
	return r
}

func (x *readers) put(r *reader) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.list = append(x.list, r)
}

// mostReaders is how many readers a [Keeper] holds from one set to the next.
const mostReaders = 4

// trim leaves so many as a [Keeper] holds.
func (x *readers) trim() {
	n := min(len(x.list), mostReaders)
	clear(x.list[n:])
	x.list = x.list[:n]
}

// word returns what is known of a word.
func (r *reader) word(word string) *wordInfo {
	tag := spread(hashString(word)) | 1
	w := &r.known[tag>>32&(knownWords-1)]
	if w.tag == tag {
		return w
	}
	folded := fold(r.buf[:0], word)
	*w = wordInfo{tag: tag, hash: hashBytes(folded), rarity: uint16(knowledge.Rarity(string(folded)))}
	w.stem = hashBytes(stem(knowledge.AppendWord(r.buf[:0], word)))
	if v, ok := number(word); ok {
		w.flags |= isNumber
		w.value = spreadKey(v, 'n')
	}
	if startsUpper(word) {
		w.flags |= isUpper
		switch c := knowledge.Capitalised(word); {
		case c >= 60:
			w.flags |= isName
		case c < 0:
			w.flags |= isNameMidway
		}
		if knowledge.PersonName(word)&knowledge.GivenName != 0 {
			w.flags |= isGiven
		}
	}
	return w
}

// read folds the words of an article's sentences into d, whose memory is used
// again. Marks of punctuation are left out, so that texts that differ in them alone
// are the same.
func (r *reader) read(d *doc, a *news.Article, an *news.Annotation) {
	r.readNamed(d, a, an, bodyOf(an), namesOf(an))
}

// A stretch is a half-open range of an article's text, in a sixth of the room that a
// sentence takes: articles by the ten thousand keep those of their bodies.
type stretch struct{ start, end int32 }

// bodyOf returns the sentences of an article that are read. A headline is not body
// text: outlets write their own over a copied text, and rows of names there say
// nothing of copying.
func bodyOf(an *news.Annotation) []stretch {
	out := make([]stretch, 0, len(an.Sentences))
	for _, s := range an.Sentences {
		if !s.IsHeadline {
			out = append(out, stretch{int32(s.Start), int32(s.End)})
		}
	}
	return out
}

// readNamed is read for an annotation that need not have mentions or sentences.
func (r *reader) readNamed(d *doc, a *news.Article, an *news.Annotation, body []stretch, names naming) {
	d.article, d.annotation, d.base, d.stock, d.signs = a, an, r.base, r.stock, nil
	d.hash, d.stem, d.rarity, d.span, d.flags = d.hash[:0], d.stem[:0], d.rarity[:0], d.span[:0], d.flags[:0]
	d.sentences, d.content, d.order = d.sentences[:0], d.content[:0], d.order[:0]
	b := builder{reader: r, doc: d, names: names, quotes: quoteScanner{text: a.Text, open: -1}}
	for _, s := range body {
		b.sentence(news.Span{Start: int(s.start), End: int(s.end)})
	}
}

// A builder fills a doc, sentence by sentence.
type builder struct {
	*reader
	*doc
	names     naming
	nextName  int // index into its spans
	nextEntry int // index into its entries
	quotes    quoteScanner
}

// sentence adds the words of one sentence.
func (b *builder) sentence(s news.Span) {
	d := b.doc
	first, cfirst := int32(len(d.hash)), int32(len(d.content))
	skip := 0 // words before this byte belong to a known name that is there already
	for at := s.Start; ; {
		start, end := nextWord(d.article.Text, at, s.End)
		if start < 0 {
			break
		}
		at = end
		w := b.word(d.article.Text[start:end])
		span := news.Span{Start: start, End: end}
		var flag uint8
		if b.quotes.within(span, s.Start) {
			flag = inQuotes
		}
		for b.nextName < len(b.names.spans) && int(b.names.spans[b.nextName].end) <= start {
			b.nextName++
		}
		if b.nextName < len(b.names.spans) && int(b.names.spans[b.nextName].start) < end {
			flag |= inName
		}
		if w.flags&isNumber != 0 {
			flag |= inName
		}
		d.hash = append(d.hash, w.hash)
		d.stem = append(d.stem, w.stem)
		d.rarity = append(d.rarity, w.rarity)
		d.span = append(d.span, span)
		d.flags = append(d.flags, flag)
		if start >= skip {
			skip = b.addContent(w, int32(len(d.hash))-1, first)
		}
	}
	d.sentences = append(d.sentences, sentence{first, int32(len(d.hash)), cfirst, int32(len(d.content)), sumWeights(d.content[cfirst:])})
}

// nextWord returns the first word of text in [at, end): a run of letters, digits
// and combining marks, with the apostrophes between letters, the dots of initials
// ("U.S") and the dots and commas between digits. It returns (-1, -1) if there is
// none.
func nextWord(text string, at, end int) (int, int) {
	start := -1
	single := 0 // bytes of letters since the last dot of initials
	for i := at; i < end; {
		c := text[i]
		if c < utf8.RuneSelf {
			switch class := asciiClass[c]; {
			case class != 0:
				if start < 0 {
					start = i
				}
				single++
				i++
			case start >= 0 && i+1 < end && joinsWord(text, i, single):
				single = 0
				i++
			case start >= 0:
				return start, i
			default:
				i++
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
			single += n
		case r == '’' && start >= 0 && i+n < end && isLetterAt(text, i+n):
			single = 0
		case start >= 0:
			return start, i
		}
		i += n
	}
	if start < 0 {
		return -1, -1
	}
	return start, end
}

// joinsWord reports whether the mark at i, with a word before it, belongs to the
// word. single is how many bytes the word has since its last dot.
func joinsWord(text string, i, single int) bool {
	before, after := asciiClass[text[i-1]], asciiClass[text[i+1]]
	switch text[i] {
	case '\'':
		return isLetterAt(text, i+1)
	case '.':
		return before == digit && after == digit || before == letter && single == 1 && after == letter
	case ',':
		return before == digit && after == digit
	}
	return false
}

func isLetterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// The classes of ASCII bytes.
const (
	letter uint8 = 1
	digit  uint8 = 2
)

var asciiClass = func() (t [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = letter, letter
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = digit
	}
	return t
}()

// fold appends the lower-cased letters and digits of word to buf, with every
// other mark dropped ("Let’s" and "Lets" are one, so are "U.S" and "US"). It
// allocates only for words longer than cap(buf).
func fold(buf []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				buf = append(buf, c)
			case 'A' <= c && c <= 'Z':
				buf = append(buf, c+'a'-'A')
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// hashBytes is FNV-1a with its bits spread.
func hashBytes(b []byte) uint32 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return uint32(spread(h))
}

// spread mixes all bits of h.
func spread(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	return h
}
