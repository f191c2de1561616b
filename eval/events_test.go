package eval

import (
	"context"
	"os"
	"testing"
)

// politicalEvents is where the labelled events lie if they are there.
const politicalEvents = "../../shared/corpora/political-events.tar.gz"

func TestEvents(t *testing.T) {
	if _, err := os.Stat(politicalEvents); err != nil {
		t.Skip("the labelled events are not here: ", err)
	}
	results, err := Events(context.Background(), politicalEvents)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 2 || results[0].N != 1050 || results[1].N < 200 {
		t.Fatalf("%+v", results)
	}
	for _, r := range results {
		t.Logf("%s %s %d %v", r.Task, r.Data, r.N, r.Metrics)
	}
}
