package ics

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	ical "github.com/arran4/golang-ical"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Refusals of a file. They say nothing of what is in it.
var (
	errMalformed = core.Refuse(api.CodeInvalid, "refuse.ics")
	errZone      = core.Refuse(api.CodeInvalid, "refuse.ics.zone")
	errTooLarge  = core.Refuse(api.CodeTooLarge, "refuse.ics.large")
)

// Limit bounds what one file may cost.
type Limit struct {
	Bytes  int64 // of the file
	Events int   // in the file, whenever they are
	Series int   // recurring events that can reach the span asked for; one that never happens costs up to 0.1 s
	Spans  int   // busy times in the span asked for
}

// Office is enough for the export of an office calendar of many years.
var Office = Limit{Bytes: 8 << 20, Events: 20_000, Series: 500, Spans: 10_000}

// deepest bounds how far components lie in each other; RFC 5545 needs three.
const deepest = 8

// wanted are the properties that say when somebody is busy. No other line is looked at.
var wanted = []string{
	"BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
	"X-MICROSOFT-CDO-BUSYSTATUS", "TZID", "TZOFFSETTO",
}

// raw is an event as it stands in the file.
type raw struct {
	uid, rule          string
	start, end, length *ical.BaseProperty
	instead            *ical.BaseProperty // which occurrence of the series of the same UID this event replaces
	except, also       []*ical.BaseProperty
	free               bool // it makes nobody busy
}

// reader walks through the lines of a file and keeps its events and time zones.
type reader struct {
	limit  Limit
	within []string // the components that are open
	ended  bool     // a whole calendar was read
	events []raw
	zones  zones

	zone, begins string // of the time zone that is being read
	offset       int
}

func (r *reader) read(text io.Reader) error {
	counted := &io.LimitedReader{R: text, N: r.limit.Bytes + 1}
	source := &failing{r: counted}
	lines := ical.NewCalendarStream(bufio.NewReader(source))
	for {
		line, err := lines.ReadLine()
		switch {
		case source.err != nil:
			return source.err
		case counted.N == 0:
			return errTooLarge
		}
		if line != nil {
			if refused := r.line(bytes.TrimPrefix([]byte(*line), []byte("\xef\xbb\xbf"))); refused != nil {
				return refused
			}
		}
		if err != nil {
			break
		}
	}
	if len(r.within) > 0 || !r.ended {
		return errMalformed
	}
	return nil
}

// failing remembers the fault of a source, which is none of the file.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

func (r *reader) line(line []byte) error {
	end := bytes.IndexAny(line, ":;")
	if end < 0 {
		if len(r.within) == 0 && len(bytes.TrimSpace(line)) > 0 {
			return errMalformed
		}
		return nil // a line of no property, as some programs write in descriptions
	}
	name := strings.ToUpper(string(line[:end]))
	if len(r.within) == 0 && name != "BEGIN" {
		return errMalformed
	}
	if !slices.Contains(wanted, name) {
		return nil
	}
	property, err := ical.ParseProperty(ical.ContentLine(line))
	if err != nil || property == nil {
		return errMalformed
	}
	switch name {
	case "BEGIN":
		return r.begin(strings.ToUpper(strings.TrimSpace(property.Value)))
	case "END":
		return r.end(strings.ToUpper(strings.TrimSpace(property.Value)))
	}
	switch r.within[len(r.within)-1] {
	case "VEVENT":
		r.events[len(r.events)-1].take(name, property)
	case "VTIMEZONE", "STANDARD", "DAYLIGHT":
		return r.zoneLine(name, property.Value)
	}
	return nil
}

func (r *reader) begin(component string) error {
	top := len(r.within) == 0
	if top != (component == "VCALENDAR") || len(r.within) == deepest || component == "VEVENT" && len(r.within) != 1 {
		return errMalformed
	}
	switch component {
	case "VEVENT":
		if len(r.events) == r.limit.Events {
			return errTooLarge
		}
		r.events = append(r.events, raw{})
	case "VTIMEZONE":
		r.zone = ""
	case "STANDARD", "DAYLIGHT":
		r.begins, r.offset = "", 0
	}
	r.within = append(r.within, component)
	return nil
}

func (r *reader) end(component string) error {
	last := len(r.within) - 1
	if r.within[last] != component {
		return errMalformed
	}
	r.within = r.within[:last]
	switch component {
	case "VCALENDAR":
		r.ended = true
	case "STANDARD", "DAYLIGHT":
		r.zones.observe(r.zone, r.begins, r.offset, component == "DAYLIGHT")
	}
	return nil
}

func (r *reader) zoneLine(name, value string) error {
	switch name {
	case "TZID":
		r.zone = value
	case "DTSTART":
		r.begins = value
	case "TZOFFSETTO":
		offset, ok := readOffset(value)
		if !ok {
			return errMalformed
		}
		r.offset = offset
	}
	return nil
}

// readOffset reads "+0100" or "-033000" as seconds.
func readOffset(text string) (int, bool) {
	if (len(text) != 5 && len(text) != 7) || (text[0] != '+' && text[0] != '-') {
		return 0, false
	}
	n, err := strconv.ParseUint((text[1:] + "00")[:6], 10, 32)
	if err != nil || n >= 240000 {
		return 0, false
	}
	seconds := int(n/10000*3600 + n/100%100*60 + n%100)
	if text[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

func (e *raw) take(name string, p *ical.BaseProperty) {
	switch name {
	case "UID":
		e.uid = p.Value
	case "DTSTART":
		e.start = p
	case "DTEND":
		e.end = p
	case "DURATION":
		e.length = p
	case "RRULE":
		e.rule = p.Value
	case "RDATE":
		e.also = append(e.also, p)
	case "EXDATE":
		e.except = append(e.except, p)
	case "RECURRENCE-ID":
		e.instead = p
	case "STATUS":
		e.free = e.free || strings.EqualFold(p.Value, "CANCELLED")
	case "TRANSP":
		e.free = e.free || strings.EqualFold(p.Value, "TRANSPARENT")
	case "X-MICROSOFT-CDO-BUSYSTATUS":
		e.free = e.free || strings.EqualFold(p.Value, "FREE")
	}
}
