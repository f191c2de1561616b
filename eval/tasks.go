package eval

import (
	"context"
	"errors"

	"github.com/twosource/twosource/eval/english"
)

// A Task is a stage that can be scored.
type Task struct {
	Name string
	Help string // the data that it reads, in a few words
	// Score scores the stage on data: a file, folder or tar.gz. The error says
	// what of it could not be read.
	Score func(ctx context.Context, data string) ([]Result, error)
}

// errNoData says that a task was given no data and has none of its own.
var errNoData = errors.New("eval: name the data set")

// Tasks are the stages that can be scored, by name.
var Tasks = []Task{
	{"coref", "ECB+, as ecbplus.tar.gz: which mentions of happenings are of one", needsData(EventCoref)},
	{"conflicts", "altered-reports.jsonl.gz: the slots that were changed; archive.jsonl.gz: false alarms on reprints; or a folder of both", needsData(Conflicts)},
	{"date", "go-htmldate's 1,000 dated pages; without DATA those of the module in the module cache", scoreDate},
	{"entities", "CoNLL coreference files, as gum.tar.gz, or ecbplus.tar.gz", needsData(Entities)},
	{"events", "PLV and PETRARCH's records, as political-events.tar.gz: roots, and who did what to whom", needsData(Events)},
	{"names", "a text with marked names in columns (CoNLL, IOB2)", scoreEnglish("names", ".iob2", names)},
	{"paraphrase", "MSRP and STS headlines, as rewrites.tar.gz: whether two sentences say the same", needsData(Paraphrase)},
	{"parse", "a treebank in CoNLL-U: trees on gold words with predicted classes", scoreEnglish("parse", ".conllu", english.Parse)},
	{"pos", "a treebank in CoNLL-U: word classes and lemmas on gold words", scoreEnglish("pos", ".conllu", english.POS)},
	{"reuse", "PolNeAR with its metadata.tsv, as polnear.tar.gz: agency copy; with --planted an archive as archive.jsonl.gz", needsData(Credits)},
	{"speaker", "archive.jsonl.gz: who speaks 150 quotations of it, marked by hand", needsData(Speaker)},
	{"statements", "PolNeAR's brat files, as polnear.tar.gz: who said what", needsData(Statements)},
	{"stories", "articles labelled with their event, as clusters-google-news.jsonl.gz, ecbplus.tar.gz, or a folder of them", needsData(Stories)},
	{"text", "extraction.tar.gz: article pages of WCXB and of ScrapingHub's benchmark", needsData(Text)},
	{"threads", "Timeline17's articles, as timelines.tar.gz: whether what goes on for months is strung together", needsData(Threads)},
	{"time", "TimeML files, as timebank-aquaint.tar.gz", needsData(Time)},
	{"timeline", "Timeline17's articles and timelines, as timelines.tar.gz: which days get a line", needsData(Timeline)},
}

func needsData(score func(context.Context, string) ([]Result, error)) func(context.Context, string) ([]Result, error) {
	return func(ctx context.Context, data string) ([]Result, error) {
		if data == "" {
			return nil, errNoData
		}
		return score(ctx, data)
	}
}

func scoreDate(ctx context.Context, dir string) ([]Result, error) {
	if dir == "" {
		var err error
		if dir, err = HTMLDateModule(); err != nil {
			return nil, err
		}
	}
	r, err := Date(ctx, dir)
	return []Result{r}, err
}
