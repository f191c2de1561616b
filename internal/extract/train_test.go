package extract

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/twosource/twosource/internal/news"
)

var (
	trainOn  = flag.String("train", "", "train the block model on this extraction.tar.gz and write model.bin")
	dump     = flag.String("dump", "", "with -folds: write the wrong segments of each page to this file, worst page first")
	teach    = flag.Int("teach", 0, "with -train: number of unlabelled pages, from go-trafilatura's module, to learn from as that program reads them")
	scoresTo = flag.String("scores", "", "with -folds: write the held-out scores to this file")
	seeds    = flag.Int("seeds", 5, "with -folds: number of ways to part the sites")
	folds    = flag.Bool("folds", false, "with -train: report five-fold cross-validation and write nothing")
)

// A goldPage is a page with the text that a person found on it.
type goldPage struct {
	set, name, url, gold string
	body                 string
	doc                  *html.Node
	view                 *pageView
	meta                 *pageMeta
	label                []float64
}

// readGold reads the pages of the two sets, sorted by name.
func readGold(t testing.TB, file string) []*goldPage {
	f, err := os.Open(file)
	if err != nil {
		t.Skipf("%s is not there", file)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(r)
		if strings.HasSuffix(h.Name, ".gz") {
			g, err := gzip.NewReader(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			raw, _ = io.ReadAll(g)
		}
		files[strings.TrimSuffix(h.Name, ".gz")] = raw
	}
	var out []*goldPage
	for name, raw := range files {
		switch {
		case strings.HasPrefix(name, "wcxb/ground-truth/"):
			var g struct {
				URL   string `json:"url"`
				Truth struct {
					Main string `json:"main_content"`
				} `json:"ground_truth"`
			}
			if json.Unmarshal(raw, &g) != nil {
				t.Fatal(name)
			}
			id := strings.TrimSuffix(path.Base(name), ".json")
			out = append(out, &goldPage{set: "wcxb", name: id, url: g.URL, gold: g.Truth.Main, body: string(files["wcxb/html/"+id+".html"])})
		case name == "aeb/ground-truth.json":
			var g map[string]struct {
				URL  string `json:"url"`
				Body string `json:"articleBody"`
			}
			if json.Unmarshal(raw, &g) != nil {
				t.Fatal(name)
			}
			for id, p := range g {
				out = append(out, &goldPage{set: "aeb", name: id, url: p.URL, gold: p.Body, body: string(files["aeb/html/"+id+".html"])})
			}
		}
	}
	slices.SortFunc(out, func(a, b *goldPage) int { return strings.Compare(a.set+a.name, b.set+b.name) })
	return out
}

// fold says which of n parts a page is in: all pages of one site in one. Each
// seed parts the sites anew.
func (p *goldPage) fold(n int, seed string) int {
	h := sha256.Sum256([]byte(seed + registrable(cleanURL(p.url))))
	return int(binary.BigEndian.Uint32(h[:]) % uint32(n))
}

// prepare cuts the page and labels its segments.
func (p *goldPage) prepare(t testing.TB) {
	doc, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	p.doc = doc
	p.meta = readMeta(doc)
	p.view = newPage(doc, p.meta, nil)
	p.label = alignLabels(p.view.segs, p.gold)
}

func wordHashes(s string) []uint64 {
	var out []uint64
	eachWord(s, func(h uint64) { out = append(out, h) })
	return out
}

// alignLabels returns for each segment the fraction of its words that the
// longest common subsequence of page and gold text takes.
func alignLabels(segs []segment, gold string) []float64 {
	g := wordHashes(gold)
	var page []uint64
	var of []int
	for i := range segs {
		for _, h := range wordHashes(segs[i].text) {
			page = append(page, h)
			of = append(of, i)
		}
	}
	out := make([]float64, len(segs))
	n, m := len(page), len(g)
	if n*m > 600_000_000 || m == 0 {
		set := newShingles(gold)
		for i := range segs {
			out[i] = set.coverage(segs[i].text)
		}
		return out
	}
	// Runs count: a match that continues one is worth more.
	step := make([]uint8, (n+1)*(m+1)) // 1 diagonal, 2 up, 3 left
	prev, cur := make([]int32, m+1), make([]int32, m+1)
	prevRun, run := make([]int16, m+1), make([]int16, m+1)
	for i := 1; i <= n; i++ {
		cur[0] = 0
		for j := 1; j <= m; j++ {
			best, s := prev[j], uint8(2)
			if cur[j-1] > best {
				best, s = cur[j-1], 3
			}
			run[j] = 0
			if page[i-1] == g[j-1] {
				d := prev[j-1] + 2
				if prevRun[j-1] > 0 {
					d += 3
				}
				if d >= best {
					best, s = d, 1
					run[j] = 1
				}
			}
			cur[j] = best
			step[i*(m+1)+j] = s
		}
		prev, cur = cur, prev
		prevRun, run = run, prevRun
	}
	hit := make([]int, len(segs))
	all := make([]int, len(segs))
	for _, s := range of {
		all[s]++
	}
	for i, j := n, m; i > 0 && j > 0; {
		switch step[i*(m+1)+j] {
		case 1:
			hit[of[i-1]]++
			i--
			j--
		case 2:
			i--
		default:
			j--
		}
	}
	for i := range out {
		if all[i] > 0 {
			out[i] = float64(hit[i]) / float64(all[i])
		}
	}
	return out
}

// wordBag counts the words of s as the data sets' scorers do.
func wordBag(s string, n int, fold bool) map[string]int {
	if fold {
		s = strings.ToLower(s)
	}
	w := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
	m := map[string]int{}
	if len(w) == 0 {
		return m
	}
	for i := 0; i < max(1, len(w)-n+1); i++ {
		m[strings.Join(w[i:min(i+n, len(w))], " ")]++
	}
	return m
}

func prf(text, gold map[string]int) (p, r, f float64) {
	np, ng, both := 0, 0, 0
	for w, k := range text {
		np += k
		both += min(k, gold[w])
	}
	for _, k := range gold {
		ng += k
	}
	if np == 0 || ng == 0 || both == 0 {
		return 0, 0, 0
	}
	p, r = float64(both)/float64(np), float64(both)/float64(ng)
	return p, r, 2 * p * r / (p + r)
}

// report prints the two metrics for the pages, given what is kept of each.
func report(pages []*goldPage, keep func(p *goldPage, i int) bool) string {
	a, b := reportTexts(pages, func(p *goldPage) string {
		var b strings.Builder
		for i := range p.view.segs {
			if keep(p, i) {
				b.WriteString(p.view.segs[i].text)
				b.WriteByte('\n')
			}
		}
		return b.String()
	})
	return fmt.Sprintf("wcxb F1 %.4f scrapinghub F1 %.4f", a, b)
}

// words returns the words of the draft's paragraphs and headings.
func (d *draft) words() string {
	var b strings.Builder
	for _, bl := range d.blocks {
		if bl.Kind == news.Paragraph || bl.Kind == news.Heading {
			b.WriteString(bl.Of(d.text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// reportTexts returns WCXB's word F1 and ScrapingHub's F1 of 4-grams for the
// pages, as [eval.Text] computes them, given the text found on each.
func reportTexts(pages []*goldPage, text func(p *goldPage) string) (wcxb, scrapingHub float64) {
	var f, ap, ar float64
	var nw, np, na int
	for _, p := range pages {
		got := text(p)
		if p.set == "wcxb" {
			_, _, x := prf(wordBag(got, 1, true), wordBag(p.gold, 1, true))
			f += x
			nw++
			continue
		}
		pr, re, _ := prf(wordBag(got, 4, false), wordBag(p.gold, 4, false))
		ap += pr
		ar += re
		na++
		if got != "" {
			np++
		}
	}
	ap, ar = ap/float64(max(1, np)), ar/float64(max(1, na))
	return f / float64(max(1, nw)), 2 * ap * ar / max(1e-9, ap+ar)
}

// samplesOf returns the samples of pages, with what scores gives appended.
func samplesOf(pages []*goldPage, extra func(p *goldPage) *stacker) []sample {
	var out []sample
	for _, p := range pages {
		var st *stacker
		if extra != nil {
			st = extra(p)
		}
		total := 0
		for i := range p.view.segs {
			total += min(p.view.segs[i].words, 100)
		}
		gold := 0.0
		for i := range p.view.segs {
			gold += p.label[i] * float64(min(p.view.segs[i].words, 100))
		}
		for i := range p.view.segs {
			x := slices.Clone(p.view.rows[i][:])
			if st != nil {
				x = append(x, make([]int16, numStacked-numFeatures)...)
				st.fill(x[numFeatures:], i)
			}
			w := float64(min(p.view.segs[i].words, 100)) + 2
			y := p.label[i]
			// Words count; and each page counts as much as every other, nearly:
			// a paragraph more or less weighs in a short article.
			w *= 400 / (0.5*float64(total) + 0.5*gold + 300)
			if p.set == "taught" {
				w *= taughtWeight
			}
			out = append(out, sample{x, y, w})
		}
	}
	return out
}

var (
	firstStage  = boosting{trees: 200, depth: 5, rate: 0.07, minLeaf: 8, lambda: 4, features: 0.3, rows: 0.6}
	secondStage = boosting{trees: 130, depth: 4, rate: 0.07, minLeaf: 12, lambda: 6, features: 0.3, rows: 0.6}
)

// trainModel fits both stages to pages, with the draws of seed. The second sees
// first scores of models that were fitted without the page.
func trainModel(pages []*goldPage, seed uint64) *model {
	firstStage, secondStage := firstStage, secondStage
	firstStage.seed, secondStage.seed = seed, seed
	scores := map[*goldPage][]int32{}
	for k := range 4 {
		var in, out []*goldPage
		for _, p := range pages {
			if p.fold(4, "x") == k {
				out = append(out, p)
			} else {
				in = append(in, p)
			}
		}
		f := firstStage.grow(samplesOf(append(in, taught...), nil))
		for _, p := range out {
			s := make([]int32, len(p.view.rows))
			for i := range p.view.rows {
				s[i] = f.score(p.view.rows[i][:])
			}
			scores[p] = s
		}
	}
	m := &model{}
	m.first = firstStage.grow(samplesOf(append(slices.Clone(pages), taught...), nil))
	m.second = secondStage.grow(samplesOf(pages, func(p *goldPage) *stacker { return p.view.stack(scores[p]) }))
	return m
}

// taughtWeight is what a page counts that only go-trafilatura has read.
const taughtWeight = 0.3

// taught are pages whose labels are what go-trafilatura finds.
var taught []*goldPage

// readTaught reads n pages of go-trafilatura's own test set, every so many of
// the sorted names, and labels them by what that program finds.
func readTaught(t testing.TB, n int) []*goldPage {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/markusmobius/go-trafilatura").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "test-files", "comparison", "*.html"))
	if len(files) == 0 {
		t.Fatal("go-trafilatura's test files are not in the module cache")
	}
	var out []*goldPage
	for i := range n {
		f := files[i*len(files)/n]
		raw, err := os.ReadFile(f)
		if err != nil || !utf8.Valid(raw) || len(raw) > 600_000 {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(raw))
		if err != nil {
			continue
		}
		text, err := trafilaturaText(doc, "")
		if err != nil {
			continue
		}
		p := &goldPage{set: "taught", name: filepath.Base(f), doc: doc, view: newPage(doc, readMeta(doc), nil)}
		in := newShingles(text)
		for i := range p.view.segs {
			p.label = append(p.label, in.coverage(p.view.segs[i].text))
		}
		out = append(out, p)
	}
	return out
}

// TestTrain makes model.bin:
//
//	go test ./internal/extract -run TestTrain -train ../../../shared/corpora/extraction.tar.gz -timeout 1h -v
func TestTrain(t *testing.T) {
	if *trainOn == "" {
		t.Skip("no -train")
	}
	pages := readGold(t, *trainOn)
	for _, p := range pages {
		p.prepare(t)
	}
	if *teach > 0 {
		taught = readTaught(t, *teach)
	}
	t.Logf("%d pages, %d taught", len(pages), len(taught))
	t.Logf("best possible: %s", report(pages, func(p *goldPage, i int) bool { return p.label[i] >= 0.5 }))
	if *folds {
		crossValidate(t, pages)
		return
	}
	m := trainModel(pages, 0)
	if err := os.WriteFile("model.bin", appendModel(nil, m), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("on its own training data: %s", reportModel(pages, m))
}

func reportModel(pages []*goldPage, m *model) string {
	kept := map[*goldPage][]int32{}
	for _, p := range pages {
		kept[p] = m.judge(p.view)
	}
	return report(pages, func(p *goldPage, i int) bool { return kept[p][i] > 0 })
}

// crossValidate reports what the model does on sites that it has not seen, for
// each way to part them and on average.
func crossValidate(t *testing.T, pages []*goldPage) {
	var all []map[string][]int32
	var w, h float64
	for seed := range *seeds {
		held := map[*goldPage][]int32{}
		texts := map[*goldPage]string{}
		for k := range 5 {
			var in, out []*goldPage
			for _, p := range pages {
				if p.fold(5, fmt.Sprint(seed)) == k {
					out = append(out, p)
				} else {
					in = append(in, p)
				}
			}
			m := trainModel(in, uint64(seed))
			for _, p := range out {
				held[p] = m.judge(p.view)
				texts[p] = p.compose(m.judge(p.view))
			}
		}
		a, b := reportTexts(pages, func(p *goldPage) string { return texts[p] })
		w, h = w+a, h+b
		t.Logf("seed %d: the model alone %s", seed, report(pages, func(p *goldPage, i int) bool { return held[p][i] > 0 }))
		t.Logf("seed %d: whole stage %.4f %.4f", seed, a, b)
		m := map[string][]int32{}
		for _, p := range pages {
			m[p.set+p.name] = held[p]
		}
		all = append(all, m)
		if *scoresTo != "" {
			writeScores(t, all)
		}
		if *dump != "" && seed == 0 {
			dumpErrors(t, pages, held, texts)
		}
	}
	t.Logf("whole stage, held out, mean of %d: wcxb F1 %.4f scrapinghub F1 %.4f", *seeds, w/float64(*seeds), h/float64(*seeds))
}

// compose returns the words of the article that the whole stage makes of the
// page, given the model's scores.
func (p *goldPage) compose(scores []int32) string {
	d := &draft{stated: news.Stated{URL: p.url}}
	if d.write(p.meta, p.view, choose(scores, p.doc, p.view, p.meta, p.url)) != nil {
		return ""
	}
	return d.words()
}

// dumpErrors writes the pages, worst first, with the segments that are wrongly
// kept (+) or dropped (-).
func dumpErrors(t *testing.T, pages []*goldPage, scores map[*goldPage][]int32, texts map[*goldPage]string) {
	type entry struct {
		f    float64
		text string
	}
	var all []entry
	for _, p := range pages {
		var b, d strings.Builder
		for i := range p.view.segs {
			s := &p.view.segs[i]
			got, want := scores[p][i] > 0, p.label[i] >= 0.5
			if got {
				b.WriteString(s.text + "\n")
			}
			if got != want {
				mark := "-"
				if got {
					mark = "+"
				}
				class := ""
				for n, up := s.node, 0; n != nil && up < 4; n, up = n.Parent, up+1 {
					class += " <" + n.Data + "." + attr(n, "class")
				}
				fmt.Fprintf(&d, "  %s %5d %4d/%d w=%d %.100q %.160s\n", mark, scores[p][i], i, len(p.view.segs), s.words, s.text, class)
			}
		}
		n, fold := 4, false
		if p.set == "wcxb" {
			n, fold = 1, true
		}
		pr, re, f := prf(wordBag(texts[p], n, fold), wordBag(p.gold, n, fold))
		if f < 0.99 {
			all = append(all, entry{f, fmt.Sprintf("%s %s F=%.3f P=%.3f R=%.3f %s\n%s", p.set, p.name, f, pr, re, p.url, d.String())})
		}
	}
	slices.SortFunc(all, func(a, b entry) int {
		if a.f < b.f {
			return -1
		}
		if a.f > b.f {
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	f, err := os.Create(*dump)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, e := range all {
		fmt.Fprintln(f, e.text)
	}
}

// writeScores writes for each page its held-out scores.
func writeScores(t *testing.T, all []map[string][]int32) {
	b, err := json.Marshal(all)
	if err == nil {
		err = os.WriteFile(*scoresTo, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
