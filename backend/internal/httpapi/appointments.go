package httpapi

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wijkloket/backend/api"
)

func (a *API) registerAppointments() {
	post(a, huma.Operation{
		OperationID: "slots", Path: "/slots",
		Summary: "Which moments can be had", Description: aboutSlots, Errors: []int{400, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.SlotAsk]) (api.SlotOffer, error) {
		if err := allow(a.Holds, a.Web.From(r)); err != nil {
			return api.SlotOffer{}, err
		}
		return a.Appointments.Offers(r.Context(), in.Body)
	})
	post(a, huma.Operation{
		OperationID: "hold-slot", Path: "/holds",
		Summary: "Keep a moment while somebody fills in", Description: aboutHolds, Errors: []int{400, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.HoldAsk]) (api.Hold, error) {
		if err := allow(a.Holds, a.Web.From(r)); err != nil {
			return api.Hold{}, err
		}
		return a.Appointments.Hold(r.Context(), in.Body)
	})
	post(a, huma.Operation{
		OperationID: "release-slot", Path: "/holds/release",
		Summary: "Let go of a moment", Description: "A token that is unknown or has expired changes nothing and gets the same answer.",
		Errors: []int{400, 413, 415, 422, 503},
	}, func(r *http.Request, in *body[api.HoldToken]) (struct{}, error) {
		return struct{}{}, a.Appointments.Release(r.Context(), in.Body.Token)
	})
	post(a, huma.Operation{
		OperationID: "slots-of-mine", Path: "/requests/slots",
		Summary: "Which moments can be had for my request", Description: aboutCodes, Errors: []int{400, 404, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.SlotsOfMine]) (api.SlotOffer, error) {
		return a.Appointments.OffersOfMine(r.Context(), in.Body, a.Web.From(r))
	})
	post(a, huma.Operation{
		OperationID: "book-appointment", Path: "/requests/appointment",
		Summary: "Book a moment for my request, or move to it", Description: aboutBooking, Errors: []int{400, 404, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.Booking]) (api.Status, error) {
		return a.Appointments.Book(r.Context(), in.Body, a.Web.From(r))
	})
	post(a, huma.Operation{
		OperationID: "answer", Path: "/requests/answer",
		Summary: "Answer a question of ours with one touch", Description: aboutAnswers, Errors: []int{400, 404, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.Answer]) (api.Status, error) {
		return a.Appointments.Reply(r.Context(), in.Body, a.Web.From(r))
	})
}

const (
	aboutSlots = "A few good ones, or with `many` all of some days, `next` being where the list goes on. No moment is a true answer too: then the team " +
		"calls. Nothing of the ask is stored."
	aboutHolds = "The moment is kept for some minutes for whoever has the token, and for nobody by name. It lets go of the hold in `instead`. A moment that is " +
		"gone is refused with code `slot-taken` and the next ones that can be had in `slots`."
	aboutBooking = "Also moves an appointment that the team made, and to another place, without a reason. To book what is booked already changes nothing. " +
		"A moment that is gone is refused with code `slot-taken` and others in `slots`; what was booked before stays."
	aboutAnswers = "`accept` is the yes to a home visit that was offered; without it none takes place. `callme` gives up the hour, not the request. `notnow` is " +
		"the same as cancelling. `earlier` takes the earlier moment that came free, `keep` leaves it. The same answer again changes nothing."
)
