package eval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A floor is what a stage reached on a data set. A figure below it fails the
// build; raise it when the figure rises. Lowering one needs a reason in
// docs/decisions.
type floor struct {
	Task    string             `json:"task"`
	Corpus  string             `json:"corpus"` // file of ../shared/corpora; "" if the task finds its own data
	SHA256  string             `json:"sha256"` // of that file: another corpus has other figures
	Data    string             `json:"data"`   // the result's name for the data set
	Command string             `json:"command"`
	Note    string             `json:"note"`
	Metrics map[string]float64 `json:"metrics"`
}

// tolerance is half of the last digit that floors are written with.
const tolerance = 0.00005

// TestFloors scores every stage that has a floor.
func TestFloors(t *testing.T) {
	if testing.Short() {
		t.Skip("scoring takes a minute")
	}
	raw, err := os.ReadFile("floors.json")
	if err != nil {
		t.Fatal(err)
	}
	var floors []floor
	if err := json.Unmarshal(raw, &floors); err != nil {
		t.Fatal(err)
	}
	done := map[string][]Result{}
	for _, f := range floors {
		t.Run(f.Task+"/"+f.Data, func(t *testing.T) {
			results, ok := done[f.Task+" "+f.Corpus]
			if !ok {
				results = score(t, f)
				done[f.Task+" "+f.Corpus] = results
			}
			i := slices.IndexFunc(results, func(r Result) bool { return r.Data == f.Data })
			if i < 0 {
				t.Fatalf("no result for %s", f.Data)
			}
			shown, _ := json.Marshal(results[i])
			t.Logf("%s", shown)
			for name, least := range f.Metrics {
				if m, ok := results[i].Metrics[name]; !ok || m.Value < least-tolerance {
					t.Errorf("%s of %s is %.4f, below its floor %.4f", name, f.Data, m.Value, least)
				}
			}
		})
	}
}

func score(t *testing.T, f floor) []Result {
	t.Helper()
	i := slices.IndexFunc(Tasks, func(task Task) bool { return task.Name == f.Task })
	if i < 0 {
		t.Fatalf("no task %q", f.Task)
	}
	data := ""
	if f.Corpus != "" {
		data = filepath.Join("../../shared/corpora", f.Corpus)
		raw, err := os.ReadFile(data)
		if err != nil {
			t.Skipf("%s is not beside the checkout", data)
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Fatalf("%s is not the corpus that the floors were measured on", data)
		}
	}
	results, err := Tasks[i].Score(context.Background(), data)
	if err != nil {
		if f.Corpus == "" {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	return results
}
