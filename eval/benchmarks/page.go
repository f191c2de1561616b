//go:build unix

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const introduction = `# Benchmarks

<!-- Written by go run ./eval/benchmarks; do not edit. -->

One command writes this page, and no figure of ours in it was typed by hand: they come from ` + "`eval/benchmarks/results.json`" + `,
which only that command writes. In brackets stands the 95 % interval of a score, by bootstrap, or the least and the most of
several runs. Under "best known" are the figures that this project set out to beat, gathered from the papers and pages of the
systems that it names, and not measured again; they are of the test side where ours are of the dev side. **Where we lose,
the row says so**; where a set is one that we were fitted to, or another than theirs, it says that and no more.

    go run ./eval/benchmarks                             this page
    go run ./eval/benchmarks -run evals,speed,others     measured anew (needs ../shared; ten minutes)
    go run ./eval/benchmarks -run archive                the whole archive into a store (ten minutes, 2 GB)
`

// heads are the heads of the tables.
var heads = map[string]string{
	accuracy: "| what | data, metric | ours | best known | | note |\n|---|---|---|---|---|---|\n",
	speed:    "| what | measured | ours | others | | note |\n|---|---|---|---|---|---|\n",
	beside:   "| what | data, metric | measured | note |\n|---|---|---|---|\n",
}

// page returns docs/benchmarks.md.
func page(r *results) string {
	var b strings.Builder
	b.WriteString(introduction)
	group := ""
	for _, row := range rows {
		if row.group != group {
			group = row.group
			fmt.Fprintf(&b, "\n## %s\n\n%s", group, heads[group])
		}
		b.WriteString(line(r, row))
	}
	commands(&b, r)
	return b.String()
}

// line is a row of a table.
func line(r *results, row row) string {
	shown, verdict := "not measured yet", ""
	if f, ok := r.Figures[row.key]; ok {
		shown = shownAs(f, row.unit)
		switch better := f.Value - row.beaten; {
		case row.apart != "":
			verdict = row.apart
		case row.beaten == 0:
		case better < 0:
			verdict = "**we lose**"
		default:
			verdict = "ahead"
		}
	}
	if row.group == beside {
		return fmt.Sprintf("| %s | %s | %s | %s |\n", row.what, row.data, shown, row.note)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", row.what, row.data, shown, row.best, verdict, row.note)
}

// shownAs is a figure with its interval.
func shownAs(f figure, unit string) string {
	write := func(v float64) string {
		switch {
		case unit == "":
			return strings.TrimPrefix(fmt.Sprintf("%.3f", v), "0")
		case v >= 1000:
			return fmt.Sprintf("%d,%03d", int(v)/1000, int(v)%1000)
		case v >= 10:
			return fmt.Sprintf("%.0f", v)
		}
		return fmt.Sprintf("%.3f", v)
	}
	s := write(f.Value)
	if f.Low != f.High {
		s += " [" + write(f.Low) + "–" + write(f.High) + "]"
	}
	if unit != "" {
		s += " " + unit
	}
	return s
}

// commands lists how the figures of the page were got, and on what.
func commands(b *strings.Builder, r *results) {
	used, loads, machines := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, row := range rows {
		if f, ok := r.Figures[row.key]; ok {
			used[f.Command], loads[f.Command] = f.Day, f.Load
			machines[f.Machine] = true
		}
	}
	b.WriteString("\n## How they were measured\n\n| command | day | load |\n|---|---|---|\n")
	for _, c := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", c, used[c], loads[c])
	}
	b.WriteString("\nOn: " + strings.Join(slices.Sorted(maps.Keys(machines)), "; ") + `.
"Load" is how many programs wanted a processor at the time, this one among them: above the number of cores, what is given as wall
time, or by the second of a benchmark, would be better on a machine that has nothing else to do. Speeds side by side are of processor time.

More is measured by hand: the load on a server (` + "`go run ./eval/serveload`" + `), the cost of one more article in an index that grows to a
million (` + "`go run ./eval/planted/grow`" + `), SQLite alone as the limit of search (` + "`go test ./internal/store/sqlite -bench Ranked`" + `), planted copies
(` + "`twosource eval reuse --planted`" + `), and watching for hours (` + "`go run ./eval/endurance`" + `). The decisions in ` + "`docs/decisions`" + ` have those figures.
`)
}
