package eval

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-shiori/dom"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html/charset"

	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
)

// A TextPage is a saved page with the text that a person found on it.
type TextPage struct {
	Name string // its file, or hash
	URL  string
	HTML string // decoded
	Gold string
}

// TextPages are the pages of the two data sets of article text.
type TextPages struct {
	WCXB        []TextPage // article pages of the development split
	ScrapingHub []TextPage
}

// ReadTextPages reads the two sets from data: the archive extraction.tar.gz or
// the folder that it unpacks to. Pages are sorted by name.
//
// Source: WCXB, the Web Content Extraction Benchmark (CC BY 4.0), and
// ScrapingHub's article-extraction-benchmark (MIT).
func ReadTextPages(data string) (*TextPages, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	set := &TextPages{}
	for name, raw := range files {
		if dir, file := path.Split(name); strings.HasSuffix(dir, "ground-truth/") && strings.HasSuffix(file, ".json") {
			p, err := wcxbPage(files, dir, strings.TrimSuffix(file, ".json"), raw)
			if err != nil {
				return nil, err
			}
			set.WCXB = append(set.WCXB, p)
		}
		if path.Base(name) == "ground-truth.json" {
			set.ScrapingHub, err = scrapingHubPages(files, path.Dir(name), raw)
			if err != nil {
				return nil, err
			}
		}
	}
	if len(set.WCXB) == 0 && len(set.ScrapingHub) == 0 {
		return nil, fmt.Errorf("eval: %s holds neither ground-truth/*.json (WCXB) nor ground-truth.json (ScrapingHub)", data)
	}
	byName := func(a, b TextPage) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(set.WCXB, byName)
	slices.SortFunc(set.ScrapingHub, byName)
	return set, nil
}

// readTree reads every file of a folder or tar.gz, unzipping single files.
func readTree(data string) (map[string][]byte, error) {
	files := map[string][]byte{}
	keep := func(name string, r io.Reader) error {
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(r)
			if err != nil {
				return fmt.Errorf("eval: %s: %w", name, err)
			}
			r, name = z, strings.TrimSuffix(name, ".gz")
		}
		raw, err := io.ReadAll(r)
		files[filepath.ToSlash(name)] = raw
		return err
	}
	info, err := os.Stat(data)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return files, filepath.WalkDir(data, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			return keep(name, f)
		})
	}
	f, err := os.Open(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("eval: %s: %w", data, err)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", data, err)
		}
		if h.Typeflag == tar.TypeReg {
			if err := keep(h.Name, t); err != nil {
				return nil, err
			}
		}
	}
}

func wcxbPage(files map[string][]byte, dir, id string, raw []byte) (TextPage, error) {
	var gold struct {
		URL   string `json:"url"`
		Truth struct {
			Main string `json:"main_content"`
		} `json:"ground_truth"`
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		return TextPage{}, fmt.Errorf("eval: %s%s.json: %w", dir, id, err)
	}
	page, ok := files[path.Join(dir, "../html", id+".html")]
	if !ok {
		return TextPage{}, fmt.Errorf("eval: no page for %s%s.json", dir, id)
	}
	return TextPage{Name: id, URL: gold.URL, HTML: decodePage(page), Gold: gold.Truth.Main}, nil
}

func scrapingHubPages(files map[string][]byte, dir string, raw []byte) ([]TextPage, error) {
	var gold map[string]struct {
		URL  string `json:"url"`
		Body string `json:"articleBody"`
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		return nil, fmt.Errorf("eval: %s/ground-truth.json: %w", dir, err)
	}
	var out []TextPage
	for id, g := range gold {
		page, ok := files[path.Join(dir, "html", id+".html")]
		if !ok {
			return nil, fmt.Errorf("eval: no page for %s", id)
		}
		out = append(out, TextPage{Name: id, URL: g.URL, HTML: decodePage(page), Gold: g.Body})
	}
	return out, nil
}

// decodePage returns a page as UTF-8, which all but a few are.
func decodePage(raw []byte) string {
	s := string(raw)
	if !utf8.ValidString(s) {
		if r, err := charset.NewReader(strings.NewReader(s), "text/html"); err == nil {
			if b, err := io.ReadAll(r); err == nil {
				s = string(b)
			}
		}
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(s)
}

// An Extraction turns a page into the words of its article, without headline
// and byline.
type Extraction func(p *TextPage) string

// Extracted is the Extraction of package extract: the blocks that the language
// stages read.
func Extracted(p *TextPage) string {
	a, _, err := extractor.Extract(news.Page{Media: news.HTML, Body: p.HTML, Stated: news.Stated{URL: p.URL}})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, block := range a.Blocks {
		if block.Kind == news.Paragraph || block.Kind == news.Heading {
			b.WriteString(block.Of(a.Text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

var extractor = extract.New(extract.Options{})

// Trafilatura is the Extraction of go-trafilatura alone, with its fallbacks
// and without looking for dates: the yardstick.
func Trafilatura(p *TextPage) string {
	doc, err := dom.Parse(strings.NewReader(p.HTML))
	if err != nil {
		return ""
	}
	res, err := trafilatura.ExtractDocument(doc, trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateOverride: &htmldate.Result{}})
	if err != nil || res == nil {
		return ""
	}
	return res.ContentText
}

// Text scores package extract on the two sets of article text in data (see
// [ReadTextPages]), and go-trafilatura alone beside it in the same run. The
// results are "wcxb-article" with word precision, recall and F1, each averaged
// over the pages as WCXB's evaluate.py does, and "scrapinghub" with the
// precision, recall and F1 of its evaluate.py: 4-grams of words with their
// counts, averaged over the pages; F1 is that of the averages. Intervals are
// of 1,000 samples of the pages.
//
// Each result has pages_per_second, for one core, parsing included, and the
// same metrics of go-trafilatura with the prefix "trafilatura_". Speeds differ
// from run to run; everything else is the same each time.
func Text(ctx context.Context, data string) ([]Result, error) {
	set, err := ReadTextPages(data)
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, s := range []struct {
		name  string
		pages []TextPage
		score func(pages []TextPage, texts []string, prefix string, m map[string]Metric)
	}{{"wcxb-article", set.WCXB, scoreWCXB}, {"scrapinghub", set.ScrapingHub, scoreScrapingHub}} {
		if len(s.pages) == 0 {
			continue
		}
		r := Result{Task: "text", Data: s.name, N: len(s.pages), Metrics: map[string]Metric{}}
		for _, e := range []struct {
			prefix string
			run    Extraction
		}{{"", Extracted}, {"trafilatura_", Trafilatura}} {
			texts := make([]string, len(s.pages))
			begin := time.Now()
			for i := range s.pages {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				texts[i] = e.run(&s.pages[i])
			}
			r.Metrics[e.prefix+"pages_per_second"] = Exactly(float64(len(s.pages)) / time.Since(begin).Seconds())
			s.score(s.pages, texts, e.prefix, r.Metrics)
		}
		out = append(out, r)
	}
	return out, nil
}

// words returns the words of s as Python's \w+ finds them.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
}

// counts counts equal strings.
func counts(in []string) map[string]int {
	m := make(map[string]int, len(in))
	for _, w := range in {
		m[w]++
	}
	return m
}

// overlap returns how many of a and b are shared, each as often as in both.
func overlap(a, b map[string]int) int {
	n := 0
	for w, k := range a {
		n += min(k, b[w])
	}
	return n
}

// WordF1 returns the precision, recall and F1 of the words of text against
// those of gold, in lower case, as WCXB defines them.
func WordF1(text, gold string) (precision, recall, f1 float64) {
	p, g := words(strings.ToLower(text)), words(strings.ToLower(gold))
	switch {
	case len(g) == 0 && len(p) == 0:
		return 1, 1, 1
	case len(g) == 0 || len(p) == 0:
		return 0, 0, 0
	}
	shared := float64(overlap(counts(p), counts(g)))
	precision, recall = shared/float64(len(p)), shared/float64(len(g))
	if shared > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

func scoreWCXB(pages []TextPage, texts []string, prefix string, m map[string]Metric) {
	var p, r, f []float64
	for i := range pages {
		a, b, c := WordF1(texts[i], pages[i].Gold)
		p, r, f = append(p, a), append(r, b), append(f, c)
	}
	m[prefix+"precision"], m[prefix+"recall"], m[prefix+"f1"] = BootstrapMean(p), BootstrapMean(r), BootstrapMean(f)
}

// Shingles counts 4-grams of words against gold, as ScrapingHub's evaluate.py
// does: in both, in text alone, in gold alone, as fractions of their sum. A
// text of fewer than four words is one shingle.
func Shingles(text, gold string) (both, extra, missed float64) {
	p, g := shingleCounts(text), shingleCounts(gold)
	np, ng := 0, 0
	for _, k := range p {
		np += k
	}
	for _, k := range g {
		ng += k
	}
	n := overlap(p, g)
	sum := float64(np + ng - n)
	if sum == 0 {
		return 0, 0, 0
	}
	return float64(n) / sum, float64(np-n) / sum, float64(ng-n) / sum
}

func shingleCounts(s string) map[string]int {
	w := words(s)
	if len(w) == 0 {
		return nil
	}
	m := make(map[string]int, len(w))
	for i := 0; i < max(1, len(w)-3); i++ {
		m[strings.Join(w[i:min(i+4, len(w))], " ")]++
	}
	return m
}

// shingleMetrics returns the averages over items of precision and recall, and
// the F1 of the two averages. Pages without a text do not count for precision.
func shingleMetrics(tfn [][3]float64, items []int) (precision, recall, f1 float64) {
	var p, r float64
	var np, nr int
	for _, i := range items {
		both, extra, missed := tfn[i][0], tfn[i][1], tfn[i][2]
		if both+extra > 0 {
			p += both / (both + extra)
			np++
		}
		if both+missed > 0 {
			r += both / (both + missed)
			nr++
		}
	}
	if np > 0 {
		precision = p / float64(np)
	}
	if nr > 0 {
		recall = r / float64(nr)
	}
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

func scoreScrapingHub(pages []TextPage, texts []string, prefix string, m map[string]Metric) {
	tfn := make([][3]float64, len(pages))
	for i := range pages {
		tfn[i][0], tfn[i][1], tfn[i][2] = Shingles(texts[i], pages[i].Gold)
	}
	pick := func(k int) Metric {
		return Bootstrap(len(pages), func(items []int) float64 {
			p, r, f := shingleMetrics(tfn, items)
			return [...]float64{p, r, f}[k]
		})
	}
	m[prefix+"precision"], m[prefix+"recall"], m[prefix+"f1"] = pick(0), pick(1), pick(2)
}
