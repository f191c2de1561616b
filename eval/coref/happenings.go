package coref

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// ReadHappenings reads the documents of ECB+ ("…ecb.xml", "…ecbplus.xml")
// among files with the mentions of happenings that its makers put into chains
// across documents, chains of one too: the marks of the sentences that they
// went through for it. Other mentions stand in sentences that were not, and
// nobody knows what they are of. The error wraps [ErrFormat] and names the file.
func ReadHappenings(files map[string][]byte) (Set, error) {
	out := Set{Name: "ecbplus", Across: true}
	for name, data := range files {
		if !strings.HasSuffix(name, "ecb.xml") && !strings.HasSuffix(name, "ecbplus.xml") {
			continue
		}
		d, err := readECB(path.Base(name), data, func(kind string, across bool) bool {
			return across && (strings.HasPrefix(kind, "ACTION") || strings.HasPrefix(kind, "NEG_ACTION"))
		})
		if err != nil {
			return Set{}, fmt.Errorf("%s: %w", name, err)
		}
		out.Documents = append(out.Documents, d)
	}
	slices.SortFunc(out.Documents, func(a, b Document) int { return cmp.Compare(a.Article.ID, b.Article.ID) })
	return out, nil
}
