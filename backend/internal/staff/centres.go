package staff

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// centresView is the teams with their centres and hours, to read: they are edited as data (see assets/data/directory). What
// is kept here is when a centre is closed.
type centresView struct {
	page
	Teams    []teamCentres
	Days     []time.Weekday
	Closed   []closureView
	Closable []place // centres that the viewer may close
	All      bool    // the viewer may close all of them at once
	Typed    form
	Errors   map[string]core.Message
	Refused  core.Message
}

// closureView is a span of days on which a centre is closed, or with no centre all of them.
type closureView struct {
	ID          core.ID
	CentreName  string
	First, Last time.Time
	May         bool
}

// teamCentres is a team with its centres.
type teamCentres struct {
	directory.Team
	Centres []centreView
}

// centreView is a centre with its week.
type centreView struct {
	directory.Centre
	Week [][]directory.Span // Monday first
}

var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (s *Staff) showCentres(v *visit) error { return s.listCentres(v, http.StatusOK, form{}, nil) }

// listCentres shows the centres; a refusal stands beside the field that it is about.
func (s *Staff) listCentres(v *visit, status int, typed form, refusal *core.Error) error {
	view := centresView{page: s.page(v, "centres"), Days: week, Typed: typed, Errors: map[string]core.Message{}, All: administer.allows(v.who.Role)}
	view.Here = centres
	if refusal != nil {
		for _, field := range refusal.Fields {
			view.Errors[timesField("sluiting", field.Field)] = field.Reason
		}
		if len(refusal.Fields) == 0 {
			view.Refused = refusal.Reason
		}
	}
	closures, err := s.agendas.Closures(v.ctx())
	if err != nil {
		return err
	}
	for _, c := range closures {
		view.Closed = append(view.Closed, closureView{c.ID, s.centreName(c.Centre), c.First.Noon(), c.Last.Noon(), s.mayClose(v, c.Centre)})
	}
	city := s.city()
	for _, centre := range city.Centres() {
		if s.mayClose(v, string(centre.ID)) {
			view.Closable = append(view.Closable, place{string(centre.ID), centre.Name})
		}
	}
	for _, team := range city.Teams() {
		drawn := teamCentres{Team: team}
		for _, centre := range city.Centres() {
			if centre.Team == team.ID {
				drawn.Centres = append(drawn.Centres, centreView{centre, weekOf(centre.Hours)})
			}
		}
		view.Teams = append(view.Teams, drawn)
	}
	return s.render(v, status, "centres", view)
}

// mayClose keeps the page from offering what the agenda will refuse: a lead closes the centres of the team.
func (s *Staff) mayClose(v *visit, centre string) bool {
	return administer.allows(v.who.Role) || s.ownCentre(v, centre)
}

func (s *Staff) ownCentre(v *visit, centre string) bool {
	return slices.ContainsFunc(s.centresOf(v.who.Team), func(p place) bool { return p.ID == centre })
}

// addClosure closes a centre for some days. Appointments stay: people tell people.
func (s *Staff) addClosure(v *visit) error {
	f, err := readForm(v.r, "centrum", "eerste", "laatste")
	if err != nil {
		return err
	}
	c := calendar.Closure{Centre: f["centrum"], First: calendar.Date(f["eerste"]), Last: calendar.Date(f["laatste"])}
	err = s.agendas.AddClosure(v.ctx(), v.viewer(), c, s.ownCentre(v, c.Centre))
	var refusal *core.Error
	if errors.As(err, &refusal) && refusal.Code != api.CodeForbidden {
		return s.listCentres(v, web.StatusOf(refusal.Code), f, refusal)
	}
	if err != nil {
		return err
	}
	s.sessions.leave(v.ctx(), notice{Key: "staff.done.closed"})
	return s.goOn(v, centres)
}

// removeClosure opens a centre again.
func (s *Staff) removeClosure(v *visit) error {
	id, _, err := s.asked(v)
	if err != nil {
		return err
	}
	closures, err := s.agendas.Closures(v.ctx())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(closures, func(c calendar.Closure) bool { return c.ID == id })
	if at < 0 || !s.mayClose(v, closures[at].Centre) {
		return notHere()
	}
	if err := s.agendas.RemoveClosure(v.ctx(), v.viewer(), id, s.ownCentre(v, closures[at].Centre)); err != nil {
		return err
	}
	s.sessions.leave(v.ctx(), notice{Key: "staff.done.opened"})
	return s.goOn(v, centres)
}

// weekOf is the ordinary week, without the days that differ.
func weekOf(h directory.Hours) [][]directory.Span {
	h.Exceptions = nil
	monday := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC) // any Monday
	var out [][]directory.Span
	for i := range week {
		out = append(out, h.Day(monday.AddDate(0, 0, i)))
	}
	return out
}
