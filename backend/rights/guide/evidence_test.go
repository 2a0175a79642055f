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
		for _, hole := range []string{"Date", "From", "Checked", "Source"} {
			if text, ok := arg[hole].(string); ok {
				key += " " + text
			}
		}
	}
	return key
}

func (keys) MonthYear(at time.Time) string    { return at.Format("2006-01") }
func (keys) DayMonthYear(at time.Time) string { return at.Format(time.DateOnly) }

// TestEvidence: a date only where one was read, a source only where there is one, and nothing of a file that cannot be read.
func TestEvidence(t *testing.T) {
	read := rights.Evidence{Published: "2025-02-01", Checked: "2026-11-21", Confidence: "read", Source: "kortrijk.be/hulp"}
	undated, computed, unsure := read, read, read
	undated.Published = ""
	computed.Confidence = "computed"
	unsure.Confidence, unsure.Source = "unsure", "niets gevonden"
	for name, c := range map[string]struct {
		right         rights.Right
		from          string
		dates, source string
	}{
		"a dated page":         {rights.Right{ValidFrom: "2025-01-01", Evidence: read}, "2025-01-01", "check.evidence 2025-01 2026-11", "check.evidence.source kortrijk.be"},
		"a page without a day": {rights.Right{ValidFrom: "2025-01-01", Evidence: undated}, "2025-01-01", "check.evidence.undated 2026-11", "check.evidence.source kortrijk.be"},
		"but a dated figure":   {rights.Right{ValidFrom: "2025-01-01", Evidence: undated}, "2026-03-01", "check.evidence 2026-03 2026-11", "check.evidence.source kortrijk.be"},
		"our own sum":          {rights.Right{ValidFrom: "2025-01-01", Evidence: computed}, "2025-01-01", "check.evidence 2025-01 2026-11 check.evidence.computed", "check.evidence.source kortrijk.be"},
		"nothing firm":         {rights.Right{ValidFrom: "2025-01-01", Evidence: unsure}, "2025-01-01", "check.evidence 2025-01 2026-11", "check.evidence.none"},
		"no file":              {rights.Right{}, "", "", "check.evidence.none"},
	} {
		dates, source := guide.Evidence(c.right, c.from, keys{})
		source = strings.NewReplacer("\u2066", "", "\u2069", "").Replace(source)
		if dates != c.dates || source != c.source {
			t.Errorf("%s: %q, %q", name, dates, source)
		}
	}
}
