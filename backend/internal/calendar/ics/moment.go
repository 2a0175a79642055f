package ics

import (
	"strings"
	"time"
)

// moment is a time of an event; a day is its midnight.
type moment struct {
	time.Time
	day bool
}

// The years that a calendar can speak of.
const firstYear, lastYear = 1900, 2200

// readMoment reads "20261126", "20261126T090000" or "20261126T080000Z".
func readMoment(text string, location *time.Location) (moment, bool) {
	text = strings.TrimSpace(text)
	layout, day := "20060102T150405", false
	switch {
	case len(text) == len("20061126"):
		layout, day = "20060102", true
	case strings.HasSuffix(text, "Z"):
		text, location = strings.TrimSuffix(text, "Z"), time.UTC
	}
	at, err := time.ParseInLocation(layout, text, location)
	return moment{at, day}, err == nil && at.Year() >= firstYear && at.Year() <= lastYear
}

// length is how long an event takes: days by the calendar, then exact time.
type length struct {
	days  int
	exact time.Duration
}

func (l length) after(at time.Time) time.Time  { return at.AddDate(0, 0, l.days).Add(l.exact) }
func (l length) before(at time.Time) time.Time { return at.AddDate(0, 0, -l.days-1).Add(-l.exact) }

// longestDays bounds an event, and its exact time too.
const longestDays = 10 * 366

// readLength reads a duration such as "PT1H30M", "P1DT2H" or "P2W". A day is one of the calendar, whatever the clocks do.
func readLength(text string) (length, bool) {
	text, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(text), "+"), "P")
	date, clock, timed := strings.Cut(text, "T")
	if !ok || text == "" || timed && clock == "" {
		return length{}, false
	}
	weeks, date := unit(date, 'W')
	days, date := unit(date, 'D')
	hours, clock := unit(clock, 'H')
	minutes, clock := unit(clock, 'M')
	seconds, clock := unit(clock, 'S')
	l := length{days: weeks*7 + days, exact: time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second}
	return l, date == "" && clock == "" && l.days <= longestDays && l.exact <= longestDays*24*time.Hour
}

// unit takes a number with its letter off the front of a text; without one it is zero. Numbers have at most six digits.
func unit(text string, letter byte) (int, string) {
	n, i := 0, 0
	for i < len(text) && i < 6 && text[i] >= '0' && text[i] <= '9' {
		n = n*10 + int(text[i]-'0')
		i++
	}
	if i == 0 || i == len(text) || text[i] != letter {
		return 0, text
	}
	return n, text[i+1:]
}
