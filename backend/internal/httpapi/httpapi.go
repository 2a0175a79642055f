// Package httpapi is the JSON of /api/v1, for kiosks: requests, their status, hand-overs, the directory and the rules of the rights check. It turns bytes
// into the types of package api and back and holds no rule of its own. huma gives it the schema check and the OpenAPI
// document; a body is bounded, typed and parsed before huma sees it, and every refusal leaves as an RFC 9457 problem
// document in the reader's language, through package web.
package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
)

// Root is where the API begins.
const Root = "/api/v1"

// Requests is what the API asks of the requests.
type Requests interface {
	Submit(ctx context.Context, s request.Submission) (api.Receipt, error)
	Status(ctx context.Context, code api.Personal, from string) (api.Status, error)
	Cancel(ctx context.Context, code api.Personal, from string) (api.Status, error)
	ChangeContact(ctx context.Context, change api.ContactChange, from string) (api.Status, error)
}

// Appointments is what the API asks of the appointments.
type Appointments interface {
	Offers(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error)
	Hold(ctx context.Context, in api.HoldAsk) (api.Hold, error)
	Release(ctx context.Context, token api.Personal) error
	OffersOfMine(ctx context.Context, in api.SlotsOfMine, from string) (api.SlotOffer, error)
	Book(ctx context.Context, in api.Booking, from string) (api.Status, error)
	Reply(ctx context.Context, in api.Answer, from string) (api.Status, error)
}

// Handovers is what the API asks of the hand-overs.
type Handovers interface {
	Open(ctx context.Context, n api.NewHandover, base string) (api.Handover, error)
	Status(key api.Personal) (api.HandoverStatus, error)
	End(key api.Personal)
}

// Deps are what the API is made of; all are needed.
type Deps struct {
	Web          *web.Web
	Requests     Requests
	Appointments Appointments
	Handovers    Handovers
	Directory    func() *directory.Directory // as it stands now: an import replaces it while the program runs
	Rights       func() *rights.Rules        // as they stand now: a changed figure replaces them
	Public       func() string               // address of the phone pages, for the QR: "https://wijkloket.kortrijk.be"
	Submits      *limit.Rate                 // how often one address may send a request; nil does not limit
	Opens        *limit.Rate                 // how often one address may open a hand-over; nil does not limit
	Holds        *limit.Rate                 // how often one address may ask for moments or hold one; nil does not limit
}

// API answers everything under /api/v1.
type API struct {
	Deps
	openapi     []byte
	huma        huma.API
	mux         *http.ServeMux
	directories press[*directory.Directory]
	rules       press[*rights.Rules]
}

// New builds the routes and the OpenAPI document.
func New(d Deps) (*API, error) {
	if d.Web == nil || d.Requests == nil || d.Appointments == nil || d.Handovers == nil || d.Directory == nil || d.Rights == nil || d.Public == nil {
		return nil, errors.New("httpapi: a dependency is missing")
	}
	a := &API{Deps: d, mux: http.NewServeMux()}
	a.huma = humago.New(a.mux, a.config())
	a.huma.UseMiddleware(a.admit)
	a.registerRequests()
	a.registerAppointments()
	a.registerHandovers()
	a.registerDocuments()
	return a, a.finishDocument()
}

// Register adds the routes to a mux.
func (a *API) Register(mux *http.ServeMux) { mux.Handle(Root+"/", a.mux) }

// config leaves out all of huma's own pages and links: nothing but our routes answers.
func (a *API) config() huma.Config {
	config := huma.DefaultConfig("Wijkloket", "1")
	config.Info.Description = aboutTheAPI
	config.Info.License = &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Formats = map[string]huma.Format{"application/json": wire, "json": wire}
	config.Transformers = []huma.Transformer{a.inWords}
	return config
}

// body is the input of an operation that reads nothing but its body.
type body[T any] struct{ Body T }

// answer is the output of an operation.
type answer[T any] struct{ Body T }

// post registers an operation. do gets the HTTP request for its language and sender; what it refuses becomes a problem
// document.
func post[I, O any](a *API, op huma.Operation, do func(r *http.Request, in *I) (O, error)) {
	op.Method = http.MethodPost
	op.Path = Root + op.Path
	op.MaxBodyBytes = api.MaxBody + 1 // package web has refused larger ones already
	a.describe(&op)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*answer[O], error) {
		r := requestOf(ctx)
		out, err := do(r, in)
		if err != nil {
			return nil, &refused{a.Web.Refusal(r, err)}
		}
		return &answer[O]{out}, nil
	})
}
