package ingest

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/twosource/twosource/internal/news"
)

// A Reader reads sources. Make one with [New]; its methods may be called from
// several goroutines.
type Reader struct {
	opts  Options
	lim   Limits
	cols  columns
	bytes atomic.Int64
}

// New returns a Reader. The error names a key of [Options.Columns] that is no
// target.
func New(o Options) (*Reader, error) {
	cols, err := newColumns(o.Columns)
	if err != nil {
		return nil, err
	}
	return &Reader{opts: o, lim: o.Limits.orDefault(), cols: cols}, nil
}

// BytesRead returns how many bytes of all sources have been read so far, packed
// as they are on disk: to be held against the sum of [Source.Size].
func (r *Reader) BytesRead() int64 { return r.bytes.Load() }

// A Result is the account of one source.
type Result struct {
	// File.SHA256 is "" if the input was not read to its end: not opened,
	// stopped, failed on the way, or above 256 MB and of a kind that is not
	// read, as a film.
	File    news.InputFile
	Notices []news.Notice
}

// Each reads one source and gives its pages to yield in the order of the file.
// What cannot be read stands in the result, and reading goes on behind it.
//
// The error is that of yield, which stops the reading, or that of ctx; the
// result then holds what was found until then. Memory is bounded by [Limits],
// whatever the length of the source.
func (r *Reader) Each(ctx context.Context, src Source, yield func(news.Page) error) (Result, error) {
	j := &job{reader: r, ctx: ctx, yield: yield, lim: r.lim, source: src.Name}
	j.res.File.Name = src.Name
	if isAddress(src.Path) {
		j.web(src.Path)
		j.finish()
		if j.stopped == nil {
			j.stopped = ctx.Err()
		}
		return j.res, j.stopped
	}
	f, err := r.open(src)
	if err != nil {
		j.fail(src.Name, 0, "%s", openMessage(err))
		return j.res, nil
	}
	defer f.Close()
	raw := &rawReader{ctx: ctx, r: f, sum: sha256.New(), total: &r.bytes}
	j.raw = raw
	br := borrow(raw)
	defer giveBack(br)
	j.file, _ = f.(*os.File)
	j.stream(src.Name, br)
	if j.toEnd(src.Name, br) {
		j.res.File.SHA256 = hex.EncodeToString(raw.sum.Sum(nil))
	}
	j.finish()
	if j.stopped == nil {
		j.stopped = ctx.Err()
	}
	return j.res, j.stopped
}

// maxUnread bounds how much of an input of a kind that is not read goes through
// the hash: not all of a film.
const maxUnread = 256e6

// toEnd reads what is left, for the hash is that of the whole input. It reports
// whether the end was reached.
func (j *job) toEnd(name string, br *bufio.Reader) bool {
	if j.stopped != nil {
		return false
	}
	var err error
	if j.unread {
		_, err = io.CopyN(io.Discard, br, maxUnread)
	} else if _, err = io.Copy(io.Discard, br); err == nil {
		err = io.EOF
	}
	return err == io.EOF || err != nil && !j.readFailed(name, 0, err)
}

func (r *Reader) open(src Source) (io.ReadCloser, error) {
	if src.Path == "-" {
		return io.NopCloser(r.opts.stdin()), nil
	}
	return os.Open(src.Path)
}

// A job is the reading of one source.
type job struct {
	reader  *Reader
	ctx     context.Context
	yield   func(news.Page) error
	lim     Limits
	source  string
	file    *os.File // nil unless the source is a file
	res     Result
	places  int    // errors with a line so far
	more    int    // errors beyond what is listed
	stopped error  // of yield or ctx: read nothing more
	unread  bool   // the kind of the whole source is not read: hash it only if that is cheap
	packed  bool   // inside gzip or zstd
	fetched string // when the record at hand was, for all pages in it
	zipped  bool   // inside a ZIP or tar

	raw      *rawReader // of the source as it lies there; nil for an address
	unpacked int64      // bytes, at all depths

	mended, mendedPages int // stretches that were encoded twice, and the pages that had them
}

// maxErrors bounds the errors of one source that have no line: those of the
// members of a ZIP, each of which is named.
const maxErrors = 1000

// fail notes an error of the input called name.
func (j *job) fail(name string, line int, format string, args ...any) {
	if line > 0 {
		j.places++
	}
	if j.places > j.lim.Errors && line > 0 || len(j.res.File.Errors) >= maxErrors {
		j.more++
		return
	}
	j.stop(name, line, format, args...)
}

// stop notes an error behind which name is not read further: broken lines before
// it do not keep it from being listed.
func (j *job) stop(name string, line int, format string, args ...any) {
	if len(j.res.File.Errors) >= 2*maxErrors {
		j.more++
		return
	}
	j.res.File.Errors = append(j.res.File.Errors,
		news.InputError{Name: cleanName(name), Line: line, Message: plain(fmt.Sprintf(format, args...))})
}

func (j *job) notice(code, format string, args ...any) {
	if len(j.res.Notices) < maxErrors {
		j.res.Notices = append(j.res.Notices, news.Notice{Code: code, Message: plain(fmt.Sprintf(format, args...))})
	}
}

// plain makes a message one line of at most 500 bytes, for it may hold words of
// the input.
func plain(s string) string {
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:497], "") + "…"
	}
	return cleanName(s)
}

// readFailed notes why reading stopped, unless err is nil or the end of the
// file. It reports whether there was anything to note.
func (j *job) readFailed(name string, line int, err error) bool {
	if err == nil || err == io.EOF || j.stopped != nil {
		return false
	}
	if cerr := j.ctx.Err(); cerr != nil {
		j.stopped = cerr
		return true
	}
	var u *unpackError
	if errors.As(err, &u) {
		j.stop(name, line, "%s", u.message)
	} else {
		j.stop(name, line, "%s", openMessage(err))
	}
	return true
}

// maxTitle bounds a headline, in bytes. Ours: the longest of the 30,078 in the archive has 231.
const maxTitle = 8 << 10

// page gives p to the caller. It reports whether reading goes on.
func (j *job) page(p news.Page) bool {
	p.Stated.DateOrder = j.reader.opts.DateOrder
	p.Stated.Fetched = cmp.Or(p.Stated.Fetched, j.fetched)
	if n := len(p.Stated.Title); n > maxTitle {
		j.notice("long-title", "%s: a title of %s is no title and was left out", p.Input.Name, size(int64(n)))
		p.Stated.Title = ""
	}
	if n := mend(&p); n > 0 {
		j.mended += n
		j.mendedPages++
	}
	if j.stopped = j.ctx.Err(); j.stopped != nil {
		return false
	}
	j.res.File.Articles++
	j.stopped = j.yield(p)
	return j.stopped == nil
}

func (j *job) finish() {
	if j.mended > 0 {
		j.notice("encoded-twice", "%s: %s in %s had been encoded twice (as in \"â€™\" for \"’\"); read as meant",
			j.source, count(j.mended, "place", "places"), count(j.mendedPages, "page", "pages"))
	}
	if j.more > 0 {
		j.res.File.Errors = append(j.res.File.Errors, news.InputError{
			Name: j.source, Message: fmt.Sprintf("%s more could not be read", count(j.more, "place", "places"))})
	}
}

// sniffSize is how much of an input decides its kind.
const sniffSize = 32 << 10

// stream reads one input, whole or member, of any kind.
func (j *job) stream(name string, br *bufio.Reader) {
	head, err := br.Peek(sniffSize)
	if len(head) == 0 {
		if !j.readFailed(name, 0, err) {
			j.fail(name, 0, "the file is empty")
		}
		return
	}
	if p := packing(head); p != "" {
		j.unpack(name, p, br)
		return
	}
	s := sniff(name, head, err == io.EOF, &j.reader.cols)
	switch s.kind {
	case kindRefused:
		j.unread = !j.packed && !j.zipped
		j.fail(name, 0, "%s", s.why)
	case kindZIP:
		j.zip(name, br)
	case kindTar:
		j.tar(name, br)
	case kindWARC:
		j.warc(name, br)
	case kindJSONL:
		j.jsonLines(name, asUTF8(br, s.wide))
	case kindJSON:
		j.jsonDocument(name, asUTF8(br, s.wide))
	case kindTable:
		j.table(name, asUTF8(br, s.wide), s.separator)
	case kindMHTML:
		j.mhtml(name, br)
	default:
		j.whole(name, br, s.kind)
	}
}

// whole reads an input that is one page, or that must be held to be read.
func (j *job) whole(name string, br *bufio.Reader, k kind) {
	b, ok := j.readAll(name, br)
	if !ok {
		return
	}
	switch k {
	case kindHTML:
		j.html(name, b, "")
	case kindFeed:
		j.feed(name, b)
	case kindAddresses:
		j.addresses(name, decode(b, "").text)
	case kindList:
		j.list(name, b)
	default:
		j.text(name, b, k == kindMarkdown)
	}
}

// readAll returns the rest of br, at most [Limits.Page] bytes.
func (j *job) readAll(name string, br *bufio.Reader) ([]byte, bool) {
	b, err := io.ReadAll(io.LimitReader(br, int64(j.lim.Page)+1))
	switch {
	case j.readFailed(name, 0, err):
		return nil, false
	case len(b) > j.lim.Page:
		j.fail(name, 0, "larger than %s, too large for one article; split it, or give many articles as JSON Lines", size(int64(j.lim.Page)))
		return nil, false
	}
	return b, true
}

// size writes a number of bytes for people, in powers of ten.
func size(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 10e6:
		return fmt.Sprintf("%d MB", n/1e6)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%d kB", n/1e3)
	}
	return count(int(n), "byte", "bytes")
}

// A rawReader counts and hashes what it reads and stops when ctx ends.
type rawReader struct {
	ctx   context.Context
	r     io.Reader
	sum   hash.Hash
	n     int64         // bytes read
	total *atomic.Int64 // of all sources
}

func (r *rawReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	r.sum.Write(p[:n])
	r.n += int64(n)
	r.total.Add(int64(n))
	return n, err
}

var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 2*sniffSize) }}

func borrow(r io.Reader) *bufio.Reader {
	br := buffers.Get().(*bufio.Reader)
	br.Reset(r)
	return br
}

func giveBack(br *bufio.Reader) {
	br.Reset(nil)
	buffers.Put(br)
}
