//go:build unix

package main

// A row is one line of the page. Figures are fractions unless unit says otherwise.
type row struct {
	group  string
	what   string
	data   string  // and the metric
	key    string  // of results.json
	unit   string  // "", "words/s", "s", "MB", "pages/s", "ms"
	note   string  // what a reader must know of our figure
	best   string  // the best known elsewhere, and whose it is
	beaten float64 // the figure of best that ours is held against; 0 for none
	apart  string  // why the two cannot be held against each other; "" if they can
}

const (
	accuracy = "Accuracy"
	speed    = "Speed and memory"
	beside   = "Side by side, measured here"
)

// rows are those of the goals, in their order. What stands under best are the
// figures that the project set out to beat, gathered from papers and pages of the
// systems that they name; they were not measured again.
var rows = []row{
	{group: accuracy, what: "article text", data: "WCXB article pages, word F1", key: "text/wcxb-article/f1", note: "the block model was fitted to these pages; held out .946 (decision 0003)", best: ".932 rs-trafilatura, .926 trafilatura", beaten: .932, apart: "fitted to it"},
	{group: accuracy, what: "article text", data: "ScrapingHub's 181 pages, 4-gram F1", key: "text/scrapinghub/f1", note: "fitted to these pages; held out .968 (decision 0003)", best: ".970 rs-trafilatura and a cloud service of 2019", beaten: .970, apart: "fitted to it"},
	{group: accuracy, what: "publication date", data: "htmldate's 1,000 pages, F1", key: "date/htmldate/f1", best: ".949 htmldate", beaten: .949},
	{group: accuracy, what: "publication date", data: "the same, accuracy", key: "date/htmldate/accuracy", best: ".903 htmldate", beaten: .903},
	{group: accuracy, what: "tagger", data: "UD EWT dev, gold words, UPOS", key: "pos/en_ewt-ud-dev.conllu/upos", best: ".95–.97 large neural models", beaten: .97},
	{group: accuracy, what: "parser", data: "UD EWT dev, predicted tags, UAS", key: "parse/en_ewt-ud-dev.conllu/uas", best: "no figure that was measured in this way is known"},
	{group: accuracy, what: "parser", data: "the same, LAS", key: "parse/en_ewt-ud-dev.conllu/las", best: "about .91 large neural models, at some 10,000 words/s", beaten: .91},
	{group: accuracy, what: "names", data: "UNER EWT dev, person, organisation, place, F1", key: "names/en_ewt-ud-dev.iob2/f1", best: ".82–.87 the annotators with one another; prose .21", beaten: .82},
	{group: accuracy, what: "time expressions", data: "TimeBank and AQUAINT, dev, strict F1", key: "time/timebank-aquaint.tar.gz/dev_strict_f1", note: "another set than the next column's, which is not handed out here", best: ".818 HeidelTime on TempEval-3 platinum", beaten: .818, apart: "another set"},
	{group: accuracy, what: "time expressions", data: "the same, value F1", key: "time/timebank-aquaint.tar.gz/dev_value_f1", note: "another set, as above", best: ".776 HeidelTime on TempEval-3 platinum", beaten: .776, apart: "another set"},
	{group: accuracy, what: "statements", data: "PolNeAR dev, mean of source, cue and content, overlap F1", key: "statements/polnear-dev/spans_overlap_f1", best: "none published there; Citron .832 on Wall Street Journal text; two people agree on .75 of words"},
	{group: accuracy, what: "statements", data: "the same, exact F1", key: "statements/polnear-dev/spans_exact_f1", best: "none published there; Citron .567 on Wall Street Journal text"},
	{group: accuracy, what: "direct quotations", data: "PolNeAR dev, content, overlap F1", key: "statements/polnear-dev/direct_content_overlap_f1", best: ".89 for all three spans, a newspaper's own trained model", beaten: .89},
	{group: accuracy, what: "speaker", data: "150 quotations of the archive, named right", key: "speaker/archive.jsonl.gz/right", best: "CoreNLP leaves .26 open on news, so at most .74", beaten: .74},
	{group: accuracy, what: "paraphrase", data: "MSRP train, ten-fold, accuracy", key: "paraphrase/msr_paraphrase_train/accuracy", note: "cross-validated on the train side; the next column is of the test side", best: "about .80 the best before neural models", beaten: .80},
	{group: accuracy, what: "stories", data: "google-news, B-cubed F1", key: "stories/google-news/bcubed_f1", note: "one setting for all sets; learnt from these pairs, cross-validated in decision 0012", best: ".95 average-link TF-IDF at this set's best threshold", beaten: .95, apart: "fitted to it"},
	{group: accuracy, what: "stories", data: "galaxy, B-cubed F1", key: "stories/galaxy-medium/bcubed_f1", note: "as above", best: ".81 the same", beaten: .81, apart: "fitted to it"},
	{group: accuracy, what: "stories", data: "ECB+, B-cubed F1", key: "stories/ecbplus/bcubed_f1", note: "as above", best: ".874 the same", beaten: .874, apart: "fitted to it"},
	{group: accuracy, what: "event coreference", data: "ECB+ dev, marked mentions, CoNLL F1", key: "coref/ecbplus/conll", note: "five-fold by topics", best: ".744 one lemma, one event; .86 neural, both on the test side", beaten: .86},
	{group: accuracy, what: "events", data: "PLV, root code, macro F1", key: "events/plv-train/root_macro_f1", note: "ten-fold cross-validation", best: ".821 a large transformer", beaten: .821},
	{group: accuracy, what: "timelines", data: "Timeline17's dev timelines, date F1", key: "timeline/timelines/date_f1", note: "five timelines; the growth was chosen on them", best: ".544 (Timeline17, test side)", beaten: .544},
	{group: accuracy, what: "conflicts", data: "altered reports, the changed slot, F1", key: "conflicts/altered-reports/slot_f1", note: "the rules were tuned while these pairs were watched", best: "none"},

	{group: speed, what: "`brief` on five articles, whole process", data: "wall, median of 20", key: "speed/samples/wall", unit: "s", best: "a Python pipeline loads for seconds"},
	{group: speed, what: "the same", data: "processor time", key: "speed/samples/processor", unit: "s"},
	{group: speed, what: "the same", data: "peak memory", key: "speed/samples/peak memory", unit: "MB"},
	{group: speed, what: "`brief` on 2,000 articles of the archive", data: "wall, median of 3", key: "speed/2000/wall", unit: "s"},
	{group: speed, what: "the same", data: "processor time", key: "speed/2000/processor", unit: "s"},
	{group: speed, what: "the same", data: "peak memory", key: "speed/2000/peak memory", unit: "MB"},
	{group: speed, what: "the limit: to inflate, decode and part into words the same 2,000", data: "processor time", key: "speed/2000/limit", unit: "s", note: "no program can do without"},
	{group: speed, what: "tags, trees and names, one processor", data: "200 articles of the archive", key: "bench/annotate/english/Archive/all/words", unit: "words/s", best: "about 10,000 words/s spaCy small", beaten: 10000},
	{group: speed, what: "text to statements and events, one processor", data: "200 articles of the archive", key: "bench/annotate/Archive/words", unit: "words/s"},
	{group: speed, what: "pages to articles, one processor", data: "pages of WCXB and ScrapingHub", key: "bench/extract/Extract/extract/pages", unit: "pages/s"},
	{group: speed, what: "30,078 articles into a store, all stages", data: "wall", key: "speed/archive/wall", unit: "s"},
	{group: speed, what: "the same", data: "peak memory", key: "speed/archive/peak memory", unit: "MB"},

	{group: beside, what: "article text, Twosource", data: "ScrapingHub's 181 pages, 4-gram F1", key: "text/scrapinghub/f1"},
	{group: beside, what: "article text, go-trafilatura alone", data: "the same", key: "text/scrapinghub/trafilatura_f1"},
	{group: beside, what: "article text, Twosource", data: "WCXB article pages, word F1", key: "text/wcxb-article/f1"},
	{group: beside, what: "article text, go-trafilatura alone", data: "the same", key: "text/wcxb-article/trafilatura_f1"},
	{group: beside, what: "pages to articles, Twosource", data: "one processor", key: "bench/extract/Extract/extract/pages", unit: "pages/s"},
	{group: beside, what: "pages to articles, go-trafilatura alone", data: "the same", key: "bench/extract/Extract/trafilatura/pages", unit: "pages/s"},
	{group: beside, what: "names, Twosource", data: "UNER EWT dev, by words and type, F1", key: "others/twosource/names"},
	{group: beside, what: "names, prose", data: "the same", key: "others/prose/names"},
	{group: beside, what: "names, compromise", data: "the same", key: "others/compromise/names"},
	{group: beside, what: "all marks of a sentence, Twosource", data: "the same sentences, as documents of 25", key: "others/twosource/words", unit: "words/s", note: "statements, times and events included"},
	{group: beside, what: "tags and names, prose", data: "the same", key: "others/prose/words", unit: "words/s"},
	{group: beside, what: "tags and names, prose", data: "200 articles of the archive, one processor", key: "bench/annotate/english/Archive/prose/words", unit: "words/s"},
	{group: beside, what: "tags and names, compromise", data: "the same sentences", key: "others/compromise/words", unit: "words/s"},
	{group: beside, what: "tags and amounts, wink-nlp", data: "the same sentences", key: "others/wink/words", unit: "words/s", note: "it has no names of persons, bodies or places"},
}
