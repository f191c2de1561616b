package mcp

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/twosource/twosource/internal/serve"
)

// mostOrigins sorts entries, those with most origins first.
func mostOrigins(list []serve.Entry) {
	slices.SortStableFunc(list, func(x, y serve.Entry) int { return cmp.Compare(y.Origins, x.Origins) })
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func counted(n int, what string) string { return fmt.Sprintf("%d %s", n, what) }
