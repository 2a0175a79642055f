package httpapi_test

import (
	"context"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// appointments is the booking feature of these tests: one hour, and what every call is refused with.
type appointments struct{ refusal error }

var hour = api.Slot{Start: moment, End: moment.Add(time.Hour), Place: api.PlaceCentre, Centre: "v-tex", Worker: "Amira", Languages: []string{"nl", "ar"}}

func (f *appointments) Offers(context.Context, api.SlotAsk) (api.SlotOffer, error) {
	return api.SlotOffer{Slots: []api.Slot{hour}}, f.refusal
}
func (f *appointments) Hold(context.Context, api.HoldAsk) (api.Hold, error) {
	return api.Hold{Token: api.NewPersonal("token-1"), Slot: hour, Expires: moment}, f.refusal
}
func (f *appointments) Release(context.Context, api.Personal) error { return f.refusal }
func (f *appointments) OffersOfMine(context.Context, api.SlotsOfMine, string) (api.SlotOffer, error) {
	return api.SlotOffer{Slots: []api.Slot{}}, f.refusal
}
func (f *appointments) Book(context.Context, api.Booking, string) (api.Status, error) {
	return f.status(), f.refusal
}
func (f *appointments) Reply(context.Context, api.Answer, string) (api.Status, error) {
	return f.status(), f.refusal
}
func (*appointments) status() api.Status {
	return api.Status{Locator: "ACDEFG", State: api.StateScheduled, Appointment: &api.Appointment{Slot: hour, ID: "a", State: api.AppointmentBooked}}
}

func TestAppointments(t *testing.T) {
	gone := core.Refuse(api.CodeSlotTaken, "refuse.slot.taken")
	gone.Slots = []api.Slot{hour}
	refuse := func(err error) func(*bench) { return func(b *bench) { b.appointments.refusal = err } }
	const (
		ask     = `{"place":"here","kiosk":"overleie","language":"nl"}`
		start   = `"start":"2026-12-01T13:00:00Z"`
		booking = `{"code":"ACDEFG-HJKLM-NPQRT",` + start + `}`
	)
	run(t, []scenario{
		{name: "hours", path: "/slots", body: ask, status: 200, contains: []string{`"start":"2026-11-25T22:59:59Z"`, `"worker":"Amira"`, `"centre":"v-tex"`}},
		{name: "no place", path: "/slots", body: `{}`, status: 422, code: api.CodeInvalid, fields: []string{"place"}},
		{name: "no hours for a call back", path: "/slots", body: `{"place":"callme"}`, status: 422, code: api.CodeInvalid, fields: []string{"place"}},
		{name: "an address", path: "/slots", body: `{"place":"home","street":"` + canary + `"}`, status: 422, code: api.CodeInvalid},
		{name: "a day that is none", path: "/slots", body: `{"place":"here","from":"2026-02-30T00:00:00Z"}`, status: 422, code: api.CodeInvalid, fields: []string{"from"}},
		{name: "not JSON", path: "/slots", body: `x`, status: 400, code: api.CodeMalformed},

		{name: "held", path: "/holds", body: `{"ask":` + ask + `,` + start + `}`, status: 200, contains: []string{`"token":"token-1"`, `"expires"`}},
		{name: "gone", path: "/holds", body: `{"ask":` + ask + `,` + start + `}`, prepare: refuse(gone), status: 409, code: api.CodeSlotTaken,
			contains: []string{`"slots":[{`, `"worker":"Amira"`}},
		{name: "no hour", path: "/holds", body: `{"ask":` + ask + `}`, status: 422, code: api.CodeInvalid, fields: []string{"start"}},
		{name: "let go", path: "/holds/release", body: `{"token":"x"}`, status: 200},
		{name: "no token", path: "/holds/release", body: `{}`, status: 422, code: api.CodeInvalid, fields: []string{"token"}},

		{name: "hours of mine, none", path: "/requests/slots", body: goodProof, status: 200, contains: []string{`"slots":[]`}},
		{name: "a wrong code", path: "/requests/slots", body: goodProof, prepare: refuse(core.Refuse(api.CodeUnknownCode, "")), status: 404, code: api.CodeUnknownCode},
		{name: "booked", path: "/requests/appointment", body: booking, status: 200, contains: []string{`"state":"scheduled"`, `"appointment":{`, `"state":"booked"`}},
		{name: "gone", path: "/requests/appointment", body: booking, prepare: refuse(gone), status: 409, code: api.CodeSlotTaken, contains: []string{`"slots":[{`}},
		{name: "no hour", path: "/requests/appointment", body: goodProof, status: 422, code: api.CodeInvalid, fields: []string{"start"}},
		{name: "nowhere", path: "/requests/appointment", body: `{"code":"x",` + start + `,"place":"` + canary + `"}`, status: 422, code: api.CodeInvalid, fields: []string{"place"}},
		{name: "answered", path: "/requests/answer", body: `{"code":"x","reply":"accept"}`, status: 200},
		{name: "no such answer", path: "/requests/answer", body: `{"code":"x","reply":"` + canary + `"}`, status: 422, code: api.CodeInvalid, fields: []string{"reply"}},
		{name: "over", path: "/requests/answer", body: `{"code":"x","reply":"keep"}`, prepare: refuse(core.Refuse(api.CodeConflict, "")), status: 409, code: api.CodeConflict},
		{name: "in the address", method: "GET", path: "/requests/slots?code=" + canary, status: 405, code: api.CodeMalformed},
	})
}
