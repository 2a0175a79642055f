package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// wire is JSON with personal values in the clear, for the body of an answer and nothing else.
var wire = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		text, err := api.Marshal(v)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	},
	Unmarshal: json.Unmarshal,
}

func init() {
	// A field in other capitals is an unknown field: otherwise it would pass the schema unseen and still be read.
	huma.ValidateStrictCasing = true
}

type requestKey struct{}

// requestOf is the HTTP request behind an operation's context.
func requestOf(ctx context.Context) *http.Request { return ctx.Value(requestKey{}).(*http.Request) }

// admit is the first to see a call: it refuses a body that is too large, of another type or no JSON, each with its own
// code, and leaves to huma only whether it has the right shape (T-4).
func (a *API) admit(ctx huma.Context, next func(huma.Context)) {
	r, rw := humago.Unwrap(ctx)
	if ctx.Operation().RequestBody != nil {
		err := readBody(r)
		if err != nil {
			a.Web.Error(rw, r, err)
			return
		}
	}
	next(huma.WithValue(ctx, requestKey{}, r))
}

func readBody(r *http.Request) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return core.Refuse(api.CodeMediaType, "")
	}
	if r.Header.Get("Content-Encoding") != "" {
		return core.Refuse(api.CodeMediaType, "") // unpacking is how small bodies become large ones
	}
	text, err := io.ReadAll(r.Body) // package web bounds it
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return err
	case err != nil, !json.Valid(text):
		return core.Refuse(api.CodeMalformed, "")
	}
	r.Body = io.NopCloser(bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json") // as huma spells it
	return nil
}

// refused carries a refusal through huma.
type refused struct{ reason *core.Error }

// Error is that of the refusal.
func (r *refused) Error() string { return r.reason.Error() }

// GetStatus is the status of its code.
func (r *refused) GetStatus() int { return web.StatusOf(r.reason.Code) }

// ContentType is that of RFC 9457.
func (r *refused) ContentType(string) string { return "application/problem+json" }

// inWords turns what huma or a handler refused into a problem document in the language of the request.
func (a *API) inWords(ctx huma.Context, _ string, v any) (any, error) {
	r, _ := humago.Unwrap(ctx)
	var refusal *core.Error
	switch v := v.(type) {
	case *refused:
		refusal = v.reason
	case *huma.ErrorModel:
		refusal = a.wrongShape(r, v)
	default:
		ctx.SetHeader("Content-Language", web.Language(r))
		return v, nil
	}
	if after := web.RetryAfter(refusal); after != "" {
		ctx.SetHeader("Retry-After", after)
	}
	ctx.SetHeader("Content-Language", web.Language(r))
	return a.Web.Problem(r, refusal), nil
}

// wrongShape says which fields huma refused. Neither a value nor a name that was sent comes back: of an unknown field
// only the place is named (T-55).
func (a *API) wrongShape(r *http.Request, model *huma.ErrorModel) *core.Error {
	if model.Status != http.StatusUnprocessableEntity {
		return a.Web.Refusal(r, model) // not ours to explain: an internal fault
	}
	refusal := core.Refuse(api.CodeInvalid, "")
	for _, detail := range model.Errors {
		field, key := strings.TrimPrefix(strings.TrimPrefix(detail.Location, "body"), "."), "error.field.shape"
		switch {
		case strings.HasPrefix(detail.Message, "unexpected property"), strings.HasPrefix(detail.Message, "unknown query parameter"):
			key = "error.field.unknown"
			field = field[:max(0, strings.LastIndex(field, "."))]
		case strings.HasPrefix(detail.Message, "expected required property "):
			key = "error.field.missing"
			name, _, _ := strings.Cut(strings.TrimPrefix(detail.Message, "expected required property "), " ")
			field = strings.TrimPrefix(field+"."+name, ".")
		case strings.HasPrefix(detail.Message, "expected length <="), strings.HasPrefix(detail.Message, "expected array length <="):
			key = "error.field.limit"
		}
		refusal.Fields = append(refusal.Fields, core.FieldError{Field: field, Reason: core.Message{Key: key}})
	}
	return refusal
}
