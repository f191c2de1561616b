package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/twosource/twosource/internal/pipeline"
)

// progressAfter is how long a run may take before a bar appears, and
// progressEvery how often it moves.
const (
	progressAfter = 400 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// showProgress draws a bar on w while p changes, if w is a terminal and quiet
// is false. The function that it returns takes the bar away.
func showProgress(w io.Writer, p *pipeline.Progress, quiet bool) (done func()) {
	if quiet || !isTerminal(w) {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		drawProgress(w, p, stop)
	}()
	return func() {
		close(stop)
		<-stopped
	}
}

func drawProgress(w io.Writer, p *pipeline.Progress, stop <-chan struct{}) {
	select {
	case <-stop:
		return
	case <-time.After(progressAfter):
	}
	bar := progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(w), progressbar.OptionShowBytes(true),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24),
		progressbar.OptionSetPredictTime(true), progressbar.OptionUseANSICodes(true))
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		if total := p.Total.Load(); total > 0 {
			bar.ChangeMax64(total)
		}
		stage := pipeline.Stages[max(int(p.Stage.Load()), 1)].Name
		bar.Describe(stage)
		_ = bar.Set64(p.Bytes.Load())
		select {
		case <-stop:
			_ = bar.Finish()
			return
		case <-tick.C:
		}
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
