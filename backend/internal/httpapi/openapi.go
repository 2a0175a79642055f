package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"wijkloket/backend/api"
)

const aboutTheAPI = `For kiosks of the wijkteams of Kortrijk.

Every refusal is an RFC 9457 problem document with a stable ` + "`code`" + `; title, detail and the messages of fields are in the
language of the body where it names one, else of Accept-Language (nl, fr, en, ar), else Dutch. A refusal never repeats what was sent.

A body is JSON of at most 32 KiB. A field that is not in the schema is refused. No call holds anything about a person in its address.`

const aboutSubmitting = `The answer is sent after the request is on disk, and not before.

**Idempotency-Key.** Scope: all requests of this backend, whoever sends them. Lifetime: as long as the request itself is kept; it
does not expire after a day, because a kiosk may be without a line for longer. Same key, same body (as JSON; white space and order
do not count): the same answer, and nothing is made twice. Same key, other body: 422 with the code ` + "`idempotency-mismatch`" + `, and
nothing changes. No key, or one of another form: 400 with the code ` + "`idempotency-missing`" + `. After an answer of 429, 500 or 503, or
no answer at all, send the same key and body again.`

const aboutCodes = `The full code opens the request. An unknown, a wrong, a malformed and an expired code give the same answer (404,
` + "`unknown-code`" + `). Attempts are limited (429). The answer holds state words and the choices of the contact plan, and nothing that was typed.`

const aboutHandovers = `Language, step and choices of the running visit, for a phone. The address in the answer is for a QR: its secret stands in
the fragment, works once and for two minutes. The key is the kiosk's own, to follow and to end the hand-over. Choices that no list
of this backend knows are dropped.`

const aboutDirectory = `All that is needed to find the team of an address without a line. Ask with If-None-Match; the document changes a few
times a year.`

const aboutRights = `All that is needed for the rights check without a line: questions, rules, dated figures and texts. It is the same for
everybody and says nothing about anybody; a kiosk asks no question of a person here. Ask with If-None-Match.`

// longest are the limits of personal texts, which the types of package api cannot say in a tag, by schema and field.
var longest = map[string]map[string]int{
	"Address":       {"street": api.MaxStreet, "number": api.MaxNumber, "postcode": api.MaxPostcode},
	"ContactPlan":   {"phone": api.MaxPhone, "email": api.MaxEmail, "code_word": api.MaxCodeWord},
	"NewRequest":    {"message": api.MaxMessage, "name": api.MaxName},
	"Proof":         {"code": maxCode},
	"ContactChange": {"code": maxCode},
	"HandoverKey":   {"key": maxCode},
}

// maxCode is generous to spaces and dashes that a person types into a code.
const maxCode = 80

// describe adds to an operation what all of them have: the limits, and the form of every refusal.
func (a *API) describe(op *huma.Operation) {
	schemas := a.huma.OpenAPI().Components.Schemas
	problem := schemas.Schema(reflect.TypeFor[api.Problem](), true, "Problem")
	op.Responses = map[string]*huma.Response{}
	for _, status := range append(op.Errors, http.StatusInternalServerError) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	op.Errors = nil
}

// finishDocument sets the limits and fixes the document, which from here on is bytes.
func (a *API) finishDocument() error {
	document := a.huma.OpenAPI()
	schemas := document.Components.Schemas.Map()
	delete(schemas, "ErrorModel") // huma's own form of an error, which inWords replaces
	delete(schemas, "ErrorDetail")
	for name, fields := range longest {
		for field, limit := range fields {
			property := schemas[name].Properties[field]
			if property == nil {
				return fmt.Errorf("httpapi: %s has no field %s", name, field)
			}
			property.MaxLength = &limit
			property.PrecomputeMessages()
		}
	}
	var err error
	if a.openapi, err = json.MarshalIndent(document, "", "  "); err != nil {
		return fmt.Errorf("httpapi: OpenAPI document: %w", err)
	}
	present := publish(a.openapi)
	a.mux.HandleFunc("GET "+Root+"/openapi.json", present.serve)
	return nil
}
