package calendar

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Check refuses a block that could never be offered: hours that end before they begin, a talk without a centre, days that
// are on no calendar.
func (w Weekly) Check() error {
	if w.Day < time.Sunday || w.Day > time.Saturday {
		return refuseField("day", "refuse.days")
	}
	if err := checkBlock(w.From, w.To, w.Kind, w.Centre); err != nil {
		return err
	}
	return checkDays(w.Since, w.Until, true)
}

// Check refuses an exception that could never change anything.
func (e Exception) Check() error {
	if !e.On.Valid() {
		return refuseField("on", "refuse.date")
	}
	if e.Off {
		return checkHours(e.From, e.To)
	}
	return checkBlock(e.From, e.To, e.Kind, e.Centre)
}

// Check refuses an absence that ends before it begins, or has a day that is on no calendar.
func (a Absence) Check() error { return checkDays(a.First, a.Last, false) }

// Check refuses a closure that ends before it begins, or has a day that is on no calendar.
func (c Closure) Check() error { return checkDays(c.First, c.Last, false) }

func checkBlock(from, to int, kind Kind, centre string) error {
	switch {
	case !kind.Valid():
		return refuseField("kind", "refuse.kind")
	case kind == Talk && centre == "":
		return refuseField("centre", "refuse.centre")
	default:
		return checkHours(from, to)
	}
}

func checkHours(from, to int) error {
	if !hours(from, to) {
		return refuseField("to", "refuse.hours")
	}
	return nil
}

func checkDays(first, last Date, open bool) error {
	switch _, ok := between(first, last, open); {
	case !first.Valid() && (first != "" || !open):
		return refuseField("first", "refuse.date")
	case !last.Valid() && (last != "" || !open):
		return refuseField("last", "refuse.date")
	case !ok:
		return refuseField("last", "refuse.days")
	default:
		return nil
	}
}

// refuseField says what is wrong with one field of a form.
func refuseField(field, key string) error {
	refusal := core.Refuse(api.CodeInvalid, key)
	refusal.Fields = []core.FieldError{{Field: field, Reason: refusal.Reason}}
	return refusal
}
