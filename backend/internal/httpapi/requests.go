package httpapi

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
)

func (a *API) registerRequests() {
	post(a, huma.Operation{
		OperationID: "submit-request", Path: "/requests", DefaultStatus: http.StatusCreated,
		Summary: "Ask for a talk", Description: aboutSubmitting,
		Errors: []int{400, 413, 415, 422, 429, 503},
	}, a.submit)
	post(a, huma.Operation{
		OperationID: "request-status", Path: "/requests/status",
		Summary: "Where is my request", Description: aboutCodes, Errors: []int{400, 404, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.Proof]) (api.Status, error) {
		return a.Requests.Status(r.Context(), in.Body.Code, a.Web.From(r))
	})
	post(a, huma.Operation{
		OperationID: "cancel-request", Path: "/requests/cancel",
		Summary: "Cancel my request", Description: "Cancelling what is cancelled already changes nothing and gives the same answer.",
		Errors: []int{400, 404, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.Proof]) (api.Status, error) {
		return a.Requests.Cancel(r.Context(), in.Body.Code, a.Web.From(r))
	})
	post(a, huma.Operation{
		OperationID: "change-contact", Path: "/requests/contact",
		Summary: "Change how you reach me", Description: "The new contact plan replaces the old one as a whole.",
		Errors: []int{400, 404, 409, 413, 415, 422, 429, 503},
	}, func(r *http.Request, in *body[api.ContactChange]) (api.Status, error) {
		return a.Requests.ChangeContact(r.Context(), in.Body, a.Web.From(r))
	})
}

// submission is the input of submit. The key's form is checked by hand: its refusal has a code of its own.
type submission struct {
	Key  string `header:"Idempotency-Key" doc:"16 to 80 visible characters without space, drawn at random by the client, kept until the answer has come. Required."`
	Body api.NewRequest
}

// The length of an Idempotency-Key, in characters.
const (
	minKey = 16
	maxKey = 80
)

func (a *API) submit(r *http.Request, in *submission) (api.Receipt, error) {
	r = web.WithLanguage(r, in.Body.Language)
	if !validKey(in.Key) {
		return api.Receipt{}, core.Refuse(api.CodeKeyMissing, "")
	}
	if err := allow(a.Submits, a.Web.From(r)); err != nil {
		return api.Receipt{}, err
	}
	canonical, err := api.Marshal(in.Body) // the same request in other white space or order is the same request
	if err != nil {
		return api.Receipt{}, err
	}
	return a.Requests.Submit(r.Context(), request.Submission{Key: in.Key, Body: canonical, New: in.Body})
}

func validKey(key string) bool {
	for _, b := range []byte(key) {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return len(key) >= minKey && len(key) <= maxKey
}

func allow(rate *limit.Rate, from string) error {
	if rate == nil {
		return nil
	}
	allowed, wait := rate.Allow(from)
	if allowed {
		return nil
	}
	refusal := core.Refuse(api.CodeTooMany, "refuse.toomany")
	refusal.Reason.Args = map[string]any{"Seconds": int(wait/time.Second) + 1}
	return refusal
}
