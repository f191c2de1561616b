package names

import (
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

// nameKey folds the name of anything but a person: case, dots, diacritics, a
// leading article.
func nameKey(name string) string {
	return strings.TrimPrefix(knowledge.Fold(name), "the ")
}

// surnameKey folds a surname: case, diacritics, a joined article ("Al-Assad"),
// and the endings by which transliterations of one name differ.
func surnameKey(surname string) string {
	k := knowledge.Fold(surname)
	for _, article := range [...]string{"al ", "el ", "as ", "ash "} {
		if rest, ok := strings.CutPrefix(k, article); ok && len(rest) > 2 {
			k = rest
			break
		}
	}
	for _, end := range [...]string{"skiy", "skyy", "skii", "skij", "sky"} {
		if stem, ok := strings.CutSuffix(k, end); ok && len(stem) > 1 {
			return stem + "ski"
		}
	}
	return k
}

// givenKey folds a given name so that its common transliterations are one:
// Sergei, Sergey, Sergej; Dmitry, Dmitri, Dmitriy; Mohammed, Muhammad.
func givenKey(given string) string {
	k := knowledge.Fold(given)
	for _, end := range [...]string{"ey", "ei", "ej", "iy", "ii", "y", "i"} {
		if stem, ok := strings.CutSuffix(k, end); ok && len(stem) > 2 {
			k = stem
			break
		}
	}
	switch k {
	case "mohammed", "muhammad", "mohamed", "muhammed", "mohamad", "mohammad":
		return "mohammad"
	}
	return k
}
