package pipeline

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/store"
)

// TestDerivedMarks: records come out of their marks as they went in.
func TestDerivedMarks(t *testing.T) {
	var m derivedMarks
	var want, got []string
	for i := range 300 {
		at := store.DerivedKey{Kind: store.Kind(i), Key: strings.Repeat("k", i)}
		mark := int64(i-150) << 55
		m.add(at, mark)
		want = append(want, fmt.Sprint(at, mark))
	}
	m.each(func(at store.DerivedKey, mark int64) { got = append(got, fmt.Sprint(at, mark)) })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("there are %d records, want %d, or others", len(got), len(want))
	}
}
