package ingest

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// FuzzColumns gives any table under any names of its columns: pages are what
// DESIGN §2 promises, whatever the map says.
func FuzzColumns(f *testing.F) {
	f.Add("text=body,title=headline", []byte("headline,body,when\nFerry sinks,\"It sank, they said.\",4/5/2031\n"), byte(0))
	f.Add("text=a,text=b", []byte("a\tb\nx\ty\n"), byte(1))
	f.Add("html=page,published=when,url=link", []byte(`{"page":"<p>It sank.","when":4,"link":["a"]}`+"\n[]\n"), byte(2))
	f.Add("text=body.inner,author=by", []byte(`[{"body":{"inner":"It sank."},"by":[{"name":"Ana"},null,3]}]`), byte(3))
	f.Add("id=\xff,outlet= ,language=l", []byte("\xff,l\n\"a\nb\",en\n"), byte(4))
	names := []string{"a.csv", "a.tsv", "a.jsonl", "a.json", "-"}
	limits := Limits{Record: 64 << 10, Page: 256 << 10, Archive: 1 << 20, Members: 50}
	f.Fuzz(func(t *testing.T, columns string, data []byte, n byte) {
		m, err := ParseMap(columns)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("not one plain line: %q", err)
			}
			return
		}
		o := Options{Limits: limits, Columns: m, DateOrder: []news.DateOrder{"", "dmy", "mdy"}[int(n/8)%3]}
		pages, res := read(t, names[int(n)%len(names)], data, o)
		for _, p := range pages {
			checkPage(t, p)
		}
		for _, e := range res.File.Errors {
			checkMessage(t, e.Error())
		}
		for _, m := range res.Notices {
			checkMessage(t, m.Message)
		}
	})
}
