package ics

import (
	_ "embed" // the names that Windows gives to time zones
	"strings"
	"time"

	"wijkloket/backend/internal/core"
)

//go:embed windows-zones.txt
var windowsText string

// windows holds places by the name of Windows for their time.
var windows = func() map[string]string {
	places := map[string]string{}
	for line := range strings.Lines(windowsText) {
		if name, place, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			places[name] = place
		}
	}
	return places
}()

// observance is what a file itself says of a time zone: how far its last standard and summer time are from UTC.
type observance struct {
	standard, summer   int // seconds
	standardAt         string
	summerAt           string
	hasSummer, hasTime bool
}

// zones finds time zones by the names that a file gives them.
type zones struct {
	said  map[string]observance
	found map[string]*time.Location // by name, nil for one that nobody knows
}

func newZones() zones {
	return zones{said: map[string]observance{}, found: map[string]*time.Location{}}
}

// observe notes one half of a time zone's year. Of several halves of one kind the last to begin counts.
func (z zones) observe(name, begins string, offset int, summer bool) {
	o := z.said[name]
	switch {
	case summer && begins >= o.summerAt:
		o.summer, o.summerAt, o.hasSummer = offset, begins, true
	case !summer && begins >= o.standardAt:
		o.standard, o.standardAt, o.hasTime = offset, begins, true
	}
	z.said[name] = o
}

// find answers for the name of a zone, once the whole file was read; nil is a zone that nobody knows.
func (z zones) find(name string) *time.Location {
	location, known := z.found[name]
	if !known {
		location = z.look(name)
		z.found[name] = location
	}
	return location
}

// look finds the zone of that name on earth or in Windows, else what the file says of it. A zone that keeps Kortrijk's two
// times is Kortrijk's, whatever it is called; one without summer time is what it says. Anything else is not guessed at: a
// guess would make somebody busy at the wrong hour.
func (z zones) look(name string) *time.Location {
	trimmed := strings.Trim(name, ` "`)
	if trimmed == "" {
		return core.Brussels // a time of no zone is of where it is read
	}
	if place, ok := windows[trimmed]; ok {
		trimmed = place
	}
	if location := named(trimmed); location != nil {
		return location
	}
	switch o := z.said[name]; {
	case !o.hasTime:
		return nil
	case !o.hasSummer || o.summer == o.standard:
		return time.FixedZone("", o.standard)
	case o.standard == 60*60 && o.summer == 2*60*60:
		return core.Brussels
	default:
		return nil
	}
}

// named finds a zone of the time zone database. Some programs write a path before the name.
func named(name string) *time.Location {
	if strings.HasPrefix(name, "/") {
		parts := strings.Split(name, "/")
		name = strings.Join(parts[max(0, len(parts)-2):], "/")
	}
	if name == "" || name == "Local" || strings.Contains(name, ".") {
		return nil
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return location
}
