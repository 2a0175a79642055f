package staff

import (
	"net/url"
	"time"

	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

// planForm is what was chosen and typed; nothing of it is about a person but who meets.
type planForm struct {
	Kind    calendar.Kind
	Centre  string
	Worker  core.ID
	From    calendar.Date // the week
	Moment  string        // RFC 3339
	Day     string        // of an agreed hour
	Hour    string
	Free    bool
	Agreed  bool
	version int
}

// Chosen reports whether a moment is the one that was chosen.
func (p planForm) Chosen(at time.Time) bool { return p.Moment == at.Format(time.RFC3339) }

// Visit reports that it is about a home visit.
func (p planForm) Visit() bool { return p.Kind == calendar.Visit }

func (p planForm) plan() appointment.Plan {
	plan := appointment.Plan{Kind: p.Kind, Worker: p.Worker, Agreed: p.Agreed, Free: p.Free}
	if p.Kind == calendar.Talk {
		plan.Centre = p.Centre
	}
	return plan
}

// address is the page with the same choices and another week.
func (p planForm) address(id core.ID, from time.Time) string {
	query := url.Values{"soort": {string(p.Kind)}, "wie": {string(p.Worker)}, "vanaf": {string(calendar.DateOf(from))}}
	if p.Centre != "" {
		query.Set("centrum", p.Centre)
	}
	return oneRequest + string(id) + "/afspraak?" + query.Encode()
}

// start is the moment that was chosen or typed. An hour that the clocks skip is none.
func (p planForm) start() (time.Time, error) {
	if !p.Free {
		at, err := time.Parse(time.RFC3339, p.Moment)
		if err != nil {
			return time.Time{}, wrong("moment", "staff.plan.wrong.moment")
		}
		return at, nil
	}
	if !calendar.Date(p.Day).Valid() {
		return time.Time{}, wrong("dag", "staff.plan.wrong.day")
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", p.Day+" "+p.Hour, core.Brussels)
	if err != nil || at.Format("15:04") != p.Hour {
		return time.Time{}, wrong("uur", "staff.plan.wrong.hour")
	}
	return at.UTC(), nil
}
