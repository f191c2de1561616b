package knowledge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// maxPlain bounds a table that a user may give, in bytes.
const maxPlain = 8 << 20

// A RowError is one line of a plain table that cannot be read.
type RowError struct {
	File    string // as given to [Read] or [ReadRows]
	Line    int    // 1-based
	Message string
}

// Error returns "file:line: message".
func (e *RowError) Error() string { return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Message }

// Read returns the shipped tables with the user's table before them. The format
// of data is that of [ReadRows]; file is for messages.
//
// A row adds to what is known: one that names a known thing of the same kind and
// country, or repeats its key, gives it more names, and its own name for
// showing. Where the user's names and the shipped ones meet, the user's are
// taken. The error joins a [*RowError] for each line that cannot be read; the
// Base is then nil.
func Read(file string, data []byte) (*Base, error) {
	rows, err := ReadRows(file, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	b := &Base{sum: hex.EncodeToString(sum[:])}
	var agencies []Row
	var domains []string
	for i := range rows {
		r := &rows[i]
		if known, ok := shippedNames.Lookup(r.Name); ok && known.Kind == r.Kind && (known.Country == r.Country || r.Country == "") {
			r.Key, r.Country = known.Key, known.Country
		}
		for _, d := range r.Domains {
			domains = append(domains, d+"\t"+r.Name)
		}
		if r.Kind == NewsAgency {
			agencies = append(agencies, *r)
			r.Aliases = inAnyText(r.Aliases)
		}
	}
	b.outlets = outlets(BuildOutlets(domains))
	if b.names, err = buildTable(join(rows)); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if b.agencies, err = buildTable(join(agencies)); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return b, nil
}

func buildTable(rows []Row) (Table, error) {
	data, err := Build(rows)
	if err != nil {
		return Table{}, err
	}
	return OpenTable(string(data))
}

// join makes one row of those with one key.
func join(rows []Row) []Row {
	at := map[string]int{}
	var out []Row
	for _, r := range rows {
		i, ok := at[r.Key]
		if !ok {
			at[r.Key] = len(out)
			out = append(out, r)
			continue
		}
		o := &out[i]
		o.Aliases = append(append(o.Aliases, r.Name), r.Aliases...)
		o.Offices = append(o.Offices, r.Offices...)
		if o.Wikidata == "" {
			o.Wikidata = r.Wikidata
		}
	}
	return out
}

// inAnyText leaves out the short forms of agencies that mean other things
// elsewhere: acronyms of up to three letters.
func inAnyText(aliases []string) []string {
	var out []string
	for _, a := range aliases {
		if !Acronym(a) || len(Fold(a)) > 3 {
			out = append(out, a)
		}
	}
	return out
}

// ReadRows reads a table in plain text, one thing a line:
//
//	kind  country  name  other names  facts
//
// Columns are parted by a tab or by two spaces or more; the last two may be
// left out, and "-" or nothing stands for none. Other names are parted by "|",
// so are facts: "domain: bbc.co.uk", "wikidata: Q9531", "office: Foreign
// Minister, RUS, 2004-03-09/..". A line that begins with # is a comment. See
// docs/formats/knowledge.md.
//
// The error joins a [*RowError] for each line that cannot be read, at most 100;
// the rows are then nil. Time is linear in data.
func ReadRows(file string, data []byte) ([]Row, error) {
	if len(data) > maxPlain {
		return nil, fmt.Errorf("%s: the table has %d bytes, more than the %d that can be read", file, len(data), maxPlain)
	}
	var rows []Row
	var errs []error
	line := 0
	for rest := bytes.TrimPrefix(data, []byte("\uFEFF")); len(rest) > 0 && len(errs) < 100; {
		var raw []byte
		raw, rest, _ = bytes.Cut(rest, []byte("\n"))
		line++
		words := strings.TrimRight(string(raw), " \t\r")
		if strings.TrimLeft(words, " \t") == "" || words[0] == '#' {
			continue
		}
		r, err := readRow(words)
		if err != nil {
			errs = append(errs, &RowError{file, line, err.Error()})
			continue
		}
		rows = append(rows, r)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return rows, nil
}

// columns splits a line at tabs, or where it has none at two spaces or more.
func columns(line string) []string {
	if strings.Contains(line, "\t") {
		f := strings.Split(line, "\t")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		return f
	}
	var out []string
	for rest := line; rest != ""; {
		i := strings.Index(rest, "  ")
		if i < 0 {
			return append(out, rest)
		}
		out = append(out, rest[:i])
		rest = strings.TrimLeft(rest[i:], " ")
	}
	return out
}

func readRow(line string) (Row, error) {
	f := columns(line)
	if len(f) < 3 || len(f) > 5 {
		return Row{}, fmt.Errorf("%d columns, not 3 to 5: kind, country, name, other names, facts, parted by a tab or two spaces", len(f))
	}
	if !utf8.ValidString(line) {
		return Row{}, errors.New("not UTF-8")
	}
	for len(f) < 5 {
		f = append(f, "")
	}
	for i := range f {
		if f[i] == "-" {
			f[i] = ""
		}
	}
	kind := KindOf(f[0])
	switch {
	case kind == NoKind:
		return Row{}, fmt.Errorf("%q is no kind of thing; the kinds are %s", f[0], strings.Join(kindNames[1:], ", "))
	case f[1] != "" && !isCode(f[1]):
		return Row{}, fmt.Errorf("the country %q is not three capitals as RUS", f[1])
	case f[1] == "" && (kind == Country || kind == Demonym || kind == Capital || kind == Seat):
		return Row{}, fmt.Errorf("a %s needs a country, as three capitals", kind)
	case Fold(f[2]) == "" || len(f[2]) > 200:
		return Row{}, errors.New("the name is empty or longer than 200 bytes")
	}
	r := Row{Entry: NewEntry(kind, f[1], f[2])}
	for _, a := range strings.Split(f[3], "|") {
		if a = strings.TrimSpace(a); a == "" {
			continue
		}
		if len(Fold(a)) > maxAliasLen || Fold(a) == "" {
			return Row{}, fmt.Errorf("the name %q is empty or too long to be looked for", a)
		}
		r.Aliases = append(r.Aliases, a)
	}
	for _, fact := range strings.Split(f[4], "|") {
		if fact = strings.TrimSpace(fact); fact == "" {
			continue
		}
		if err := r.readFact(fact); err != nil {
			return Row{}, err
		}
	}
	return r, nil
}

func isCode(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func (r *Row) readFact(fact string) error {
	key, value, _ := strings.Cut(fact, ":")
	value = strings.TrimSpace(value)
	switch key {
	case "domain":
		d := strings.TrimPrefix(strings.ToLower(value), "www.")
		if d == "" || !strings.Contains(d, ".") || strings.ContainsAny(d, "/ \t:") {
			return fmt.Errorf("%q is no domain such as herald.example", value)
		}
		r.Domains = append(r.Domains, d)
	case "wikidata":
		if len(value) < 2 || len(value) > 12 || value[0] != 'Q' || strings.Trim(value[1:], "0123456789") != "" {
			return fmt.Errorf("%q is no Wikidata id such as Q9531", value)
		}
		r.Wikidata = value
	case "office":
		if r.Type != news.Person {
			return errors.New("only a person holds an office")
		}
		o, err := readOffice(value)
		if err != nil {
			return err
		}
		r.Offices = append(r.Offices, o)
	default:
		return fmt.Errorf("%q is no fact; write domain: …, wikidata: … or office: …", fact)
	}
	return nil
}

// readOffice reads "Foreign Minister, RUS, 2004-03-09/..".
func readOffice(value string) (Office, error) {
	f := strings.Split(value, ",")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	if n := len(f) - 2; n > 1 { // a title may have commas
		f = append([]string{strings.Join(f[:n], ", ")}, f[n:]...)
	}
	if len(f) != 3 || len(f[0]) > 200 || len(f[1]) > 200 {
		return Office{}, fmt.Errorf("an office is title, country and dates (Foreign Minister, RUS, 2004-03-09/..), not %q", value)
	}
	of := f[1]
	if isCode(of) {
		of = "country:" + of
	} else if e, ok := shippedNames.Lookup(of); ok {
		of = e.Key
	}
	o := Office{Title: f[0], Of: of, From: LongAgo, To: Open, Seen: Open}
	from, to, ok := strings.Cut(f[2], "/")
	if day, known := dayOf(from, false); known {
		o.From = day
	} else if from != ".." {
		ok = false
	}
	if day, known := dayOf(to, true); known {
		o.To = day
	} else if to != ".." {
		ok = false
	}
	if !ok || o.From > o.To {
		return Office{}, fmt.Errorf("the dates %q are not from/to as 2004-03-09/2020-01-15, with .. for open", f[2])
	}
	return o, nil
}

// AppendRow appends a row to dst in the format of [ReadRows], with tabs and a
// line end.
func AppendRow(dst []byte, r Row) []byte {
	var facts []string
	for _, d := range r.Domains {
		facts = append(facts, "domain: "+d)
	}
	if r.Wikidata != "" {
		facts = append(facts, "wikidata: "+r.Wikidata)
	}
	for _, o := range r.Offices {
		facts = append(facts, "office: "+o.plain())
	}
	or := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	return fmt.Appendf(dst, "%s\t%s\t%s\t%s\t%s\n", r.Kind, or(r.Country), r.Name, or(strings.Join(r.Aliases, "|")), or(strings.Join(facts, "|")))
}

func (o Office) plain() string {
	from, to := "..", ".."
	if o.From != LongAgo {
		from = news.DayValue(o.From)
	}
	if o.To != Open {
		to = news.DayValue(o.To)
	}
	return o.Title + ", " + strings.TrimPrefix(o.Of, "country:") + ", " + from + "/" + to
}
