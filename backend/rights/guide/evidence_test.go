package guide_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
)

// keys answers with the key and what fills it.
type keys struct{}

func (keys) T(key string, args ...map[string]any) string {
	for _, arg := range args {
		for _, hole := range []string{"Date", "From", "Published", "Checked", "Source"} {
			if text, ok := arg[hole].(string); ok {
				key += " " + text
			}
		}
	}
	return key
}

func (keys) MonthYear(at time.Time) string    { return at.Format("2006-01") }
func (keys) DayMonthYear(at time.Time) string { return at.Format(time.DateOnly) }

// TestEvidence: a date of the page only where it has one, of the limits only where some decide, a source only where there is one,
// and nothing of a file that cannot be read.
func TestEvidence(t *testing.T) {
	read := rights.Evidence{Published: "2025-02-01", Checked: "2026-11-21", Confidence: "read", Source: "kortrijk.be/hulp"}
	undated, computed, unsure := read, read, read
	undated.Published = ""
	computed.Confidence = "computed"
	unsure.Confidence, unsure.Source = "unsure", "niets gevonden"
	for name, c := range map[string]struct {
		right         rights.Right
		basis         rights.Basis
		dates, source string
	}{
		"a dated page":         {rights.Right{ValidFrom: "2025-01-01", Evidence: read}, rights.Basis{From: "2025-01-01"}, "check.evidence 2025-02 2026-11", "check.evidence.source kortrijk.be"},
		"a page without a day": {rights.Right{ValidFrom: "2025-01-01", Evidence: undated}, rights.Basis{From: "2025-01-01"}, "check.evidence.undated 2026-11", "check.evidence.source kortrijk.be"},
		"but a dated limit":    {rights.Right{ValidFrom: "2025-01-01", Evidence: undated}, rights.Basis{From: "2026-03-01", Figures: "2026-03-01"}, "check.evidence.undated 2026-11 check.evidence.figures 2026-03", "check.evidence.source kortrijk.be"},
		"a limit of before it": {rights.Right{ValidFrom: "2025-01-01", Evidence: read}, rights.Basis{From: "2025-01-01", Figures: "2022-01-01"}, "check.evidence 2025-02 2026-11 check.evidence.figures 2022-01", "check.evidence.source kortrijk.be"},
		"an old limit":         {rights.Right{ValidFrom: "2025-01-01", Evidence: read}, rights.Basis{From: "2025-01-01", Figures: "2022-01-01", Old: true}, "check.evidence 2025-02 2026-11 check.evidence.figures 2022-01 check.evidence.old", "check.evidence.source kortrijk.be"},
		"our own sum":          {rights.Right{ValidFrom: "2025-01-01", Evidence: computed}, rights.Basis{From: "2025-01-01"}, "check.evidence 2025-02 2026-11 check.evidence.computed", "check.evidence.source kortrijk.be"},
		"a computed limit":     {rights.Right{ValidFrom: "2025-01-01", Evidence: read}, rights.Basis{From: "2026-03-01", Figures: "2026-03-01", Computed: true}, "check.evidence 2025-02 2026-11 check.evidence.figures 2026-03 check.evidence.computed", "check.evidence.source kortrijk.be"},
		"nothing firm":         {rights.Right{ValidFrom: "2025-01-01", Evidence: unsure}, rights.Basis{From: "2025-01-01"}, "check.evidence 2025-02 2026-11", "check.evidence.none"},
		"no file":              {rights.Right{}, rights.Basis{}, "", "check.evidence.none"},
	} {
		dates, source := guide.Evidence(c.right, c.basis, keys{})
		source = strings.NewReplacer("\u2066", "", "\u2069", "").Replace(source)
		if dates != c.dates || source != c.source {
			t.Errorf("%s: %q, %q", name, dates, source)
		}
	}
}
