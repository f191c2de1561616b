package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"github.com/twosource/twosource/internal/fetch"
	"github.com/twosource/twosource/internal/ingest"
)

// agent is what the program calls itself to servers.
const agent = "twosource/" + Version

// fetcher gives what gets the addresses among inputs. Nothing is set up before the
// first request.
func fetcher(offline bool) func(context.Context, string) (ingest.Fetched, error) {
	client := sync.OnceValue(func() *fetch.Client {
		o := fetch.Options{Agent: agent, Clock: machine{}, Offline: offline}
		if dir, err := os.UserCacheDir(); err == nil {
			o.Cache = filepath.Join(dir, "twosource", "pages")
		}
		return fetch.New(o)
	})
	return func(ctx context.Context, address string) (ingest.Fetched, error) {
		res, err := client().Get(ctx, fetch.Request{URL: address})
		if err != nil {
			return ingest.Fetched{}, err
		}
		return fetched(res), nil
	}
}
