package flow_test

import (
	"context"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// accounted reports whether a hold was let go, gave way to another or went along with a request.
func (b *backend) accounted(token string) bool {
	return slices.Contains(b.released, token) ||
		slices.ContainsFunc(b.held, func(h api.HoldAsk) bool { return h.Instead.Reveal() == token }) ||
		slices.ContainsFunc(b.requests, func(r api.NewRequest) bool { return r.Hold.Reveal() == token })
}

func (b *backend) Slots(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error) {
	note(b, &b.asked, ask)
	return b.slots(ctx, ask.Many)
}

func (b *backend) Hold(ctx context.Context, ask api.HoldAsk) (api.Hold, error) {
	note(b, &b.held, ask)
	return b.hold(ctx, ask)
}

func (b *backend) Release(_ context.Context, token api.Personal) error {
	note(b, &b.released, token.Reveal())
	return nil
}

func (b *backend) SlotsOfMine(ctx context.Context, ask api.SlotsOfMine) (api.SlotOffer, error) {
	note(b, &b.mine, ask)
	return b.slots(ctx, ask.Many)
}

func (b *backend) Book(ctx context.Context, booking api.Booking) (api.Status, error) {
	note(b, &b.bookings, booking)
	return b.book(ctx, booking)
}

func (b *backend) Reply(ctx context.Context, answer api.Answer) (api.Status, error) {
	note(b, &b.replies, answer)
	return b.reply(ctx, answer)
}

// moments are an hour each, one a day, the first on Tuesday the first of December at two.
func moments(n int) (slots []api.Slot) {
	for i := range n {
		slots = append(slots, momentAt(time.Date(2026, 12, 1+i, 13, 0, 0, 0, time.UTC)))
	}
	return slots
}

func momentAt(start time.Time) api.Slot {
	return api.Slot{Start: start, End: start.Add(time.Hour), Place: api.PlaceCentre, Centre: "v-tex", Worker: "Amira", Languages: []string{"nl", "ar"}}
}

// momentID is the option of the nth moment.
func momentID(n int) string { return journey.Moment(moments(n + 1)[n].Start) }

// appointed is a request with an appointment.
func appointed(state api.AppointmentState, slot api.Slot) api.Status {
	return api.Status{Locator: "KD7MRA", State: api.StateScheduled, Team: "noord", Centre: "overleie", Place: slot.Place, Worker: "Amira",
		Contact: api.ContactPlan{Channel: api.ChannelSMS}, Appointment: &api.Appointment{ID: "a1", Slot: slot, State: state}}
}
