package calendar_test

import (
	"testing"
	"time"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

func TestCheck(t *testing.T) {
	weekly := func(change func(*calendar.Weekly)) error {
		w := talks(amira, time.Thursday, hm(9, 0), hm(12, 0))
		change(&w)
		return w.Check()
	}
	exception := func(change func(*calendar.Exception)) error {
		e := calendar.Exception{Worker: amira, On: "2026-11-26", From: 0, To: hm(24, 0), Off: true}
		change(&e)
		return e.Check()
	}
	tests := map[string]struct {
		err        error
		field, key string
	}{
		"a pattern":              {weekly(func(*calendar.Weekly) {}), "", ""},
		"a pattern for a year":   {weekly(func(w *calendar.Weekly) { w.Since, w.Until = "2026-01-01", "2026-12-31" }), "", ""},
		"ends before it begins":  {weekly(func(w *calendar.Weekly) { w.To = w.From }), "to", "refuse.hours"},
		"into the next day":      {weekly(func(w *calendar.Weekly) { w.To = hm(24, 1) }), "to", "refuse.hours"},
		"before midnight":        {weekly(func(w *calendar.Weekly) { w.From = -1 }), "to", "refuse.hours"},
		"an eighth day":          {weekly(func(w *calendar.Weekly) { w.Day = 7 }), "day", "refuse.days"},
		"a talk nowhere":         {weekly(func(w *calendar.Weekly) { w.Centre = "" }), "centre", "refuse.centre"},
		"for nothing":            {weekly(func(w *calendar.Weekly) { w.Kind = "" }), "kind", "refuse.kind"},
		"from 30 February":       {weekly(func(w *calendar.Weekly) { w.Since = "2026-02-30" }), "first", "refuse.date"},
		"until 30 February":      {weekly(func(w *calendar.Weekly) { w.Until = "2026-02-30" }), "last", "refuse.date"},
		"until before it starts": {weekly(func(w *calendar.Weekly) { w.Since, w.Until = "2026-02-02", "2026-02-01" }), "last", "refuse.days"},
		"off":                    {exception(func(*calendar.Exception) {}), "", ""},
		"off at no hour":         {exception(func(e *calendar.Exception) { e.To = 0 }), "to", "refuse.hours"},
		"off on no day":          {exception(func(e *calendar.Exception) { e.On = "" }), "on", "refuse.date"},
		"extra for nothing":      {exception(func(e *calendar.Exception) { e.Off = false }), "kind", "refuse.kind"},
		"extra":                  {exception(func(e *calendar.Exception) { e.Off, e.Kind = false, calendar.Visit }), "", ""},
		"away for a day":         {calendar.Absence{First: "2026-11-26", Last: "2026-11-26"}.Check(), "", ""},
		"away without an end":    {calendar.Absence{First: "2026-11-26"}.Check(), "last", "refuse.date"},
		"closed backwards":       {calendar.Closure{First: "2026-11-26", Last: "2026-11-25"}.Check(), "last", "refuse.days"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.key == "" {
				if test.err != nil {
					t.Error(test.err)
				}
				return
			}
			refusal, ok := test.err.(*core.Error)
			if !ok || refusal.Reason.Key != test.key || len(refusal.Fields) != 1 || refusal.Fields[0].Field != test.field {
				t.Errorf("%+v", test.err)
			}
		})
	}
}
