package main

import (
	"context"
	"path/filepath"
	"testing"
)

// The contract of every command: 1 went wrong, 2 is wrong use.
func TestExitCodes(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want int
	}{
		"an unknown flag":    {[]string{"--nonsense"}, 2},
		"no folder":          {[]string{"tour"}, 2},
		"a size that is not": {[]string{"--windowed", "big"}, 2},
		"a wrong language":   {[]string{"tour", "--out", t.TempDir(), "--lang", "xx"}, 1},
		"no printer":         {[]string{"print-test"}, 2},
		"no such printer":    {[]string{"print-test", "--printer", "nonsense"}, 2},
		"a printer far away": {[]string{"print-test", "--printer", filepath.Join(t.TempDir(), "lp0")}, 1},
		"a wrong text size":  {[]string{"tour", "--out", t.TempDir(), "--text", "huge"}, 1},
	} {
		if got := run(context.Background(), test.args); got != test.want {
			t.Errorf("%s: exit %d, want %d", name, got, test.want)
		}
	}
}
