package directory

import (
	"fmt"
	"strings"
	"time"
)

// Hours are a centre's opening hours (openingsuren). Without a week they are not known, which is not the same as closed.
type Hours struct {
	Confirmed  bool                `json:"confirmed" yaml:"confirmed"`
	Note       string              `json:"note,omitempty" yaml:"note"`
	Week       map[string][]string `json:"week,omitempty" yaml:"week"` // "mon": ["09:00-12:00"]; a day that is absent is closed
	Exceptions []Exception         `json:"exceptions,omitempty" yaml:"exceptions"`
}

// Exception is one day with other hours than its weekday; none is closed all day.
type Exception struct {
	Date  string   `json:"date" yaml:"date"` // YYYY-MM-DD
	Hours []string `json:"hours" yaml:"hours"`
}

// Span is a time of being open, in minutes after midnight.
type Span struct{ From, To int }

// String writes the span as the files do: "09:00-12:00".
func (s Span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
}

// OpenState is whether a centre is open.
type OpenState int

// The states; OpenUnknown is the zero value because a place whose hours nobody knows must not be called closed.
const (
	OpenUnknown OpenState = iota
	OpenYes
	OpenNo
)

var dayNames = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Known reports whether there are opening hours at all.
func (h Hours) Known() bool { return len(h.Week) > 0 }

// Day returns the spans of the day of t, in t's own zone, in order; pass a time in Europe/Brussels. It is nil when the
// centre is closed that day and when nothing is known.
func (h Hours) Day(t time.Time) []Span {
	texts := h.Week[dayNames[t.Weekday()]]
	date := t.Format(time.DateOnly)
	for _, exception := range h.Exceptions {
		if exception.Date == date {
			texts = exception.Hours
		}
	}
	spans, err := parseSpans(texts)
	if err != nil {
		return nil // refused when the data was loaded
	}
	return spans
}

// OpenAt reports whether the centre is open at t, in t's own zone; pass a time in Europe/Brussels. The last minute of a
// span no longer counts.
func (c Centre) OpenAt(t time.Time) OpenState {
	if !c.Hours.Known() {
		return OpenUnknown
	}
	minute := t.Hour()*60 + t.Minute()
	for _, span := range c.Hours.Day(t) {
		if minute >= span.From && minute < span.To {
			return OpenYes
		}
	}
	return OpenNo
}

// NextOpening returns when the centre next opens at or after t, looking two weeks ahead. It is false when the hours are
// not known or it stays closed.
func (c Centre) NextOpening(t time.Time) (time.Time, bool) {
	if !c.Hours.Known() {
		return time.Time{}, false
	}
	for day := range 15 {
		date := time.Date(t.Year(), t.Month(), t.Day()+day, 12, 0, 0, 0, t.Location())
		for _, span := range c.Hours.Day(date) {
			opens := time.Date(date.Year(), date.Month(), date.Day(), span.From/60, span.From%60, 0, 0, t.Location())
			if !opens.Before(t) {
				return opens, true
			}
		}
	}
	return time.Time{}, false
}

// parseSpans reads "09:00-12:00" texts and insists that they are in order and do not overlap.
func parseSpans(texts []string) ([]Span, error) {
	var spans []Span
	for _, text := range texts {
		from, to, found := strings.Cut(text, "-")
		start, err1 := parseMinute(from)
		end, err2 := parseMinute(to)
		if !found || err1 != nil || err2 != nil || end <= start {
			return nil, fmt.Errorf("hours %q are not like 09:00-12:00", text)
		}
		if len(spans) > 0 && start < spans[len(spans)-1].To {
			return nil, fmt.Errorf("hours %q start before the ones before them end", text)
		}
		spans = append(spans, Span{start, end})
	}
	return spans, nil
}

func parseMinute(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err
}

func (h Hours) check() error {
	for day, texts := range h.Week {
		if !strings.Contains("sun mon tue wed thu fri sat", day) || len(day) != 3 {
			return fmt.Errorf("unknown day %q", day)
		}
		if _, err := parseSpans(texts); err != nil {
			return err
		}
	}
	for _, exception := range h.Exceptions {
		if _, err := time.Parse(time.DateOnly, exception.Date); err != nil {
			return fmt.Errorf("date %q is not like 2026-12-25", exception.Date)
		}
		if _, err := parseSpans(exception.Hours); err != nil {
			return err
		}
	}
	return nil
}
