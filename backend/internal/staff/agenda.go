package staff

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
)

// agendaView is the appointments of the team on a day or in a week, by hour. It has code words, no names and no topics.
type agendaView struct {
	page
	Filter  agendaFilter
	Days    []dayOf[agendaLine]
	From    time.Time // first and last day shown
	Last    time.Time
	Workers []account.Account // to choose from; empty where there is no choice
	Centres []place
	Count   int
	ToNote  int // over, and nobody noted how it went
	Today   bool
}

// agendaLine is one appointment.
type agendaLine struct {
	appointment.Row
	CodeWord   string // empty where the request is long over
	Standing   standing
	CentreName string
	CanOpen    bool
}

// Icon is the drawing of where they meet.
func (a agendaLine) Icon() string {
	return map[calendar.Kind]string{calendar.Visit: "place-home", calendar.Phone: "place-phone", calendar.Talk: "place-here"}[a.Kind]
}

// agendaFilter is what the address of the agenda says.
type agendaFilter struct {
	Day    calendar.Date
	Week   bool
	Worker core.ID
	Centre string
}

// With is the address of the agenda with one choice changed.
func (f agendaFilter) With(name, value string) string {
	query := url.Values{}
	set := func(key, is string) {
		if key == name {
			is = value
		}
		if is != "" {
			query.Set(key, is)
		}
	}
	set("dag", string(f.Day))
	set("toon", map[bool]string{true: "week"}[f.Week])
	set("wie", string(f.Worker))
	set("centrum", f.Centre)
	if len(query) == 0 {
		return agendaPath
	}
	return agendaPath + "?" + query.Encode()
}

// span is the days that are shown: the day, or its week from Monday on.
func (f agendaFilter) span(now time.Time) (from time.Time, days int) {
	day := worklist.Today(now)
	if f.Day.Valid() {
		day = worklist.Today(f.Day.Noon())
	}
	if !f.Week {
		return day, 1
	}
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7), 7
}

// Before and After are the addresses of the days before and after those that are shown, Now that of today.
func (a agendaView) Before() string { return a.Filter.With("dag", a.date(-a.step())) }
func (a agendaView) After() string  { return a.Filter.With("dag", a.date(a.step())) }

func (a agendaView) step() int {
	if a.Filter.Week {
		return 7
	}
	return 1
}

func (a agendaView) date(days int) string { return a.From.AddDate(0, 0, days).Format(time.DateOnly) }

func (s *Staff) showAgenda(v *visit) error {
	query, now := v.r.URL.Query(), s.clock.Now()
	view := agendaView{page: s.page(v, "agenda"), Centres: s.centresOf(v.who.Team)}
	f := agendaFilter{Day: calendar.Date(query.Get("dag")), Week: query.Get("toon") == "week"}
	if !f.Day.Valid() {
		f.Day = ""
	}
	if v.who.Role != account.Worker {
		var err error
		if view.Workers, err = s.accounts.Workers(v.ctx(), v.who.Team); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(view.Workers, func(a account.Account) bool { return string(a.ID) == query.Get("wie") }) {
		f.Worker = core.ID(query.Get("wie"))
	}
	if slices.ContainsFunc(view.Centres, func(p place) bool { return p.ID == query.Get("centrum") }) {
		f.Centre = query.Get("centrum")
	}
	from, days := f.span(now)
	until := from.AddDate(0, 0, days)
	lines, err := s.meetsOf(v, f, from, until)
	if err != nil {
		return err
	}
	view.Filter, view.From, view.Last, view.Count = f, from, until.AddDate(0, 0, -1), len(lines)
	view.Today = !now.Before(from) && now.Before(until)
	for _, line := range lines {
		view.Days = within(view.Days, line.Start, line)
		if line.Standing == meetPast {
			view.ToNote++
		}
	}
	view.Here = f.With("", "")
	return s.render(v, http.StatusOK, "agenda", view)
}

// meetsOf are the appointments between two moments that the viewer may know of, by hour; those that were called off are none.
func (s *Staff) meetsOf(v *visit, f agendaFilter, from, until time.Time) ([]agendaLine, error) {
	rows, err := s.appointments.Day(v.ctx(), v.viewer(), f.Worker, from, until)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	queue, err := s.requests.Queue(v.ctx(), v.viewer(), request.Filter{})
	if err != nil {
		return nil, err
	}
	known := make(map[core.ID]request.Summary, len(queue))
	for _, one := range queue {
		known[one.ID] = one
	}
	var lines []agendaLine
	for _, row := range rows {
		if row.State == api.AppointmentCancelled || f.Centre != "" && row.Centre != f.Centre {
			continue
		}
		asked, found := known[row.Request]
		if !found { // kept apart: for this viewer it is not there
			continue
		}
		line := agendaLine{Row: row, Standing: standingOf(row, s.clock.Now())}
		if row.Kind == calendar.Talk {
			line.CentreName = s.centreName(row.Centre)
		}
		line.CodeWord, line.CanOpen = asked.CodeWord.Reveal(), asked.Opens
		lines = append(lines, line)
	}
	return lines, nil
}
