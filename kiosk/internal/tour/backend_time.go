package tour

import (
	"context"
	"time"

	"wijkloket/backend/api"
)

// slot is an hour with one of two invented workers.
func (b *Backend) slot(start time.Time, place api.Place) api.Slot {
	slot := api.Slot{Start: start, End: start.Add(time.Hour), Place: place, Worker: "Amira", Languages: []string{"nl", "fr", "ar"}}
	if start.Hour()%2 == 0 {
		slot.Worker, slot.Languages = "Jan-Baptist", []string{"nl", "en"}
	}
	if place != api.PlaceHome && place != api.PlacePhone {
		slot.Place, slot.Centre = api.PlaceCentre, "v-tex"
	}
	return slot
}

// slots are the moments on offer: three good ones, or all of four days with more behind them.
func (b *Backend) slots(place api.Place, many bool) api.SlotOffer {
	if b.mode == Full {
		return api.SlotOffer{}
	}
	day := b.now().Truncate(24 * time.Hour)
	if !many {
		return api.SlotOffer{Slots: []api.Slot{
			b.slot(day.Add(37*time.Hour), place), b.slot(day.Add(56*time.Hour), place), b.slot(day.Add(8*24*time.Hour+15*time.Hour), place),
		}}
	}
	offer := api.SlotOffer{Next: day.AddDate(0, 0, 8)}
	for d := 1; d <= 4; d++ {
		for _, hour := range []int{8, 9, 13, 15} {
			offer.Slots = append(offer.Slots, b.slot(day.AddDate(0, 0, d).Add(time.Duration(hour)*time.Hour), place))
		}
	}
	return offer
}

// taken refuses a moment where somebody else is faster.
func (b *Backend) taken(place api.Place) error {
	if b.mode != Faster {
		return nil
	}
	return &api.Problem{Code: api.CodeSlotTaken, Status: 409, Slots: b.slots(place, false).Slots}
}

// appointed is a request with what the mode makes of its appointment.
func (b *Backend) appointed() api.Status {
	slot := b.slot(b.now().Truncate(24*time.Hour).AddDate(0, 0, 8).Add(15*time.Hour), api.PlaceCentre)
	status, a := b.status(api.StateScheduled), &api.Appointment{Slot: slot, ID: "a1", State: api.AppointmentBooked}
	switch {
	case b.said:
	case b.mode == Offered:
		a.State, a.Slot = api.AppointmentOffered, b.slot(slot.Start, api.PlaceHome)
	case b.mode == Earlier:
		earlier := b.slots(api.PlaceCentre, false).Slots[0]
		a.Earlier = &earlier
	case b.mode == Missed:
		a.State, status.State = api.AppointmentMissed, api.StateMissed
	case b.mode == Full:
		a.Picture = portrait()
	case b.mode != Faster:
		return b.status(api.StateContacted)
	}
	status.Appointment = a
	return status
}

// Slots implements flow.Backend.
func (b *Backend) Slots(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error) {
	return answer(ctx, b, b.slots(ask.Place, ask.Many))
}

// Hold implements flow.Backend.
func (b *Backend) Hold(ctx context.Context, ask api.HoldAsk) (api.Hold, error) {
	if b.mode == Slow {
		<-ctx.Done()
		return api.Hold{}, ctx.Err()
	}
	if err := b.taken(ask.Ask.Place); err != nil {
		return api.Hold{}, err
	}
	return answer(ctx, b, api.Hold{Token: api.NewPersonal("hold"), Slot: b.slot(ask.Start, ask.Ask.Place), Expires: b.now().Add(10 * time.Minute)})
}

// Release implements flow.Backend.
func (b *Backend) Release(context.Context, api.Personal) error { return nil }

// SlotsOfMine implements flow.Backend.
func (b *Backend) SlotsOfMine(ctx context.Context, ask api.SlotsOfMine) (api.SlotOffer, error) {
	return answer(ctx, b, b.slots(ask.Place, ask.Many))
}

// Book implements flow.Backend.
func (b *Backend) Book(ctx context.Context, booking api.Booking) (api.Status, error) {
	if err := b.taken(booking.Place); err != nil {
		return api.Status{}, err
	}
	status := b.status(api.StateScheduled)
	status.Appointment = &api.Appointment{Slot: b.slot(booking.Start, booking.Place), ID: "a1", State: api.AppointmentBooked}
	return answer(ctx, b, status)
}

// Reply implements flow.Backend.
func (b *Backend) Reply(ctx context.Context, _ api.Answer) (api.Status, error) {
	b.said = true
	return answer(ctx, b, b.appointed())
}
