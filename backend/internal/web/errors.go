package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/i18n"
)

// statuses says with which HTTP status a code goes out. It is the only such table.
var statuses = map[api.Code]int{
	api.CodeInvalid:     http.StatusUnprocessableEntity,
	api.CodeMalformed:   http.StatusBadRequest,
	api.CodeTooLarge:    http.StatusRequestEntityTooLarge,
	api.CodeMediaType:   http.StatusUnsupportedMediaType,
	api.CodeNotFound:    http.StatusNotFound,
	api.CodeUnknownCode: http.StatusNotFound,
	api.CodeKeyMissing:  http.StatusBadRequest,
	api.CodeKeyReused:   http.StatusUnprocessableEntity,
	api.CodeConflict:    http.StatusConflict,
	api.CodeSlotTaken:   http.StatusConflict,
	api.CodeForbidden:   http.StatusForbidden,
	api.CodeTooMany:     http.StatusTooManyRequests,
	api.CodeUnavailable: http.StatusServiceUnavailable,
	api.CodeInternal:    http.StatusInternalServerError,
}

// StatusOf is the HTTP status of a code.
func StatusOf(code api.Code) int {
	if status, known := statuses[code]; known {
		return status
	}
	return http.StatusInternalServerError
}

// pause is how long a client waits that was told to, in seconds, where the refusal does not say it.
const pause = 30

// RetryAfter is the header of that name for a refusal: seconds, and empty where trying again changes nothing.
func RetryAfter(refusal *core.Error) string {
	if refusal.Code != api.CodeTooMany && refusal.Code != api.CodeUnavailable {
		return ""
	}
	if seconds, said := refusal.Reason.Args["Seconds"].(int); said {
		return strconv.Itoa(seconds)
	}
	return strconv.Itoa(pause)
}

// Error is the one way to refuse a request. A *core.Error shows its reason with the status of its code; anything else is
// our mistake: the visitor reads that and a request id, the log holds the rest. The answer is a page or an RFC 9457
// problem document, as the visitor accepts, in the language of the request.
func (w *Web) Error(rw http.ResponseWriter, r *http.Request, err error) {
	refusal := w.Refusal(r, err)
	w.refuse(rw, r, StatusOf(refusal.Code), refusal)
}

// Refusal is err as it may be shown: itself when it is a *core.Error, else a code without details, after logging it.
func (w *Web) Refusal(r *http.Request, err error) *core.Error {
	var refusal *core.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.As(err, &tooLarge):
		return core.Refuse(api.CodeTooLarge, "")
	case r.Context().Err() != nil:
		return core.Refuse(api.CodeUnavailable, "") // the visitor left or the time was up: nobody's mistake
	}
	w.log(r, zerolog.ErrorLevel).Str("error", safeText(err)).Msg("internal error")
	return core.Refuse(api.CodeInternal, "")
}

// safeText is what a log may say of an error. The standard library's parse errors quote what they were given, which may
// be what a resident typed (T-55): of those only the kind is logged.
func safeText(err error) string {
	var (
		number *strconv.NumError
		moment *time.ParseError
		link   *url.Error
		escape url.EscapeError
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
	)
	for _, quoting := range []any{&number, &moment, &link, &escape, &syntax, &kind} {
		if errors.As(err, quoting) {
			return fmt.Sprintf("a %T", err)
		}
	}
	return err.Error()
}

func (w *Web) refuse(rw http.ResponseWriter, r *http.Request, status int, refusal *core.Error) {
	if after := RetryAfter(refusal); after != "" {
		rw.Header().Set("Retry-After", after)
	}
	if wantsProblem(r) {
		w.writeProblem(rw, r, status, refusal)
		return
	}
	w.errors.Render(rw, r, status, "error", w.errorView(r, status, refusal))
}

// errorView is what the error page shows.
type errorView struct {
	Title, Detail string
	Home          string // where this listener begins
	Exit          string // where "leave quickly" leads; empty for staff
	ID            string // only for our own mistakes: something to read out to the help desk
}

func (w *Web) errorView(r *http.Request, status int, refusal *core.Error) errorView {
	problem := w.Problem(r, refusal)
	view := errorView{Title: problem.Title, Detail: problem.Detail, Home: "/"}
	if strings.HasPrefix(r.URL.Path, "/onthaal/") {
		view.Home = "/onthaal/"
	}
	if v := visitOf(r); v != nil {
		view.Exit = v.exit
	}
	if status >= 500 {
		view.ID = RequestID(r)
	}
	return view
}

// Problem puts a refusal into words, in the language of the request.
func (w *Web) Problem(r *http.Request, refusal *core.Error) *api.Problem {
	texts := w.Texts(Language(r))
	key := "error." + string(refusal.Code)
	if _, known := statuses[refusal.Code]; !known {
		key = "error." + string(api.CodeInternal)
	}
	problem := &api.Problem{
		Type: "about:blank", Status: StatusOf(refusal.Code), Code: refusal.Code,
		Title: texts.T(key + ".title"), Detail: texts.T(key + ".detail"),
	}
	if refusal.Reason.Key != "" {
		problem.Detail = Say(texts, refusal.Reason)
	}
	for _, field := range refusal.Fields {
		problem.Fields = append(problem.Fields, api.FieldError{
			Field: field.Field, Key: field.Reason.Key, Message: Say(texts, field.Reason),
		})
	}
	problem.Slots = refusal.Slots
	return problem
}

// Say puts a message into words, the messages among its arguments first; an integer argument Count chooses the plural form.
func Say(texts *i18n.Localizer, message core.Message) string {
	args := make(i18n.Args, len(message.Args))
	for name, arg := range message.Args {
		if nested, ok := arg.(core.Message); ok {
			arg = Say(texts, nested)
		}
		args[name] = arg
	}
	if count, ok := args["Count"].(int); ok {
		return texts.N(message.Key, count, args)
	}
	return texts.T(message.Key, args)
}

func (w *Web) writeProblem(rw http.ResponseWriter, r *http.Request, status int, refusal *core.Error) {
	problem := w.Problem(r, refusal)
	problem.Status = status
	body, err := json.Marshal(problem)
	if err != nil {
		panic(fmt.Errorf("web: problem: %w", err)) // strings and numbers always encode
	}
	note(r)
	rw.Header().Set("Content-Type", "application/problem+json")
	rw.Header().Set("Content-Language", Language(r))
	rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	rw.WriteHeader(status)
	_, _ = rw.Write(body)
}

// wantsProblem: programs get a document, people a page. /api/ is for programs whatever they accept.
func wantsProblem(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		return true
	}
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// Redirect sends the visitor on after a form, with 303 so that reloading repeats nothing. The address is ours and holds
// no personal value.
func (w *Web) Redirect(rw http.ResponseWriter, r *http.Request, to string) {
	note(r)
	http.Redirect(rw, r, to, http.StatusSeeOther)
}
