package staff

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
	"wijkloket/backend/internal/web"
)

// planView is the page on which an appointment is made or moved: what, where and with whom; then a week of moments, or an hour
// that was agreed.
type planView struct {
	page
	ID       core.ID
	CodeWord string
	Version  int
	Moves    bool // there is an appointment, which is moved
	Now      appointment.Row
	Kinds    []calendar.Kind
	Centres  []place
	Workers  []account.Account // to choose from; one is no choice
	Typed    planForm
	Days     []dayOf[calendar.Slot]
	Week     time.Time // its first moment
	Before   string    // addresses of other weeks; "" for none
	After    string
	First    time.Time // the first free moment, when this week has none; zero for none at all
	FirstAt  string    // its address
	Missing  core.Message
	Refused  core.Message
	Errors   map[string]core.Message
}

// dayOf is a day with what happens on it, by hour.
type dayOf[T any] struct {
	Day   time.Time
	Items []T
}

// Ticks is the part of a form that is about the resident's yes; the page has it twice.
func (p planView) Ticks(at string) ticksView { return ticksView{p.Typed, at} }

type ticksView struct {
	Typed planForm
	At    string
}

var planKinds = []calendar.Kind{calendar.Talk, calendar.Phone, calendar.Visit}

func (s *Staff) showPlan(v *visit) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	return s.plan(v, http.StatusOK, id, planForm{
		Kind: calendar.Kind(query.Get("soort")), Centre: query.Get("centrum"), Worker: core.ID(query.Get("wie")),
		From: calendar.Date(query.Get("vanaf")),
	}, nil)
}

// schedule makes or moves the appointment. What is refused comes back on the same page, with everything that was typed and the
// moments that can be had now.
func (s *Staff) schedule(v *visit) error {
	id, f, err := s.asked(v, "versie", "soort", "centrum", "wie", "vanaf", "moment", "dag", "uur", "ja", "doe")
	if err != nil {
		return err
	}
	typed := planForm{
		Kind: calendar.Kind(f["soort"]), Centre: f["centrum"], Worker: core.ID(f["wie"]), From: calendar.Date(f["vanaf"]), Moment: f["moment"],
		Day: f["dag"], Hour: f["uur"], Free: f["doe"] == "vrij", Agreed: f["ja"] != "", version: f.version(),
	}
	plan := typed.plan()
	if plan.Start, err = typed.start(); err == nil {
		err = s.appointments.Schedule(v.ctx(), v.viewer(), id, typed.version, plan)
	}
	if err == nil {
		n := notice{Key: "staff.done.planned"}
		if typed.Visit() && !typed.Agreed {
			n.Key = "staff.done.offered"
		}
		s.sessions.leave(v.ctx(), n)
		return s.goOn(v, oneRequest+string(id))
	}
	var refusal *core.Error
	if !errors.As(err, &refusal) || refusal.Code == api.CodeNotFound {
		return err
	}
	return s.plan(v, web.StatusOf(refusal.Code), id, typed, refusal)
}

// plan shows the page with what was typed and, after a refusal, with why.
func (s *Staff) plan(v *visit, status int, id core.ID, typed planForm, refusal *core.Error) error {
	d, err := s.requests.Open(v.ctx(), v.viewer(), id)
	if err != nil {
		return err
	}
	if !d.State.Open() || len(d.Moves) == 0 {
		return core.Refuse(api.CodeForbidden, "staff.plan.ended")
	}
	m, err := s.meetView(v, d)
	if err != nil {
		return err
	}
	view := planView{
		page: s.page(v, "queue"), ID: id, CodeWord: d.Contact.CodeWord.Reveal(), Version: d.Version, Moves: m.Live(), Now: m.Row,
		Kinds: planKinds, Centres: s.centresOf(d.Request.Team), Errors: map[string]core.Message{},
	}
	if view.Workers, err = s.planners(v); err != nil {
		return err
	}
	view.Typed = view.complete(typed, d, m)
	view.Here = view.Typed.address(id, view.Typed.From.Noon())
	view.refuse(refusal)
	if err := s.fillWeek(v, &view); err != nil {
		return err
	}
	return s.render(v, status, "plan", view)
}

// planners are whose hours the viewer may plan: a worker the own, reception and lead those of the team.
func (s *Staff) planners(v *visit) ([]account.Account, error) {
	workers, err := s.accounts.Workers(v.ctx(), v.who.Team)
	if v.who.Role == account.Worker {
		workers = slices.DeleteFunc(workers, func(a account.Account) bool { return a.ID != v.who.ID })
	}
	return workers, err
}

// complete puts what is natural in the place of what was not chosen: the resident's own wish, and the worker of the request.
func (p *planView) complete(typed planForm, d request.Detail, m meetView) planForm {
	if !typed.Kind.Valid() {
		typed.Kind = map[api.Place]calendar.Kind{api.PlaceHome: calendar.Visit, api.PlacePhone: calendar.Phone}[d.Place]
		if m.Live() {
			typed.Kind = m.Kind
		}
		if typed.Kind == "" {
			typed.Kind = calendar.Talk
		}
	}
	if !slices.ContainsFunc(p.Centres, func(c place) bool { return c.ID == typed.Centre }) {
		typed.Centre = d.Centre
		if m.Live() && m.Centre != "" {
			typed.Centre = m.Centre
		}
	}
	knows := func(id core.ID) bool {
		return slices.ContainsFunc(p.Workers, func(a account.Account) bool { return a.ID == id })
	}
	for _, natural := range []core.ID{d.Worker, p.Who.ID} {
		if !knows(typed.Worker) {
			typed.Worker = natural
		}
	}
	if !knows(typed.Worker) && len(p.Workers) > 0 {
		typed.Worker = p.Workers[0].ID
	}
	if !typed.From.Valid() {
		typed.From = ""
	}
	return typed
}

// refuse puts a refusal beside the field that it is about, or above the form.
func (p *planView) refuse(refusal *core.Error) {
	switch {
	case refusal == nil:
	case len(refusal.Fields) > 0:
		for _, field := range refusal.Fields {
			p.Errors[fieldName(field.Field)] = field.Reason
		}
	case p.Typed.Free && refusal.Reason.Key == "refuse.slot.past":
		p.Errors["dag"] = refusal.Reason
	default:
		p.Refused = refusal.Reason
		if len(refusal.Slots) > 0 && p.Typed.From == "" {
			p.Typed.From = calendar.DateOf(refusal.Slots[0].Start)
		}
	}
}

// fillWeek puts the free moments of the week on the page, with the way to other weeks.
func (s *Staff) fillWeek(v *visit, p *planView) error {
	now := s.clock.Now()
	from := worklist.Today(now)
	if noon := p.Typed.From.Noon(); noon.After(now) {
		from = worklist.Today(noon)
	}
	until := from.AddDate(0, 0, 7)
	p.Week, p.Typed.From = from, calendar.DateOf(from)
	if from.After(now) {
		p.Before = p.Typed.address(p.ID, from.AddDate(0, 0, -7))
	}
	slots, next, err := s.appointments.Choices(v.ctx(), v.viewer(), p.ID, p.Typed.plan(), from)
	for err == nil && !next.IsZero() && next.Before(until) {
		var more []calendar.Slot
		more, next, err = s.appointments.Choices(v.ctx(), v.viewer(), p.ID, p.Typed.plan(), next)
		slots = append(slots, more...)
	}
	if core.CodeOf(err) == api.CodeInvalid {
		p.miss(err)
		return nil
	}
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if slot.Start.Before(until) {
			p.Days = within(p.Days, slot.Start, slot)
		}
	}
	if len(slots) > 0 && len(p.Days) == 0 {
		p.First = slots[0].Start
		p.FirstAt = p.Typed.address(p.ID, p.First)
	}
	if !next.IsZero() || len(slots) > 0 && !slots[len(slots)-1].Start.Before(until) {
		p.After = p.Typed.address(p.ID, until)
	}
	return nil
}

// miss says what is needed before there can be moments: an address, a number, somebody who comes.
func (p *planView) miss(err error) {
	var refusal *core.Error
	errors.As(err, &refusal)
	p.Missing = refusal.Reason
	if len(refusal.Fields) > 0 {
		p.Missing = refusal.Fields[0].Reason
	}
	if p.Missing.Key == p.Refused.Key {
		p.Refused = core.Message{} // said once
	}
}

// within adds an item under its day; items come by their start.
func within[T any](days []dayOf[T], at time.Time, item T) []dayOf[T] {
	day := worklist.Today(at)
	if len(days) == 0 || !days[len(days)-1].Day.Equal(day) {
		days = append(days, dayOf[T]{Day: day})
	}
	last := &days[len(days)-1]
	last.Items = append(last.Items, item)
	return days
}
