package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// An unpackError says in words for the user why unpacking stopped.
type unpackError struct{ message string }

func (e *unpackError) Error() string { return e.message }

// packing names the compression whose magic bytes b begins with, or "".
func packing(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0x1F, 0x8B}):
		return "gzip"
	case bytes.HasPrefix(b, []byte{0x28, 0xB5, 0x2F, 0xFD}),
		len(b) > 4 && b[0]&0xF0 == 0x50 && b[1] == 0x2A && b[2] == 0x4D && b[3] == 0x18: // a skippable frame first
		return "zstd"
	}
	return ""
}

// zstdWindow bounds the memory of one zstd stream. 128 MiB is what the zstd
// program itself accepts without --long.
const zstdWindow = 128 << 20

// unpack reads what is inside gzip or zstd.
func (j *job) unpack(name, how string, br *bufio.Reader) {
	if j.packed {
		j.fail(name, 0, "packed twice (%s within a packed file); unpack it once first", how)
		return
	}
	j.packed = true
	defer func() { j.packed = false }()
	in := &counter{r: br}
	var r io.Reader
	switch how {
	case "gzip":
		z, err := gzip.NewReader(in)
		if err != nil {
			j.fail(name, 0, "%s", unpackMessage(how, 0, err))
			return
		}
		r = z
	case "zstd":
		dict, err := leadingDict(br)
		options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow)}
		if dict != nil {
			options = append(options, zstd.WithDecoderDicts(dict))
		}
		var z *zstd.Decoder
		if err == nil {
			z, err = zstd.NewReader(in, options...)
		}
		if err != nil {
			j.fail(name, 0, "%s", unpackMessage(how, 0, err))
			return
		}
		defer z.Close()
		r = z
	}
	inner := borrow(&unpacker{job: j, r: r, in: in, how: how})
	defer giveBack(inner)
	j.stream(name, inner)
}

// maxDict bounds the dictionary of a zstd stream, ours: those of archives are
// below 1 MB.
const maxDict = 8 << 20

// leadingDict reads the dictionary that a .warc.zst begins with, in a frame
// that others skip; nil if there is none. Source: IIPC, Zstandard
// Compression for WARC Files 1.0.
func leadingDict(br *bufio.Reader) ([]byte, error) {
	head, _ := br.Peek(12)
	if !bytes.HasPrefix(head, []byte{0x5D, 0x2A, 0x4D, 0x18}) || len(head) < 12 {
		return nil, nil
	}
	n := binary.LittleEndian.Uint32(head[4:])
	plain, packed := bytes.HasPrefix(head[8:], []byte{0x37, 0xA4, 0x30, 0xEC}), packing(head[8:]) == "zstd"
	if n > maxDict || !plain && !packed {
		return nil, nil
	}
	if _, err := br.Discard(8); err != nil {
		return nil, err
	}
	var b bytes.Buffer // grows as bytes come: the length may be a lie
	if _, err := io.CopyN(&b, br, int64(n)); err != nil || plain {
		return b.Bytes(), err
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDict))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(b.Bytes(), nil)
}

// A counter counts what it reads.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// overpacked reports whether what was unpacked of the source so far, at all depths, is
// more than it may be of what lies on the disk. Each packing by itself may keep to
// the ratio where one within another does not.
func (j *job) overpacked() bool {
	return j.unpacked > bombFloor && j.raw != nil && j.unpacked/j.lim.Ratio > j.raw.n
}

// defuse reports whether the source is such a bomb, and says so of name.
func (j *job) defuse(name string) bool {
	if !j.overpacked() {
		return false
	}
	j.stop(name, 0, "%s", j.bombMessage())
	return true
}

func (j *job) bombMessage() string {
	return fmt.Sprintf("unpacks to more than %d times its size (a decompression bomb?); not read further", j.lim.Ratio)
}

// An unpacker words the errors of a decompressor, stops a bomb, and stops when
// the job does.
type unpacker struct {
	job *job
	r   io.Reader
	in  *counter
	out int64
	how string
}

func (u *unpacker) Read(p []byte) (int, error) {
	if err := u.job.ctx.Err(); err != nil {
		return 0, err
	}
	// As much as there is room for: many small members make many small pieces,
	// each of which would cost those who look ahead a move of their buffer.
	var n int
	var err error
	for n < len(p) && err == nil {
		var k int
		k, err = u.r.Read(p[n:])
		n += k
	}
	u.out += int64(n)
	u.job.unpacked += int64(n)
	if u.out > bombFloor && u.out/u.job.lim.Ratio > u.in.n || u.job.overpacked() {
		return n, &unpackError{u.job.bombMessage()}
	}
	if err != nil && err != io.EOF {
		err = &unpackError{unpackMessage(u.how, u.out, err)}
	}
	return n, err
}

func unpackMessage(how string, out int64, err error) string {
	after := "at its start"
	if out > 0 {
		after = "after " + size(out) + " unpacked"
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Sprintf("the %s data ends too early, %s: the file is truncated; get it again", how, after)
	case errors.Is(err, gzip.ErrHeader) && out > 0:
		return fmt.Sprintf("something that is not %s follows, %s; it is not read", how, after)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Sprintf("the %s data wants more than %s of memory; unpack it first", how, size(zstdWindow))
	}
	return fmt.Sprintf("the %s data is damaged, %s; get it again", how, after)
}

// zip reads the members of a ZIP in byte order of their names.
func (j *job) zip(name string, br *bufio.Reader) {
	if j.zipped {
		j.fail(name, 0, "an archive within an archive; unpack it first")
		return
	}
	z, n, err := j.openZIP(name, br)
	if err != nil {
		if !j.readFailed(name, 0, err) {
			j.fail(name, 0, "%v", err)
		}
		return
	}
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" || f.Name == "META-INF/MANIFEST.MF" {
			j.fail(name, 0, "%s", refuse("an office document, e-book or program (a ZIP inside)"))
			return
		}
	}
	if len(z.File) > j.lim.Members {
		j.fail(name, 0, "holds more than %s files; unpack it and give the folder", grouped(j.lim.Members))
		return
	}
	j.zipped = true
	defer func() { j.zipped = false }()
	if j.members(name, z, n) == 0 {
		j.fail(name, 0, "the ZIP has no files to read")
	}
}

// members reads the files of z, an archive of packed bytes, and returns their
// number.
func (j *job) members(name string, z *zip.Reader, packed int64) (n int) {
	files := slices.Clone(z.File)
	slices.SortStableFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var m memberNames
	var in, out int64 // of all members so far, for the ratio
	for _, f := range files {
		full := m.name(name, f.Name, f.FileInfo().IsDir())
		if full == "" {
			continue
		}
		n++
		in = min(in+int64(min(f.CompressedSize64, 1<<40)), packed) // the directory may lie
		j.member(full, f, in, &out)
		switch {
		case j.stopped != nil:
			return n
		case out > bombFloor && out/j.lim.Ratio > in:
			j.fail(name, 0, "%s", j.bombMessage())
			return n
		case j.defuse(name):
			return n
		}
	}
	j.skippedParts(name, m.parts)
	return n
}

// A memberNames names the members of one archive. Its zero value is ready.
type memberNames struct {
	parts int // of saved pages, skipped
	seen  map[string]int
}

// name returns what to call a member of an archive, or "" for one that is not
// read: a folder, a hidden file, a part of a saved page.
func (m *memberNames) name(archive, member string, folder bool) string {
	inner := strings.TrimPrefix(strings.ReplaceAll(member, `\`, "/"), "./")
	if folder || strings.HasSuffix(inner, "/") || hiddenMember(inner) {
		return ""
	}
	if partsMember(inner) {
		m.parts++
		return ""
	}
	if m.seen == nil {
		m.seen = map[string]int{}
	}
	full := archive + "/" + cleanName(strings.TrimLeft(inner, "/"))
	if m.seen[full]++; m.seen[full] > 1 {
		full = fmt.Sprintf("%s (%d)", full, m.seen[full])
	}
	return full
}

func (j *job) skippedParts(name string, n int) {
	if n > 0 {
		j.notice("skipped-folder", "%s: skipped %s of saved pages (in folders *_files)", name, count(n, "part", "parts"))
	}
}

// member reads one file of a ZIP. In and out are the bytes of all members so
// far, packed and unpacked.
func (j *job) member(full string, f *zip.File, in int64, out *int64) {
	if f.Flags&1 != 0 {
		j.fail(full, 0, "encrypted; unpack the ZIP with its password first")
		return
	}
	r, err := f.Open()
	if err != nil {
		if errors.Is(err, zip.ErrAlgorithm) {
			j.fail(full, 0, "packed in a way that is not read (method %d); unpack the ZIP first", f.Method)
		} else {
			j.fail(full, 0, "the ZIP is damaged here; get it again")
		}
		return
	}
	defer r.Close()
	u := &unpacker{job: j, r: r, in: &counter{n: in}, out: *out, how: "ZIP"}
	br := borrow(u)
	j.stream(full, br)
	giveBack(br)
	*out = u.out
}

// openZIP opens a ZIP where it lies, or holds it if it comes as a stream. It
// returns its size too.
func (j *job) openZIP(name string, br *bufio.Reader) (z *zip.Reader, n int64, err error) {
	var at io.ReaderAt
	if info, err := statRegular(j); err == nil && !j.packed {
		// The whole file goes through br for its hash; the ZIP is read beside it.
		if _, err := io.Copy(io.Discard, br); err != nil {
			return nil, 0, err
		}
		at, n = j.file, info
	} else {
		b, err := io.ReadAll(io.LimitReader(br, j.lim.Archive+1))
		if err != nil {
			return nil, 0, err
		}
		if int64(len(b)) > j.lim.Archive {
			return nil, 0, &unpackError{fmt.Sprintf("a ZIP of more than %s that is not a plain file; unpack it first", size(j.lim.Archive))}
		}
		at, n = bytes.NewReader(b), int64(len(b))
	}
	list := &boundedReaderAt{at: at, left: maxDirectory}
	z, err = zip.NewReader(list, n)
	if list.left < 0 {
		return nil, 0, &unpackError{fmt.Sprintf("a ZIP whose list of files takes more than %s; unpack it and give the folder", size(maxDirectory))}
	}
	list.done = true
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is written, so no path can harm
		return nil, 0, &unpackError{"the ZIP is damaged or truncated; get it again"}
	}
	z.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow)))
	return z, n, nil
}

// maxDirectory bounds the list of files at the end of a ZIP: [Limits.Members] counts
// only what is in memory already. Ours: 335 bytes for each file of the most.
const maxDirectory = 32 << 20

// A boundedReaderAt reads so many bytes until it is done with what is bounded.
type boundedReaderAt struct {
	at   io.ReaderAt
	left int64 // below 0 once more was asked for
	done bool
}

// ReadAt reads as long as there is anything left.
func (b *boundedReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if !b.done {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return b.at.ReadAt(p, off)
}

func statRegular(j *job) (int64, error) {
	if j.file == nil {
		return 0, io.EOF
	}
	info, err := j.file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = io.EOF
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func hiddenMember(name string) bool {
	for seg := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(seg, ".") && seg != "." && seg != ".." || seg == "__MACOSX" {
			return true
		}
	}
	return false
}

func partsMember(name string) bool {
	for seg := range strings.SplitSeq(path.Dir(name), "/") {
		if isParts(seg) {
			return true
		}
	}
	return false
}
