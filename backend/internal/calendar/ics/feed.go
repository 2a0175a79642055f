// Package ics speaks iCalendar (RFC 5545): the feed that a worker subscribes to, a resident's own appointment for the
// phone, and the office calendar whose busy times are imported. What leaves here says no name, topic, place or address
// that the caller did not put into a title; what comes in is reduced to when somebody is busy.
package ics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	ical "github.com/arran4/golang-ical"

	"wijkloket/backend/internal/core"
)

// Refresh is how often a calendar program is asked to read a feed again.
const Refresh = 15 * time.Minute

// product names who wrote a file. Others may look into the calendar where it lands, so it says nothing.
const product = "-//K//K//NL"

// Event is one entry of a calendar. Its title is all that it says.
type Event struct {
	UID        string // always the same for the same appointment, and nothing that opens it
	Title      string
	Start, End time.Time
	AllDay     bool      // the days in Kortrijk from that of Start to that of End; they do not make anybody busy
	Changed    time.Time // when what stands here was decided
	Sequence   int       // goes up with every change, so that programs take it over
	Cancelled  bool
}

// Feed is a worker's calendar, by start. A cancelled event stays in it as cancelled, because a program that only misses an
// event may keep showing it. Times are in UTC, which every program shows on its own clock, right on both sides of a change
// of the clocks.
func Feed(name string, events []Event) []byte {
	c := newCalendar()
	c.SetMethod(ical.MethodPublish)
	c.SetName(clean(name))
	c.SetRefreshInterval(duration(Refresh))
	c.SetXPublishedTTL(duration(Refresh))
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b Event) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.UID, b.UID)) })
	for _, e := range events {
		e.addTo(c)
	}
	return write(c)
}

// Single is one appointment as a file for the resident's own phone.
func Single(e Event) []byte {
	c := newCalendar()
	e.addTo(c)
	return write(c)
}

func newCalendar() *ical.Calendar {
	c := &ical.Calendar{}
	c.SetVersion("2.0")
	c.SetProductId(product)
	c.SetCalscale("GREGORIAN")
	return c
}

func write(c *ical.Calendar) []byte { return []byte(c.Serialize(ical.WithNewLine("\r\n"))) }

func (e Event) addTo(c *ical.Calendar) {
	v := c.AddEvent(clean(e.UID))
	v.SetDtStampTime(e.Changed)
	v.SetModifiedAt(e.Changed)
	v.SetSequence(e.Sequence)
	v.SetSummary(clean(e.Title))
	v.SetClass(ical.ClassificationPrivate)
	if e.AllDay {
		v.SetAllDayStartAt(e.Start.In(core.Brussels))
		v.SetAllDayEndAt(e.End.In(core.Brussels).AddDate(0, 0, 1))
	} else {
		v.SetStartAt(e.Start)
		v.SetEndAt(e.End)
	}
	if e.AllDay || e.Cancelled {
		v.SetTimeTransparency(ical.TransparencyTransparent)
	} else {
		v.SetTimeTransparency(ical.TransparencyOpaque)
	}
	if e.Cancelled {
		v.SetStatus(ical.ObjectStatusCancelled)
	} else {
		v.SetStatus(ical.ObjectStatusConfirmed)
	}
}

// clean leaves a text without line ends and other controls, which could begin a property of their own.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// duration writes whole minutes as RFC 5545 does.
func duration(d time.Duration) string { return fmt.Sprintf("PT%dM", int(d.Minutes())) }
