package register

import (
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"a,b,c":       {"a", "b", "c"},
		"a,,c":        {"a", "", "c"},
		",":           {"", ""},
		"":            {""},
		`"a,b",c`:     {"a,b", "c"},
		`"a ""b""",c`: {`a "b"`, "c"},
		`"",""`:       {"", ""},
		"a,b\r":       {"a", "b"},
	} {
		got, err := split([]byte(in), ',', nil)
		if err != nil {
			t.Errorf("split(%q): %v", in, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("split(%q) (-want +got):\n%s", in, diff)
		}
	}
	for _, in := range []string{`"a`, `a"b`, `"a"b,c`, `"a""`} {
		if got, err := split([]byte(in), ',', nil); err == nil {
			t.Errorf("split(%q) = %q", in, got)
		}
	}
}

// FuzzSplit holds the splitter against encoding/csv: on one line they agree on the cells and on what is wrong.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"a,b", `"a,b",c`, `"a""b"`, `a"b`, `"`, ",,", `"a" ,b`, "é;à"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) || strings.TrimSpace(line) == "" {
			return
		}
		got, err := split([]byte(line), ',', nil)
		reader := csv.NewReader(strings.NewReader(line + "\n"))
		want, wantErr := reader.Read()
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("split(%q): %v, encoding/csv: %v", line, err, wantErr)
		}
		if err == nil && !cmp.Equal(want, got) {
			t.Fatalf("split(%q) = %q, encoding/csv: %q", line, got, want)
		}
	})
}
