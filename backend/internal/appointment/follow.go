package appointment

import (
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
)

// arrival is a request on its way in: what is settled before its row is there, and carried out after.
type arrival struct {
	in      request.Incoming
	meeting household.Meeting
	choice  routing.Choice
	wish    wish
	booked  *Row // nil: no moment was chosen
}

// Received gives a new request its household, its worker and, where the resident chose a moment, its appointment. When that
// moment is gone nothing is stored, and the refusal offers others.
func (s *Service) Received(given request.Tx, row *request.Row, in request.Incoming) (func() error, error) {
	tx := all(given)
	a := arrival{in: in}
	var err error
	if a.meeting, err = s.deps.Households.Meet(tx, *row, in); err != nil {
		return nil, err
	}
	a.wish = s.wishOf(*row, in.New)
	a.wish.ask.Own = a.meeting.Own
	if row.Apart {
		a.wish.ask.Not = a.meeting.Knows
	}
	if in.New.Start.IsZero() {
		err = s.route(tx, row, &a)
	} else {
		err = s.bookFirst(tx, row, &a)
	}
	if err != nil {
		return nil, err
	}
	return func() error { return s.settle(tx, *row, a) }, nil
}

// wishOf is what a moment for this request has to fit.
func (s *Service) wishOf(row request.Row, n api.NewRequest) wish {
	kind, _ := kindOf(row.Place)
	return s.wishFor(row, kind, row.Centre, request.Request{
		Topics: n.Topics, TalkLanguage: n.TalkLanguage, Language: n.Language, Interpreter: n.Interpreter, Companion: n.Companion,
		Address: n.Address, Contact: n.Contact,
	})
}

// route gives a request that has no hour yet to a worker, maybe of a central team.
func (s *Service) route(tx Tx, row *request.Row, a *arrival) error {
	workers, err := tx.Candidates(s.now())
	if err != nil {
		return err
	}
	if a.choice, err = s.choose(tx, a.wish.ask, workers); err != nil {
		return err
	}
	s.give(row, a.choice)
	return nil
}

// choose is the choice of the rules. Where nobody can take it, it names who of the team is there to do so.
func (s *Service) choose(tx Tx, ask routing.Ask, workers []routing.Worker) (routing.Choice, error) {
	choice := s.deps.Routing.Choose(ask, workers)
	if choice.Worker != "" {
		return choice, nil
	}
	accounts, err := tx.Accounts()
	ask.Staffed = []string{}
	for _, one := range accounts {
		if one.Team == ask.Team && !one.Disabled && !slices.Contains(ask.Not, one.ID) {
			ask.Staffed = append(ask.Staffed, string(one.Role))
		}
	}
	return s.deps.Routing.Choose(ask, workers), err
}

func (s *Service) give(row *request.Row, choice routing.Choice) {
	row.Worker = choice.Worker
	if choice.Team != "" && choice.Team != row.Team {
		row.Team = choice.Team
		row.Promise = s.deps.Promise(row.Team, row.Created)
	}
}

// bookFirst settles the appointment of a request that comes with a moment. The hold makes room for what it was holding; the
// household's own worker takes that hour when they are free, and otherwise who was held.
func (s *Service) bookFirst(tx Tx, row *request.Row, a *arrival) error {
	start := a.in.New.Start
	if kind, ok := kindOf(row.Place); !ok || kind == calendar.Visit && !s.serves(a.in.New.Address) {
		return wrong("street", "refuse.visit.elsewhere")
	}
	hold, held, err := s.holdOf(tx, a.in.New.Hold)
	if err != nil {
		return err
	}
	if held {
		if err := s.endHold(tx, hold); err != nil {
			return err
		}
	}
	workers, err := tx.Candidates(s.now())
	if err != nil {
		return err
	}
	free, err := s.fitting(tx, a.wish, idsOf(workers), start)
	if len(free) == 0 && a.wish.longer && core.CodeOf(err) != api.CodeInternal {
		a.wish.longer = false // an interpreter was asked for after the hour was chosen: an hour stays better than none
		free, err = s.fitting(tx, a.wish, idsOf(workers), start)
	}
	if err != nil || len(free) == 0 {
		return s.gone(tx, a.wish, start, err)
	}
	a.wish.ask.Among = nil
	for _, slot := range free {
		a.wish.ask.Among = append(a.wish.ask.Among, slot.Worker)
	}
	a.choice = s.deps.Routing.Choose(a.wish.ask, workers)
	if held && a.choice.Worker != a.meeting.Own && slices.Contains(a.choice.Rank, hold.Worker) {
		a.wish.ask.Among = []core.ID{hold.Worker} // whom the resident saw on the screen
		a.choice = s.deps.Routing.Choose(a.wish.ask, workers)
	}
	at := slices.IndexFunc(free, func(slot calendar.Slot) bool { return slot.Worker == a.choice.Worker })
	if at < 0 {
		return s.gone(tx, a.wish, start, nil)
	}
	s.give(row, a.choice)
	row.State, row.Kept = api.StateScheduled, row.Created
	booked := s.newRow(*row, a.wish, free[at])
	booked.Accepted = row.Created
	a.booked = &booked
	return nil
}

// gone refuses a moment inside the change that is given up. What the change undid so far (the hold) is not seen by others, so
// the offer is right.
func (s *Service) gone(tx Tx, w wish, start time.Time, why error) error {
	if why != nil && core.CodeOf(why) == api.CodeInternal {
		return why
	}
	return s.taken(tx, w, start)
}

// newRow is an appointment that is about to be made.
func (s *Service) newRow(row request.Row, w wish, slot calendar.Slot) Row {
	now := s.now()
	return Row{
		ID: core.NewID(s.deps.Random), Request: row.ID, Worker: slot.Worker, Team: row.Team, Kind: slot.Kind, Centre: slot.Centre,
		Area: w.area, State: api.AppointmentBooked, Start: slot.Start, End: slot.End, Created: now, Changed: now, Version: 1,
	}
}

// settle carries out what a new request brought along, once its row is there.
func (s *Service) settle(tx Tx, row request.Row, a arrival) error {
	if err := s.deps.Households.Join(tx, row, a.meeting); err != nil {
		return err
	}
	routed := request.Happened{Kind: request.EventAssigned, Action: auditRouted, To: string(row.Worker), Why: a.choice.Why}
	if err := s.deps.Requests.Record(tx, row, audit.System, routed); err != nil {
		return err
	}
	if a.booked == nil {
		return s.acknowledge(tx, row)
	}
	if err := s.place(tx, *a.booked); err != nil {
		return err
	}
	if err := s.deps.Requests.Record(tx, row, audit.Resident, booking(*a.booked, request.EventBooked, auditBooked)); err != nil {
		return err
	}
	return s.tell(tx, row, *a.booked, notify.Booked)
}

// place puts an appointment into the database: its time first, because that is what can be refused.
func (s *Service) place(tx Tx, row Row) error {
	if err := s.occupy(tx, row.Worker, row.Start, row.End, row.ID, time.Time{}); err != nil {
		return err
	}
	return tx.InsertAppointment(row)
}

// booking is an appointment in the history: the hour, which is no secret from who may read the request.
func booking(row Row, kind request.EventKind, action audit.Action) request.Happened {
	return request.Happened{Kind: kind, Action: action, To: hourOf(row)}
}

// hourOf is the hour of an appointment as the history writes it.
func hourOf(row Row) string { return row.Start.UTC().Format(time.RFC3339) }

// Appointment is the latest appointment of a request as its resident may see it. One that was called off is none.
func (s *Service) Appointment(given request.Tx, row request.Row) (*api.Appointment, error) {
	tx := all(given)
	found, ok, err := tx.LatestAppointment(row.ID)
	if err != nil || !ok || found.State == api.AppointmentCancelled {
		return nil, err
	}
	shown := found.shown()
	if shown.Picture, err = tx.Picture(found.Worker); err != nil {
		return nil, err
	}
	if found.State != api.AppointmentBooked {
		return shown, nil
	}
	earlier, ok, err := tx.Earlier(found.ID)
	if err != nil || !ok || !earlier.Start.After(s.now()) || earlier.Created.After(s.now()) {
		return shown, err
	}
	slot := shown.Slot
	slot.Start, slot.End, slot.Centre = earlier.Start, earlier.End, earlier.Centre
	shown.Earlier = &slot
	return shown, nil
}

func idsOf(workers []routing.Worker) []core.ID {
	ids := make([]core.ID, len(workers))
	for i, worker := range workers {
		ids[i] = worker.ID
	}
	return ids
}
