package resident_test

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// diary stands in for the appointment feature: one worker's hours, of which one at a time is held, booked or free, and it
// answers as the contract says. Its appointment is that of the desk's one request.
type diary struct {
	desk  *desk
	clock *clock

	mu       sync.Mutex
	taken    map[string]bool      // by somebody else
	held     map[string]time.Time // by token
	until    map[string]time.Time
	released []string
	booked   int // how often a moment was booked or moved
	replies  []api.Reply
	asks     []api.SlotAsk
	address  bool // of the request is known
	fails    error
}

func newDiary(d *desk, c *clock) *diary {
	return &diary{desk: d, clock: c, taken: map[string]bool{}, held: map[string]time.Time{}, until: map[string]time.Time{}}
}

// hour is the first hour of the diary moved by some days and hours.
func hour(days, hours int) time.Time {
	return time.Date(2026, 11, 24+days, 14+hours, 0, 0, 0, core.Brussels).UTC()
}

// hours are all that the worker works: fourteen days, four hours a day, with the change to another week in them.
func (d *diary) hours() (all []time.Time) {
	for day := range 20 {
		at := hour(day, 0).In(core.Brussels).Weekday()
		if at == time.Saturday || at == time.Sunday {
			continue
		}
		for _, h := range []int{-5, -4, 0, 1} {
			all = append(all, hour(day, h))
		}
	}
	return all
}

func slotAt(start time.Time, place api.Place, centre string) api.Slot {
	slot := api.Slot{Start: start, End: start.Add(time.Hour), Place: place, Worker: "Amira", Languages: []string{"nl", "ar"}}
	if place == api.PlaceCentre {
		slot.Centre = centre
	}
	return slot
}

func (d *diary) free(start time.Time, but string) bool {
	if !slices.Contains(d.hours(), start.UTC()) || d.taken[journey.Moment(start)] {
		return false
	}
	for token, at := range d.held {
		if token != but && at.Equal(start) && d.clock.Now().Before(d.until[token]) {
			return false
		}
	}
	a := d.desk.status.Appointment
	return a == nil || !a.State.Live() || !a.Start.Equal(start)
}

// offer lists free moments: one a day, or all of three days at a time.
func (d *diary) offer(place api.Place, centre string, many bool, from time.Time) api.SlotOffer {
	offer := api.SlotOffer{Slots: []api.Slot{}}
	days := map[string]bool{}
	for _, at := range d.hours() {
		day := at.Format(time.DateOnly)
		switch {
		case !d.free(at, "") || at.Before(from):
			continue
		case many && !days[day] && len(days) == 3:
			offer.Next = at
			return offer
		case !many && (days[day] || len(offer.Slots) == 3):
			continue
		}
		days[day] = true
		offer.Slots = append(offer.Slots, slotAt(at, place, centre))
	}
	return offer
}

func taken(offer api.SlotOffer) error {
	refusal := core.Refuse(api.CodeSlotTaken, "")
	refusal.Slots = offer.Slots
	return refusal
}

func placeOf(ask api.SlotAsk) (api.Place, string) {
	switch ask.Place {
	case api.PlaceHere:
		return api.PlaceCentre, ask.Kiosk
	default:
		return ask.Place, ask.Centre
	}
}

func (d *diary) Offers(_ context.Context, ask api.SlotAsk) (api.SlotOffer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asks = append(d.asks, ask)
	place, centre := placeOf(ask)
	return d.offer(place, centre, ask.Many, ask.From), d.fails
}

func (d *diary) Hold(_ context.Context, in api.HoldAsk) (api.Hold, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails != nil {
		return api.Hold{}, d.fails
	}
	place, centre := placeOf(in.Ask)
	if !d.free(in.Start, in.Instead.Reveal()) {
		return api.Hold{}, taken(d.offer(place, centre, false, time.Time{}))
	}
	delete(d.held, in.Instead.Reveal())
	token := rand.Text()
	d.held[token], d.until[token] = in.Start, d.clock.Now().Add(10*time.Minute)
	return api.Hold{Token: api.NewPersonal(token), Slot: slotAt(in.Start, place, centre), Expires: d.until[token]}, nil
}

func (d *diary) Release(_ context.Context, token api.Personal) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at, ok := d.held[token.Reveal()]; ok {
		d.released = append(d.released, journey.Moment(at))
	}
	delete(d.held, token.Reveal())
	return d.fails
}

// holding are the moments that are held.
func (d *diary) holding() (moments []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, at := range d.held {
		moments = append(moments, journey.Moment(at))
	}
	return moments
}

func (d *diary) take(start time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.taken[journey.Moment(start)] = true
}

// first books the moment of a new request.
func (d *diary) first(n api.NewRequest) (*api.Appointment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n.Start.IsZero() {
		return nil, nil
	}
	place, centre := placeOf(api.SlotAsk{Place: n.Place, Centre: n.Centre, Kiosk: n.Kiosk})
	if !d.free(n.Start, n.Hold.Reveal()) {
		return nil, taken(d.offer(place, centre, false, time.Time{}))
	}
	delete(d.held, n.Hold.Reveal())
	d.booked++
	return &api.Appointment{ID: "appointment-1", State: api.AppointmentBooked, Slot: slotAt(n.Start, place, centre)}, nil
}

func (d *diary) OffersOfMine(ctx context.Context, in api.SlotsOfMine, from string) (api.SlotOffer, error) {
	status, err := d.desk.Status(ctx, in.Code, from)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil || d.fails != nil {
		return api.SlotOffer{}, errOr(err, d.fails)
	}
	if in.Place == api.PlaceHome && !d.address {
		return api.SlotOffer{}, core.Refuse(api.CodeInvalid, "")
	}
	place, centre := resolve(status, in.Place, in.Centre)
	return d.offer(place, centre, in.Many, in.From), nil
}

func resolve(status api.Status, place api.Place, centre string) (api.Place, string) {
	if place == "" {
		place = status.Place
	}
	if centre == "" {
		centre = status.Centre
	}
	return place, centre
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func (d *diary) Book(ctx context.Context, in api.Booking, from string) (api.Status, error) {
	status, err := d.desk.Status(ctx, in.Code, from)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil || d.fails != nil {
		return status, errOr(err, d.fails)
	}
	if !status.State.Open() {
		return status, core.Refuse(api.CodeConflict, "")
	}
	place, centre := resolve(status, in.Place, in.Centre)
	to, a := slotAt(in.Start, place, centre), status.Appointment
	if a != nil && a.State == api.AppointmentBooked && a.Start.Equal(to.Start) && a.Place == to.Place && a.Centre == to.Centre {
		return status, nil
	}
	if same := a != nil && a.Start.Equal(in.Start) && !d.taken[journey.Moment(in.Start)]; !same && !d.free(in.Start, "") {
		return status, taken(d.offer(place, centre, false, time.Time{}))
	}
	d.booked++
	booked := api.Appointment{ID: "appointment-1", State: api.AppointmentBooked, Slot: to}
	d.desk.stands(api.StateScheduled, &booked)
	return d.desk.status, nil
}

// stands is how the request and its appointment stand from now on.
func (d *desk) stands(state api.State, a *api.Appointment) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status.State, d.status.Appointment = state, a
	if a != nil {
		d.status.Place = a.Place
		if a.Centre != "" {
			d.status.Centre = a.Centre
		}
	}
}

func (d *diary) Reply(ctx context.Context, in api.Answer, from string) (api.Status, error) {
	status, err := d.desk.Status(ctx, in.Code, from)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil || d.fails != nil {
		return status, errOr(err, d.fails)
	}
	d.replies = append(d.replies, in.Reply)
	var a api.Appointment
	if status.Appointment != nil {
		a = *status.Appointment
	}
	switch in.Reply {
	case api.ReplyAccept:
		if a.State != api.AppointmentOffered {
			return status, core.Refuse(api.CodeConflict, "")
		}
		a.State = api.AppointmentBooked
		d.desk.stands(api.StateScheduled, &a)
	case api.ReplyCallMe:
		if a.State.Live() {
			a.State = api.AppointmentCancelled
		}
		d.desk.stands(api.StateNew, &a)
	case api.ReplyNotNow:
		d.desk.stands(api.StateCancelled, &a)
	case api.ReplyEarlier:
		if d.taken[journey.Moment(a.Earlier.Start)] {
			return status, taken(api.SlotOffer{})
		}
		a.Slot, a.Earlier = *a.Earlier, nil
		d.desk.stands(api.StateScheduled, &a)
	case api.ReplyKeep:
		a.Earlier = nil
		d.desk.stands(status.State, &a)
	}
	return d.desk.status, nil
}
