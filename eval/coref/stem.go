package coref

import "strings"

// Stem takes the common endings off an English word in lower case.
func Stem(w string) string {
	for _, e := range [...]string{"'s", "ings", "ing", "ed", "es", "s", "e"} {
		if len(w)-len(e) >= 3 && strings.HasSuffix(w, e) {
			w = w[:len(w)-len(e)]
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		w = w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}
