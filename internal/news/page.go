package news

// An Input says where a page or article came from.
type Input struct {
	Name string // as typed, or relative to the given folder, with slashes; inside an archive "a.zip/b.txt"
	Line int    // 1-based line (or record) of a file that holds many articles; 0 if the file is one page
}

// A Media is the kind of a [Page.Body].
type Media string

// The kinds of body that extract knows.
const (
	PlainText Media = "text/plain"
	Markdown  Media = "text/markdown"
	HTML      Media = "text/html"
)

// A Page is one text as it came, decoded, and what its carrier says of it.
type Page struct {
	Input  Input
	Media  Media
	Body   string // valid UTF-8, no BOM, no NUL, line ends "\n"; not yet normalised to NFC
	Stated Stated
}

// A Stated is what a header block, a record or an envelope says of a page, in
// its own words. Empty is "not said".
type Stated struct {
	SourceID  string
	URL       string
	Title     string
	Outlet    string
	Published string
	Updated   string
	Authors   []string
	Language  string
	DateOrder DateOrder // how to read Published when it is all digits
	Extra     []Field   // unknown fields, sorted by name
	Fetched   string    // when the page was fetched or saved: it was published by then
}

// A Field is one unknown field of a record.
type Field struct {
	Name  string
	Value string // JSON for anything but a string
	JSON  bool   // whether Value is JSON and not the text itself
}

// A DateOrder says how an all-digit date such as 4/5/2017 is to be read.
type DateOrder string

// The orders of day, month and year. The zero value leaves an ambiguous date
// unread.
const (
	OrderUnknown DateOrder = ""
	OrderDMY     DateOrder = "dmy"
	OrderMDY     DateOrder = "mdy"
)

// An InputFile is the account of one named input: what was read of it, and
// what could not be.
type InputFile struct {
	Name     string
	SHA256   string // of the bytes read, lower-case hex; "" if it could not be opened
	Articles int
	Errors   []InputError
}

// An InputError is one thing that could not be read, in words for the user.
type InputError struct {
	Name    string // the input, or the member of an archive
	Line    int    // 1-based; 0 if the whole input
	Message string // what is wrong and what to do; one line
}

// Error returns "name:line: message".
func (e InputError) Error() string {
	if e.Line > 0 {
		return e.Name + ":" + itoa(e.Line) + ": " + e.Message
	}
	return e.Name + ": " + e.Message
}

// A Notice is something the user should know and that stopped nothing. It
// stands in the brief.
type Notice struct {
	Code    string // short, stable, lower-case with dashes: "date-order", "not-english"
	Message string // one sentence
	Article string // id, or ""
}

func itoa(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}
