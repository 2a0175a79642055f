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

// Evidence says how old the rule and figures of a right are, and where they come from. From is that of its [Item].
func Evidence(right rights.Right, from string, words Words) (dates, source string) {
	since, begun := rights.ParseDay(from)
	checked, looked := rights.ParseDay(right.Checked)
	switch {
	case !begun || !looked: // of a file that cannot be read
	case right.Dated(from):
		dates = words.T("check.evidence", map[string]any{"From": words.MonthYear(since), "Checked": words.MonthYear(checked)})
	default:
		dates = words.T("check.evidence.undated", map[string]any{"Checked": words.MonthYear(checked)})
	}
	if right.Confidence == "computed" {
		dates = strings.TrimSpace(dates + " " + words.T("check.evidence.computed"))
	}
	sites := right.Sites()
	if len(sites) == 0 {
		return dates, words.T("check.evidence.none")
	}
	return dates, words.T("check.evidence.source", map[string]any{"Source": leftToRight + strings.Join(sites, ", ") + endOfIt})
}

// A run of letters and digits that is read from left to right, also in a text from right to left.
const leftToRight, endOfIt = "\u2066", "\u2069"
