package main

import (
	"os"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/reuse"
)

// tableFlags name tables of the user's own, which can change the result. All of a
// store is read, and its stories are made, with the same ones.
type tableFlags struct {
	Knowledge   string `help:"A table of names of your own (docs/formats/knowledge.md). All of a store is read with one table." placeholder:"FILE"`
	Boilerplate string `help:"A table of what outlets print again and again, which counts for nothing (docs/formats/boilerplate.md). All stories of a store are made with one table." placeholder:"FILE"`
}

// into reads the tables into the options.
func (f *tableFlags) into(o *pipeline.Options) error {
	if f.Knowledge != "" {
		data, err := os.ReadFile(f.Knowledge)
		if err != nil {
			return failf(exitFailed, "cannot read the table of names: %w", err)
		}
		if o.Knowledge, err = knowledge.Read(f.Knowledge, data); err != nil {
			return failf(exitFailed, "nothing was analysed\n%w", err)
		}
	}
	if f.Boilerplate != "" {
		data, err := os.ReadFile(f.Boilerplate)
		if err != nil {
			return failf(exitFailed, "cannot read the table of boilerplate: %w", err)
		}
		if o.Boilerplate, err = reuse.ReadBoilerplate(f.Boilerplate, data); err != nil {
			return failf(exitFailed, "nothing was analysed\n%w", err)
		}
	}
	return nil
}
