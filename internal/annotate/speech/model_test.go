package speech

import "testing"

// TestModelBytes: a model that was read is written as it was.
func TestModelBytes(t *testing.T) {
	m := loaded()
	if m == nil {
		t.Fatal("the program was built without its model")
	}
	if got := string(writeModel(m)); got != modelBytes {
		t.Errorf("%d bytes are not the %d that were read", len(got), len(modelBytes))
	}
	if _, err := parseModel(modelBytes[:len(modelBytes)/2]); err == nil {
		t.Error("half a model was read")
	}
}
