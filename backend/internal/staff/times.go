package staff

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/staff/worklist"
	"wijkloket/backend/journey"
)

// timesView is when one worker can be met, with the forms to change it.
type timesView struct {
	page
	agenda.Agenda
	Own     bool
	Lead    bool              // the viewer sets what this worker is good at
	Peers   []account.Account // whose hours the viewer keeps; one is no choice
	Centres []place
	Days    []weekdayView
	Kinds   []calendar.Kind
	Off     []exceptionView
	Away    []absenceView
	Spans   int // imported
	Free    []dayOf[freeView]
	Tongues []tickView
	Skills  []tickView
	Met     []agendaLine // appointments in the way of what was just noted
	Feed    string       // the secret address, once
	Typed   form
	At      string // the form that Typed and Errors belong to
	Errors  map[string]core.Message
	Refused core.Message
}

// Value is what was typed into a field of a form.
func (t timesView) Value(at, field string) string {
	if t.At != at {
		return ""
	}
	return t.Typed[field]
}

// Problem is what is wrong with a field of a form.
func (t timesView) Problem(at, field string) core.Message {
	if t.At != at {
		return core.Message{}
	}
	return t.Errors[field]
}

// In is one of the forms of the page.
func (t timesView) In(at string) timesForm { return timesForm{t, at} }

// timesForm is a form with what was typed into it.
type timesForm struct {
	timesView
	At string
}

// Value is what was typed into a field.
func (f timesForm) Value(field string) string { return f.timesView.Value(f.At, field) }

// Problem is what is wrong with a field.
func (f timesForm) Problem(field string) core.Message { return f.timesView.Problem(f.At, field) }

// Gone is the form that takes an entry out; of says which, for who cannot see it.
func (t timesView) Gone(action string, id core.ID, of string) goneView {
	return goneView{t.Worker.ID, action, id, of}
}

type goneView struct {
	Worker core.ID
	Action string
	ID     core.ID
	Of     string
}

// Ticked reports whether a tick is set: as it was typed, or as it stands.
func (t timesView) Ticked(tick tickView) bool {
	if t.At == "werk" {
		return t.Typed[tick.Field] != ""
	}
	return tick.Ticked
}

// weekdayView is a day of the pattern.
type weekdayView struct {
	Day    time.Weekday
	Blocks []blockView
}

// blockView is a block of hours as it is read.
type blockView struct {
	ID           core.ID
	From, To     string // "09:00"
	Kind         calendar.Kind
	CentreName   string
	Since, Until string // day/month/year
}

// exceptionView is a day that differs.
type exceptionView struct {
	blockView
	On  time.Time
	Off bool
}

// absenceView is a span of days away.
type absenceView struct {
	ID          core.ID
	First, Last time.Time
}

// freeView is the moments of a day that residents can have, of one kind and in one centre.
type freeView struct {
	Kind       calendar.Kind
	CentreName string
	Starts     []time.Time
}

// tickView is something to tick: a language or a topic.
type tickView struct {
	ID, Name, Field string
	Ticked          bool
}

// timesOf is the address of a worker's hours.
func timesOf(id core.ID) string { return timesPath + "/" + string(id) }

func (s *Staff) showOwnTimes(v *visit) error { return s.goOn(v, timesOf(v.who.ID)) }

func (s *Staff) showTimes(v *visit) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	return s.times(v, http.StatusOK, id, func(*timesView) {})
}

// times shows the hours of a worker; more adds what just happened.
func (s *Staff) times(v *visit, status int, id core.ID, more func(*timesView)) error {
	kept, err := s.agendas.Of(v.ctx(), v.viewer(), id)
	if err != nil {
		return err
	}
	if !kept.May {
		return notHere()
	}
	view := timesView{
		page: s.page(v, "agenda"), Agenda: kept, Own: id == v.who.ID, Lead: leadTeam.allows(v.who.Role), Centres: s.centresOf(v.who.Team),
		Kinds: planKinds, Spans: len(kept.Office), Errors: map[string]core.Message{},
	}
	view.Here = timesOf(id)
	if view.Lead {
		if view.Peers, err = s.accounts.Workers(v.ctx(), v.who.Team); err != nil {
			return err
		}
	}
	s.describe(&view)
	if view.Free, err = s.preview(v, kept); err != nil {
		return err
	}
	more(&view)
	return s.render(v, status, "times", view)
}

func (s *Staff) describe(view *timesView) {
	for _, day := range week {
		drawn := weekdayView{Day: day}
		for _, w := range view.Weekly {
			if w.Day == day {
				block := s.block(w.ID, w.From, w.To, w.Kind, w.Centre)
				block.Since, block.Until = ifDay(w.Since), ifDay(w.Until)
				drawn.Blocks = append(drawn.Blocks, block)
			}
		}
		view.Days = append(view.Days, drawn)
	}
	for _, e := range view.Exceptions {
		view.Off = append(view.Off, exceptionView{s.block(e.ID, e.From, e.To, e.Kind, e.Centre), e.On.Noon(), e.Off})
	}
	for _, a := range view.Absences {
		view.Away = append(view.Away, absenceView{a.ID, a.First.Noon(), a.Last.Noon()})
	}
	for _, lang := range journey.TalkLanguages {
		view.Tongues = append(view.Tongues, tickView{lang.Code, lang.Name, "taal-" + lang.Code, slices.Contains(view.Worker.Languages, lang.Code)})
	}
	for _, topic := range journey.Topics {
		view.Skills = append(view.Skills, tickView{ID: topic, Field: topicField(topic), Ticked: slices.Contains(view.Worker.Topics, topic)})
	}
}

func (s *Staff) block(id core.ID, from, to int, kind calendar.Kind, centre string) blockView {
	b := blockView{ID: id, From: hour(from), To: hour(to), Kind: kind}
	if kind == calendar.Talk {
		b.CentreName = s.centreName(centre)
	}
	return b
}

// hour is minutes since midnight as they are typed and read.
func hour(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}

// minutesOf reads an hour as it was typed; what is none fits in no block, and the agenda says so.
func minutesOf(text string) int {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

// ifDay is a day as it is written in Belgium, in each of the languages; "" of none.
func ifDay(d calendar.Date) string {
	if d == "" {
		return ""
	}
	return d.Noon().Format("2/1/2006")
}

// twoWeeks is how far ahead a worker sees what residents are offered.
const twoWeeks = 14

// preview is what residents can have in the coming two weeks, by the very rules that offer it. What somebody holds at this
// moment still counts as free.
func (s *Staff) preview(v *visit, kept agenda.Agenda) ([]dayOf[freeView], error) {
	now := s.clock.Now()
	until := worklist.Today(now).AddDate(0, 0, twoWeeks)
	taken, err := s.appointments.Day(v.ctx(), v.viewer(), kept.Worker.ID, now.AddDate(0, 0, -1), until)
	if err != nil {
		return nil, err
	}
	plan := calendar.Plan{Weekly: kept.Weekly, Exceptions: kept.Exceptions, Absences: kept.Absences, Closures: kept.Closures, Busy: busy(kept, taken)}
	var slots []calendar.Slot
	for _, kind := range planKinds {
		slots = append(slots, s.calendar.Free(plan, calendar.Ask{
			Kind: kind, Area: kept.Worker.Team, Workers: []core.ID{kept.Worker.ID}, From: now, Until: until, Now: now,
		})...)
	}
	slices.SortStableFunc(slots, func(a, b calendar.Slot) int { return worklist.Today(a.Start).Compare(worklist.Today(b.Start)) })
	var days []dayOf[freeView]
	for _, slot := range slots {
		name := ""
		if slot.Kind == calendar.Talk {
			name = s.centreName(slot.Centre)
		}
		if n := len(days); n > 0 && days[n-1].Day.Equal(worklist.Today(slot.Start)) {
			items := days[n-1].Items
			at := slices.IndexFunc(items, func(f freeView) bool { return f.Kind == slot.Kind && f.CentreName == name })
			if at >= 0 {
				items[at].Starts = append(items[at].Starts, slot.Start)
				continue
			}
		}
		days = within(days, slot.Start, freeView{slot.Kind, name, []time.Time{slot.Start}})
	}
	return days, nil
}

func busy(kept agenda.Agenda, taken []appointment.Row) []calendar.Busy {
	all := slices.Clone(kept.Office)
	for _, row := range taken {
		if row.State.Live() {
			all = append(all, calendar.Busy{Worker: row.Worker, From: row.Start, To: row.End, Kind: row.Kind, Area: row.Area})
		}
	}
	slices.SortFunc(all, func(a, b calendar.Busy) int { return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To)) })
	return all
}
