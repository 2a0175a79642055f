package httpapi

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/web"
)

func (a *API) registerHandovers() {
	post(a, huma.Operation{
		OperationID: "open-handover", Path: "/handovers", DefaultStatus: http.StatusCreated,
		Summary: "Hand this visit to a phone", Description: aboutHandovers, Errors: []int{400, 413, 415, 422, 429},
	}, func(r *http.Request, in *body[api.NewHandover]) (api.Handover, error) {
		r = web.WithLanguage(r, in.Body.Language)
		if err := allow(a.Opens, a.Web.From(r)); err != nil {
			return api.Handover{}, err
		}
		return a.Handovers.Open(r.Context(), in.Body, a.Public())
	})
	post(a, huma.Operation{
		OperationID: "handover-status", Path: "/handovers/status",
		Summary: "Has a phone taken over", Errors: []int{400, 404, 413, 415, 422},
	}, func(_ *http.Request, in *body[api.HandoverKey]) (api.HandoverStatus, error) {
		return a.Handovers.Status(in.Body.Key)
	})
	post(a, huma.Operation{
		OperationID: "end-handover", Path: "/handovers/end",
		Summary:     "End a hand-over",
		Description: "The QR stops working, and a phone that took the visit over already is sent away. Ending what is gone is no error.",
		Errors:      []int{400, 413, 415, 422},
	}, func(_ *http.Request, in *body[api.HandoverKey]) (ended, error) {
		a.Handovers.End(in.Body.Key)
		return ended{true}, nil
	})
}

// ended is the answer to ending a hand-over, whatever became of it before.
type ended struct {
	Ended bool `json:"ended"`
}
