package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// good is a small article that can always be read.
const good = `Title: Ferry runs again
Outlet: Quay Weekly
Published: 2024-03-05

The night ferry ran again on Monday after two weeks in dock, the harbour board said.

“She is as good as new,” Captain Ida Holm told passengers on the quay.
`

// write makes a file in a new folder and returns its path.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBrokenInputs: each gives one clear message with file and line, the rest
// of the brief, and exit code 3.
func TestBrokenInputs(t *testing.T) {
	jsonl := `{"title":"One","text":"The board met on Monday and voted to close the bridge for a month."}
{"title":"Two","text":"The bridge will be closed for a month, the board said after its meeting."}
{"title":"Three","text":
{"title":"Four","text":"Shopkeepers fear for their trade while the bridge is closed to cars."}
`
	long := `{"text":"` + strings.Repeat("a bridge too far ", 50<<20/17) + `"}` + "\n" + `{"title":"After","text":"The line after the long one is read as if nothing had happened to it."}` + "\n"
	whole := gzipped(t, []byte(strings.Repeat(good, 200)))
	for _, test := range []struct {
		name, file string
		data       []byte
		message    string // of the one line on the console that names the file
		articles   int    // besides the good one
	}{
		{"missing", "", nil, `nowhere\.txt: .*(no such file|does not exist|not found)`, 0},
		{"empty", "empty.txt", nil, `empty\.txt: .*empty`, 0},
		{"a line of 50 MB", "long.jsonl", []byte(long), `long\.jsonl:1: .*(MB|MiB|long|large)`, 1},
		{"a JPEG named .html", "photo.html", []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xDB\x00\x43\x00"), `photo\.html: .*(JPEG|image|picture)`, 0},
		{"a gzip cut short", "cut.txt.gz", whole[:len(whole)/2], `cut\.txt\.gz: .*(cut|truncated|ends|broken)`, -1},
		{"invalid UTF-8", "bytes.txt", []byte("The caf\xC3\xA9 on the quay closed \xFF\xFE\xFA on Monday, its owner \xE2\x80\x9Csad\xE2\x80\x9D to go, said Ida Holm of the board."), `bytes\.txt(:1)?: .*(UTF-8|bytes)`, 1},
		{"JSONL with a broken third line", "rows.jsonl", []byte(jsonl), `rows\.jsonl:3: `, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "nowhere.txt")
			if test.file != "" {
				path = write(t, test.file, test.data)
			}
			ok := write(t, "good.txt", []byte(good))
			_, d := briefJSON(t, exitPartial, path, ok)
			if test.articles >= 0 && len(d.Articles) != test.articles+1 {
				t.Errorf("%d articles were read, want %d", len(d.Articles), test.articles+1)
			}
			r := twosource(t, "brief", "-q", path, ok)
			lines := regexp.MustCompile(`(?m)^twosource: .*`+test.message+`.*$`).FindAllString(r.errout, -1)
			if len(lines) != 1 || strings.Count(r.errout, "\n") != 1 {
				t.Errorf("want one line that matches %q, got:\n%s", test.message, r.errout)
			}
		})
	}
}

func TestNothingReadable(t *testing.T) {
	r := twosource(t, "brief", write(t, "empty.txt", nil))
	if r.code != exitFailed || !strings.Contains(r.errout, "empty.txt") {
		t.Errorf("exit code %d, want %d; said: %s", r.code, exitFailed, r.errout)
	}
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{
		{"brief"}, {"brief", "--top", "0", "x"}, {"brief", "--format", "pdf", "x"}, {"brief", "--map", "colour=red", "x"},
		{"brief", "--as-of", "soon", "x"}, {"nonsense"}, {"brief", "--nonsense"}, {"eval", "nonsense"}, {"brief", "--jobs", "-1", "x"},
	} {
		if r := twosource(t, args...); r.code != exitUsage || r.errout == "" {
			t.Errorf("%v: exit code %d, want %d; said: %s", args, r.code, exitUsage, r.errout)
		}
	}
}

func TestCheckFindsAChangedOffset(t *testing.T) {
	brief, _ := briefJSON(t, exitDone, write(t, "good.txt", []byte(good)))
	at := regexp.MustCompile(`"start":(\d+)`).FindSubmatchIndex(brief)
	changed := string(brief[:at[2]]) + "1" + string(brief[at[2]:])
	r := withInput(t, changed, "check", "-")
	if r.code != exitFalseSpan || r.errout == "" {
		t.Errorf("exit code %d, want %d; said: %s", r.code, exitFalseSpan, r.errout)
	}
}

func TestCheckNoticesAChangedText(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	text := strings.Replace(good, "Title:", "URL: https://quay.example/1\nTitle:", 1)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	brief, _ := briefJSON(t, exitDone, dir)
	if r := withInput(t, string(brief), "check", "-", dir); r.code != exitDone {
		t.Fatalf("unchanged: exit code %d: %s", r.code, r.errout)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(text, "good as new", "bad as new", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := withInput(t, string(brief), "check", "-", dir); r.code != exitFalseSpan {
		t.Errorf("changed: exit code %d, want %d; said: %s", r.code, exitFalseSpan, r.errout)
	}
}

func TestCheckRefusesWhatIsNoBrief(t *testing.T) {
	for _, text := range []string{"", "{}", "[1,2", `{"version":"9"}`, "\xff"} {
		if r := withInput(t, text, "check", "-"); r.code != exitFailed || r.errout == "" {
			t.Errorf("%q: exit code %d, want %d; said: %s", text, r.code, exitFailed, r.errout)
		}
	}
}

func TestColumnsOfOthers(t *testing.T) {
	csv := "headline,body,day\nBridge shut,The old bridge was shut on Monday after a crack was found in its deck.,4/5/2017\n"
	path := write(t, "table.csv", []byte(csv))
	if r := twosource(t, "brief", path); r.code == exitDone {
		t.Errorf("a table without a text column was read; said: %s", r.errout)
	}
	_, d := briefJSON(t, exitDone, path, "--map", "text=body,title=headline,published=day", "--date-order", "mdy")
	if v := d.Articles[0].Published.Value; v == nil || *v != "2017-04-05" {
		t.Errorf("published is %v, want 2017-04-05", v)
	}
	_, d = briefJSON(t, exitDone, path, "--map", "text=body,title=headline,published=day")
	if v := d.Articles[0].Published.Value; v != nil {
		t.Errorf("an ambiguous date was guessed: %s", *v)
	}
}

func TestStandardInputAndAsOf(t *testing.T) {
	r := withInput(t, "The board met on Sunday.\n\nIt voted to close the bridge, the harbour master said on Monday.\n", "brief", "-", "--as-of", "2024-03-06", "--format", "json")
	if r.code != exitDone || !strings.Contains(r.out, `"2024-03-03"`) {
		t.Errorf("exit code %d; Sunday is not reckoned from --as-of: %s", r.code, r.errout)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errout bytes.Buffer
	file := filepath.Join(t.TempDir(), "brief.json")
	code := run(ctx, []string{"brief", "-o", file, write(t, "good.txt", []byte(good))}, console{strings.NewReader(""), &out, &errout})
	if code != exitInterrupted || !strings.Contains(errout.String(), "interrupted") {
		t.Errorf("exit code %d, want %d; said: %s", code, exitInterrupted, errout.String())
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("an interrupted run left its output")
	}
}
