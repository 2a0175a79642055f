package guide

import (
	"strings"
	"time"

	"wijkloket/backend/rights"
)

// Words is the visitor's language, as both faces of the check have it.
type Words interface {
	// T is the text of a key of the catalogue with its holes filled.
	T(key string, args ...map[string]any) string
	// MonthYear is a month of a year in words.
	MonthYear(at time.Time) string
	// DayMonthYear is a day of any year in words.
	DayMonthYear(at time.Time) string
}

// Outside says of a right that does not exist yet on a day, or any more, when it begins or ended; "" of one that does.
func Outside(right rights.Right, day string, words Words) string {
	begins, ended := right.Outside(day)
	if at, ok := rights.ParseDay(begins); ok {
		return words.T("check.right.begins", map[string]any{"Date": words.DayMonthYear(at)})
	}
	if at, ok := rights.ParseDay(ended); ok {
		return words.T("check.right.ended", map[string]any{"Date": words.DayMonthYear(at)})
	}
	return ""
}

// Evidence says how old the page and the figures of a right are, and where they come from.
func Evidence(right rights.Right, basis rights.Basis, words Words) (dates, source string) {
	said := []string{Dates(right, basis, words)}
	if basis.Old {
		said = append(said, words.T("check.evidence.old"))
	}
	dates = strings.TrimSpace(strings.Join(said, " "))
	sites := right.Sites()
	if len(sites) == 0 {
		return dates, words.T("check.evidence.none")
	}
	return dates, words.T("check.evidence.source", map[string]any{"Source": leftToRight + strings.Join(sites, ", ") + endOfIt})
}

// Dates says of when the page of a right is, or that it has no date, from when the limits that decide, and whether we computed one of
// them ourselves. It is "" of a file that cannot be read.
func Dates(right rights.Right, basis rights.Basis, words Words) string {
	checked, looked := rights.ParseDay(right.Checked)
	if !looked {
		return ""
	}
	key, args := "check.evidence.undated", map[string]any{"Checked": words.MonthYear(checked)}
	if at, dated := rights.ParseDay(right.Published); dated {
		key, args["Published"] = "check.evidence", words.MonthYear(at)
	}
	dates := words.T(key, args)
	if at, leans := rights.ParseDay(basis.Figures); leans {
		dates += " " + words.T("check.evidence.figures", map[string]any{"From": words.MonthYear(at)})
	}
	if basis.Computed || right.Confidence == "computed" {
		dates += " " + words.T("check.evidence.computed")
	}
	return dates
}

// A run of letters and digits that is read from left to right, also in a text from right to left.
const leftToRight, endOfIt = "\u2066", "\u2069"
