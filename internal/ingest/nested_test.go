package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// TestNestedBombs holds that packings which keep to the ratio, or stay below its
// floor, each by itself do not unpack to more within one another.
func TestNestedBombs(t *testing.T) {
	spaces := packed(strings.Repeat(" ", 30<<20))
	var members []string
	var records strings.Builder
	for i := range 6 {
		members = append(members, fmt.Sprintf("%d.txt.gz", i), spaces)
		records.WriteString(answered(fmt.Sprintf("https://x.example/%d", i), "200 OK|Content-Type: text/html|Content-Encoding: gzip", spaces))
	}
	for name, data := range map[string]string{
		"a.tar.gz":  packed(tarred(members...)),
		"a.tar":     tarred(members...),
		"a.zip":     zipped(members...),
		"a.warc.gz": packed(records.String()),
	} {
		pages, res := read(t, name, []byte(data), Options{})
		var said strings.Builder
		for _, e := range res.File.Errors {
			said.WriteString(e.Error() + "\n")
		}
		if !strings.Contains(said.String(), name+": unpacks to more than 200 times its size") && !strings.Contains(said.String(), "the bodies of its records unpack to more than") {
			t.Errorf("%s: %d pages of %d bytes, and no word of a bomb:\n%s", name, len(pages), len(data), said.String())
		}
	}
}

// TestLongListOfFiles holds that a ZIP is not asked for all the files that it lists
// before it is known how many there are.
func TestLongListOfFiles(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("a.txt"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	at := bytes.Index(whole, []byte("PK\x01\x02"))
	end := bytes.Index(whole, []byte("PK\x05\x06"))
	entry := whole[at:end]
	n := maxDirectory/len(entry) + 1<<16 // the field that counts them holds 16 bits
	data := append(bytes.Clone(whole[:at]), bytes.Repeat(entry, n)...)
	last := bytes.Clone(whole[end:])
	binary.LittleEndian.PutUint16(last[8:], uint16(n))
	binary.LittleEndian.PutUint16(last[10:], uint16(n))
	binary.LittleEndian.PutUint32(last[12:], uint32(n*len(entry)))
	_, res := read(t, "a.zip", append(data, last...), Options{})
	if len(res.File.Errors) != 1 || !strings.Contains(res.File.Errors[0].Message, "whose list of files takes more than") {
		t.Errorf("%v", res.File.Errors)
	}
}
