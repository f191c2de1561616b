package sqlite

import (
	"runtime"
	"sync"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// pack packs the items of a batch, several at once.
func (w *writer) pack(batch []store.Entry) []packedItem {
	out := make([]packedItem, len(batch))
	var done sync.WaitGroup
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range batch {
		if batch[i].Item == nil {
			continue
		}
		done.Add(1)
		room <- struct{}{}
		go func() {
			out[i] = w.s.packItem(batch[i].Item)
			<-room
			done.Done()
		}()
	}
	done.Wait()
	return out
}

// A packedItem is an item as it stands in the file.
type packedItem struct {
	page, analysis []byte
	body           int // see packAnalysis
}

func (s *Store) packItem(it *store.Item) packedItem {
	page := store.PackedPage{Page: it.Page, AsOf: it.AsOf}
	page.Page.Input = news.Input{}
	analysis, body := s.packAnalysis(it)
	return packedItem{s.codec.Pack(&page), analysis, body}
}

// packAnalysis packs an analysis without where it was read, for one page may have
// been read in several places. If the article's text holds the whole body of its
// page, that part of it is left out, and body says where it belongs; body is
// else -1.
func (s *Store) packAnalysis(it *store.Item) (packed []byte, body int) {
	if it.Failure.Stage != "" {
		return nil, -1
	}
	bare := it.Analysis
	bare.Article.Input = news.Input{}
	bare.Article.Text, body = store.Bodiless(bare.Article.Text, it.Page.Body)
	return s.codec.Pack(&bare), body
}
