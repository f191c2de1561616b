package paraphrase

// Row returns a sample of inputs that were measured elsewhere, the first of
// which must be 1, with whether it is the same (from 0 to 1) and what it weighs.
func Row(inputs []float64, same, weight float64) Sample {
	return Sample{inputs: inputs, same: same, weight: weight}
}
