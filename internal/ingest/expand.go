package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
)

// A Source is one input that can be opened.
type Source struct {
	Name string // in briefs and messages: as typed, or relative to the given folder, with slashes
	Path string // what to open; "-" is standard input
	Size int64  // bytes on disk; -1 if unknown
}

// An Expansion is what arguments stand for.
type Expansion struct {
	Sources []Source // in the order of the arguments; within a folder or glob in byte order; no file twice
	Errors  []news.InputError
	Notices []news.Notice
}

// Expand finds the files behind args: files, folders (with all below them),
// globs that the shell left alone ("**" stands for any folders), "-" for
// standard input, and http and https addresses. Files and folders whose names begin with a dot are passed
// over unless they are named themselves, folders named *_files (the parts of a
// page that a browser saved) with one notice.
//
// Names are unique: where files of two folders would have the same name, each
// has the name of its folder before it, or if that does not help its whole path
// as typed. The order of args has no say in names. What is missing or empty is an error
// that stops nothing.
func Expand(args []string) Expansion {
	var e expander
	for _, a := range args {
		e.arg(a)
	}
	if e.parts > 0 {
		e.out.Notices = append(e.out.Notices, news.Notice{
			Code: "skipped-folder",
			Message: fmt.Sprintf("skipped %s of page parts (%s); name the folder itself to read it",
				count(e.parts, "folder", "folders"), e.firstParts),
		})
	}
	e.unique()
	return e.out
}

type expander struct {
	out        Expansion
	names      [][]string // parallel to out.Sources: the name and what to call it if that is taken
	parts      int        // folders *_files that were skipped
	firstParts string
}

func (e *expander) fail(name, format string, args ...any) {
	e.out.Errors = append(e.out.Errors, news.InputError{Name: cleanName(name), Message: fmt.Sprintf(format, args...)})
}

// add adds a file by the first of its names.
func (e *expander) add(path string, size int64, names ...string) {
	for i, n := range names {
		names[i] = cleanName(filepath.ToSlash(n))
	}
	e.out.Sources = append(e.out.Sources, Source{Name: names[0], Path: path, Size: size})
	e.names = append(e.names, names)
}

func (e *expander) arg(a string) {
	switch low := strings.ToLower(a); {
	case a == "":
		e.fail(`""`, "an empty name is no input")
		return
	case a == "-":
		e.add("-", -1, "-")
		return
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"):
		e.add(a, -1, a)
		return
	}
	info, err := os.Stat(a)
	switch {
	case err == nil && info.IsDir():
		e.folder(a)
	case err == nil:
		e.add(a, fileSize(info), a)
	case strings.ContainsAny(a, "*?["):
		e.glob(a)
	default:
		e.fail(a, "%s", openMessage(err))
	}
}

// folder adds every file below dir, named relative to it.
func (e *expander) folder(dir string) {
	before, failed := len(e.out.Sources), len(e.out.Errors)
	root := dir
	if info, err := os.Lstat(dir); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // WalkDir follows no link, not even this
	}
	var found []Source
	_ = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		rel = filepath.ToSlash(rel)
		switch {
		case err != nil:
			e.fail(filepath.ToSlash(p), "%s", openMessage(err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case p == root:
		case d.IsDir():
			return e.enter(rel, d.Name())
		case !strings.HasPrefix(d.Name(), "."):
			if size, ok := e.regular(rel, p); ok {
				found = append(found, Source{rel, p, size})
			}
		}
		return nil
	})
	slices.SortFunc(found, func(a, b Source) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range found {
		e.add(s.Path, s.Size, s.Name, filepath.Join(filepath.Base(dir), s.Name), s.Path)
	}
	if len(e.out.Sources) == before && len(e.out.Errors) == failed {
		e.fail(dir, "the folder has no files to read")
	}
}

// enter decides whether the folder rel is walked: [fs.SkipDir] if not.
func (e *expander) enter(rel, name string) error {
	switch {
	case strings.HasPrefix(name, "."):
		return fs.SkipDir
	case isParts(name):
		if e.parts++; e.parts == 1 {
			e.firstParts = cleanName(rel)
		}
		return fs.SkipDir
	}
	return nil
}

// regular returns the size of the file at p, following links, if it is one that
// can be read.
func (e *expander) regular(rel, p string) (size int64, ok bool) {
	info, err := os.Stat(p)
	switch {
	case err != nil:
		e.fail(rel, "%s", openMessage(err))
	case info.IsDir():
		e.fail(rel, "a link to a folder, not followed; name the folder itself to read it")
	case !info.Mode().IsRegular():
		e.fail(rel, "not a regular file")
	default:
		return info.Size(), true
	}
	return 0, false
}

// glob adds what pattern matches, as if the shell had typed it.
func (e *expander) glob(pattern string) {
	if _, err := path.Match(filepath.ToSlash(pattern), ""); err != nil {
		e.fail(pattern, "not a pattern: a bracket is not closed")
		return
	}
	matches := globAll(filepath.ToSlash(pattern))
	if len(matches) == 0 {
		e.fail(pattern, "no file matches")
		return
	}
	deep := strings.Contains(pattern, "**")
	for _, m := range matches {
		info, err := os.Stat(m)
		switch {
		case err != nil:
			e.fail(m, "%s", openMessage(err))
		case info.IsDir() && !deep:
			e.folder(m)
		case !info.IsDir():
			e.add(m, fileSize(info), m)
		}
	}
}

// globAll returns the paths that match pattern, sorted. Like a shell it matches
// names that begin with a dot only where the pattern has that dot.
func globAll(pattern string) []string {
	root := ""
	if strings.HasPrefix(pattern, "/") {
		root = "/"
	}
	level := map[string]bool{root: true}
	if strings.HasSuffix(pattern, "/**") || pattern == "**" {
		pattern += "/*"
	}
	for seg := range strings.SplitSeq(strings.Trim(pattern, "/"), "/") {
		next := map[string]bool{}
		for dir := range level {
			globStep(dir, seg, next)
		}
		level = next
	}
	out := make([]string, 0, len(level))
	for p := range level {
		if p != "" && p != "/" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// globStep puts into next what one segment of a pattern matches below dir.
func globStep(dir, seg string, next map[string]bool) {
	if seg == "**" {
		base := dir
		if base == "" {
			base = "."
		}
		next[dir] = true
		_ = filepath.WalkDir(base, func(p string, d fs.DirEntry, err error) error {
			if err != nil || p == base {
				return nil
			}
			if d.IsDir() && (strings.HasPrefix(d.Name(), ".") || isParts(d.Name())) {
				return fs.SkipDir
			}
			next[filepath.ToSlash(p)] = d.IsDir() || next[filepath.ToSlash(p)]
			return nil
		})
		for p, isDir := range next { // only folders can have something below them
			if !isDir {
				delete(next, p)
			}
		}
		return
	}
	if !strings.ContainsAny(seg, "*?[\\") {
		p := path.Join(dir, seg)
		if _, err := os.Lstat(p); err == nil {
			next[p] = true
		}
		return
	}
	base := dir
	if base == "" {
		base = "."
	}
	entries, _ := os.ReadDir(base)
	for _, d := range entries {
		if strings.HasPrefix(d.Name(), ".") && !strings.HasPrefix(seg, ".") {
			continue
		}
		if ok, _ := path.Match(seg, d.Name()); ok {
			next[path.Join(dir, d.Name())] = true
		}
	}
}

// unique drops files that were named twice and sees to it that names differ.
func (e *expander) unique() {
	first := map[string]int{} // cleaned path → index kept
	var src []Source
	var names [][]string
	for i, s := range e.out.Sources {
		key := filepath.Clean(s.Path)
		k, again := first[key]
		if !again {
			first[key] = len(src)
			src, names = append(src, s), append(names, e.names[i])
		} else if slices.Compare(e.names[i], names[k]) < 0 {
			// The lesser name stays, so that the order of arguments has no say.
			src[k].Name, names[k] = s.Name, e.names[i]
		}
	}
	for changed := true; changed; {
		changed = false
		seen := map[string]int{}
		for _, s := range src {
			seen[s.Name]++
		}
		for i := range src {
			if seen[src[i].Name] > 1 && len(names[i]) > 1 {
				names[i] = names[i][1:]
				src[i].Name, changed = names[i][0], true
			}
		}
	}
	e.out.Sources = src
}

// isParts reports whether a folder's name is that of the parts of a saved page.
func isParts(name string) bool {
	return strings.HasSuffix(name, "_files") && len(name) > len("_files")
}

func fileSize(info fs.FileInfo) int64 {
	if !info.Mode().IsRegular() {
		return -1
	}
	return info.Size()
}

// openMessage says in plain words why a file could not be opened.
func openMessage(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return "cannot be read: " + err.Error()
}

// cleanName makes a name fit for one line of valid UTF-8, with nothing in it that
// commands a terminal or turns the line around: names of files may hold any bytes.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			return '\uFFFD'
		}
		return r
	}, name)
}

// count returns "1 folder" or "3 folders".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped writes n with a comma between groups of three digits.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
