package reuse

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrIndex says that a folder does not hold an index that can be used: a file is
// damaged, cut, missing or something else, or was made by another version or of
// other sketches. [RebuildFolder] makes it again.
var ErrIndex = errors.New("reuse: the index cannot be used and must be made again")

// A Folder is an [Index] in files, which may be thrown away at any time: its
// segments, the sketches of the articles that are in no segment yet, and the names of
// all articles. Its form is docs/formats/reuse-index.md.
//
// One process at a time may change a folder, which the caller sees to; that it is
// killed costs no more than the articles since [Folder.Sync], which Len tells. The
// files depend on the articles and their order alone, not on how often the folder was
// closed in between.
type Folder struct {
	dir    string
	key    [keyBytes]byte
	index  *Index
	files  []*os.File // of the segments
	names  []byte     // of all articles, one after the other
	starts []uint32   // of the names, and where the last one ends
	latest *os.File
	out    *bufio.Writer // to latest
}

const (
	latestName   = "latest"
	namesName    = "names"
	segmentExt   = ".segment"
	unfinished   = ".unfinished"
	latestMagic  = "tslatest" + string(rune('0'+sketchVersion))
	keyBytes     = 16
	recordBytes  = 8       // before a record: its length and its checksum
	mostRecord   = 1 << 28 // bytes of a record
	mostNameSize = 1 << 10
)

// OpenFolder opens the index in a folder, which is made if there is none. key names
// what the sketches are made by: the knowledge and the boilerplate that the
// [Sketcher] was given, and the revisions of the stages that the articles come from.
// The error wraps [ErrIndex] if the folder holds something else.
//
// It reads the directories of the segments, 100 to 300 bytes for each article, and not
// the postings; see [Folder.Verify].
func OpenFolder(dir, key string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("reuse: index: %w", err)
	}
	sum := sha256.Sum256([]byte(key))
	x := &Folder{dir: dir, key: [keyBytes]byte(sum[:]), starts: []uint32{0}}
	for _, open := range []func() error{x.openSegments, x.openNames, x.openLatest} {
		if err := open(); err != nil {
			return nil, errors.Join(err, x.Close())
		}
	}
	return x, nil
}

// RemoveFolder removes the index in a folder, and the folder if it has nothing else. It
// is no error if there is none.
func RemoveFolder(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	others := 0
	for _, e := range list {
		name := e.Name()
		if name != latestName && name != namesName && !strings.HasSuffix(name, segmentExt) && !strings.HasSuffix(name, unfinished) {
			others++
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("reuse: index: %w", err)
		}
	}
	if others > 0 {
		return nil
	}
	if err := os.Remove(dir); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	return nil
}

// RebuildFolder makes the index in a folder again, of named sketches in the order in
// which they were added; what the folder has of another is removed.
func RebuildFolder(dir, key string, articles iter.Seq2[string, *Sketch]) (*Folder, error) {
	if err := RemoveFolder(dir); err != nil {
		return nil, err
	}
	x, err := OpenFolder(dir, key)
	if err != nil {
		return nil, err
	}
	for name, sketch := range articles {
		if _, err := x.Add(name, sketch); err != nil {
			return nil, errors.Join(err, x.Close())
		}
	}
	if err := x.Sync(); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// Len returns the number of articles.
func (x *Folder) Len() int { return x.index.Len() }

// Name returns the name that article n was added under.
func (x *Folder) Name(n int) string { return string(x.names[x.starts[n]:x.starts[n+1]]) }

// Search returns a Search of the index, good until the next Add.
func (x *Folder) Search() *Search { return x.index.Search() }

// Boilerplate is [Index.Boilerplate].
func (x *Folder) Boilerplate(least int, families []string) (*Boilerplate, error) {
	return x.index.Boilerplate(least, families)
}

// CheckFolder reads all files of the index in a folder, which another process may be
// changing, and changes nothing. The error wraps [ErrIndex] if it cannot be used with
// this key.
func CheckFolder(dir, key string) error {
	names, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+segmentExt))
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	for _, name := range names {
		if err := checkSegment(name); err != nil && !errors.Is(err, os.ErrNotExist) { // else it was merged meanwhile
			return fmt.Errorf("%w: %s: %w", ErrIndex, name, err)
		}
	}
	name := filepath.Join(dir, latestName)
	data, err := os.ReadFile(name)
	sum := sha256.Sum256([]byte(key))
	if head := append([]byte(latestMagic), sum[:keyBytes]...); err != nil || !bytes.HasPrefix(data, head) {
		return fmt.Errorf("%w: %s: %w", ErrIndex, name, errLatest)
	}
	return nil
}

func checkSegment(name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s, err := MapSegment(f, false)
	if err != nil {
		return err
	}
	return errors.Join(s.Verify(), s.Close())
}

// Verify reads everything and reports whether it is as it was written; the error
// wraps [ErrIndex] if it is not.
func (x *Folder) Verify() error {
	for i, s := range x.index.segments {
		if err := s.Verify(); err != nil {
			return x.unusable(filepath.Base(x.files[i].Name()), err)
		}
	}
	return nil
}

// Add adds an article under a name of at most 1,024 bytes without line ends, by
// which the caller knows it, and returns its number. After an error, as when the disk
// is full, the folder is good for nothing but to be closed; it can be opened again.
func (x *Folder) Add(name string, s *Sketch) (number int, err error) {
	if len(name) > mostNameSize || strings.Contains(name, "\n") {
		return 0, fmt.Errorf("reuse: index: %.40q cannot be the name of an article", name)
	}
	if number, err = x.index.Add(s); err != nil {
		return 0, err
	}
	x.name([]byte(name))
	record := append([]byte(name), '\n')
	if record, err = s.AppendBinary(record); err != nil {
		return 0, err
	}
	var head [recordBytes]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(record)))
	binary.BigEndian.PutUint32(head[4:], crc32.ChecksumIEEE(record))
	for _, part := range [][]byte{head[:], record} {
		if _, err := x.out.Write(part); err != nil {
			return 0, fmt.Errorf("reuse: index: %w", err)
		}
	}
	if n, due := x.index.Due(); due {
		return number, x.write(n)
	}
	return number, nil
}

// Sync sees to it that all articles outlive a loss of power.
func (x *Folder) Sync() error {
	if err := x.out.Flush(); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	return x.latest.Sync()
}

// Close ends the use of the folder; what was added is kept.
func (x *Folder) Close() error {
	var faults []error
	if x.out != nil {
		faults = append(faults, x.out.Flush())
	}
	if x.latest != nil {
		faults = append(faults, x.latest.Close())
	}
	if x.index != nil {
		for _, s := range x.index.segments {
			faults = append(faults, s.Close())
		}
	}
	for _, f := range x.files {
		faults = append(faults, f.Close())
	}
	*x = Folder{}
	return errors.Join(faults...)
}

// name keeps the name of the next article.
func (x *Folder) name(name []byte) {
	x.names = append(x.names, name...)
	x.starts = append(x.starts, uint32(len(x.names)))
}

// write writes the latest articles, and with them the last n segments, as one.
func (x *Folder) write(n int) error {
	merged := slices.Clone(x.index.segments[len(x.index.segments)-n:])
	first := int(x.index.first)
	if n > 0 {
		first, _ = merged[0].Articles()
	}
	// The names first: those of articles that no segment has are dropped again.
	if err := x.writeNames(int(x.index.first)); err != nil {
		return err
	}
	name := filepath.Join(x.dir, fmt.Sprintf("%08d-%08d%s", first, x.index.Len(), segmentExt))
	if err := writeFile(name, func(w io.Writer) error { return x.index.Write(w, n) }); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	s, err := MapSegment(f, true)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	old := slices.Clone(x.files[len(x.files)-n:])
	if err := x.index.Replace(n, s); err != nil {
		return errors.Join(err, s.Close(), f.Close())
	}
	x.files = append(x.files[:len(x.files)-n], f)
	for i, f := range old {
		if err := errors.Join(merged[i].Close(), f.Close(), os.Remove(f.Name())); err != nil {
			return err
		}
	}
	return x.beginLatest()
}

// writeNames adds the names of articles from first on to the file of names.
func (x *Folder) writeNames(first int) (err error) {
	f, err := os.OpenFile(filepath.Join(x.dir, namesName), os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	// Each has a line end.
	at := int64(x.starts[first]) + int64(first)
	if err := f.Truncate(at); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	var lines []byte
	for n := first; n < x.Len(); n++ {
		lines = append(append(lines, x.names[x.starts[n]:x.starts[n+1]]...), '\n')
	}
	if _, err := f.WriteAt(lines, at); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	return f.Sync()
}

// writeFile writes a file that is there whole or not at all.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name + unfinished)
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), name)
}

// beginLatest begins a new file of sketches, for articles that are in no segment.
func (x *Folder) beginLatest() error {
	if x.latest != nil {
		if err := x.latest.Close(); err != nil {
			return fmt.Errorf("reuse: index: %w", err)
		}
		x.latest = nil
	}
	name := filepath.Join(x.dir, latestName)
	err := writeFile(name, func(w io.Writer) error {
		head := append([]byte(latestMagic), x.key[:]...)
		_, err := w.Write(binary.BigEndian.AppendUint32(head, x.index.first))
		return err
	})
	if err != nil {
		return err
	}
	if x.latest, err = os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	x.out = bufio.NewWriterSize(x.latest, 1<<16)
	return nil
}

// unusable says that a file of the folder cannot be used, and why.
func (x *Folder) unusable(file string, why error) error {
	return fmt.Errorf("%w: %s: %w", ErrIndex, filepath.Join(x.dir, file), why)
}

// openSegments opens the segments. Where a merge was cut short after its result was
// there, those that it was made of are removed.
func (x *Folder) openSegments() error {
	names, err := filepath.Glob(filepath.Join(escapeGlob(x.dir), "*"+segmentExt))
	if err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	x.index = new(Index)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("reuse: index: %w", err)
		}
		s, err := MapSegment(f, false)
		if err != nil {
			return errors.Join(x.unusable(filepath.Base(name), err), f.Close())
		}
		x.files, x.index.segments = append(x.files, f), append(x.index.segments, s)
	}
	if err := x.dropMerged(); err != nil {
		return err
	}
	index, err := NewIndex(x.index.segments...)
	if err != nil {
		return x.unusable("", err)
	}
	x.index = index
	return nil
}

// dropMerged sorts the segments and removes those whose articles another has too.
func (x *Folder) dropMerged() error {
	type opened struct {
		*Segment
		file       *os.File
		first, end int
	}
	var list []opened
	for i, s := range x.index.segments {
		first, n := s.Articles()
		list = append(list, opened{s, x.files[i], first, first + n})
	}
	slices.SortFunc(list, func(a, b opened) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.end, a.end)) })
	x.index.segments, x.files = nil, nil
	end := 0
	var faults []error
	for _, o := range list {
		if o.end <= end {
			faults = append(faults, o.Close(), o.file.Close(), os.Remove(o.file.Name()))
			continue
		}
		x.index.segments, x.files, end = append(x.index.segments, o.Segment), append(x.files, o.file), o.end
	}
	return errors.Join(faults...)
}

// escapeGlob quotes what a pattern would take for more than itself.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(dir)
}

// openNames reads the names of the articles that are in segments.
func (x *Folder) openNames() error {
	data, err := os.ReadFile(filepath.Join(x.dir, namesName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reuse: index: %w", err)
	}
	for range x.index.first {
		name, rest, ok := bytes.Cut(data, []byte{'\n'})
		if !ok {
			return x.unusable(namesName, errors.New("names of articles are missing"))
		}
		x.name(name)
		data = rest
	}
	return nil
}

// errLatest says what is wrong with the file of the latest articles.
var errLatest = errors.New("the latest articles are missing, or of another version, or of other sketches")

// openLatest reads the sketches of the articles that are in no segment. From the
// first that was not written whole on, they are dropped.
func (x *Folder) openLatest() error {
	name := filepath.Join(x.dir, latestName)
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) && x.index.first == 0 {
		return x.beginLatest()
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reuse: index: %w", err)
	}
	head := len(latestMagic) + keyBytes + 4
	if len(data) < head || string(data[:len(latestMagic)]) != latestMagic || !bytes.Equal(data[len(latestMagic):head-4], x.key[:]) {
		return x.unusable(latestName, errLatest)
	}
	number := binary.BigEndian.Uint32(data[head-4:])
	switch {
	case number > x.index.first:
		return x.unusable(latestName, errLatest)
	case number < x.index.first:
		// A segment has them: the process ended before a new file was begun.
		return x.beginLatest()
	}
	at := head
	for {
		name, sketch, size, ok := readRecord(data[at:])
		if !ok {
			break
		}
		if _, err := x.index.Add(sketch); err != nil {
			return err
		}
		x.name(name)
		at += size
	}
	if x.latest, err = os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return fmt.Errorf("reuse: index: %w", err)
	}
	x.out = bufio.NewWriterSize(x.latest, 1<<16)
	if at == len(data) {
		return nil
	}
	return x.latest.Truncate(int64(at))
}

// readRecord reads a named sketch; ok is false if there is none, or not whole.
func readRecord(data []byte) (name []byte, s *Sketch, size int, ok bool) {
	if len(data) < recordBytes {
		return nil, nil, 0, false
	}
	n := binary.BigEndian.Uint32(data)
	if n > mostRecord || int(n) > len(data)-recordBytes {
		return nil, nil, 0, false
	}
	record := data[recordBytes : recordBytes+int(n)]
	if crc32.ChecksumIEEE(record) != binary.BigEndian.Uint32(data[4:]) {
		return nil, nil, 0, false
	}
	name, sketch, ok := bytes.Cut(record, []byte{'\n'})
	s = new(Sketch)
	if !ok || s.UnmarshalBinary(sketch) != nil {
		return nil, nil, 0, false
	}
	return name, s, recordBytes + int(n), true
}
