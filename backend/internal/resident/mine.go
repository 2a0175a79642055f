package resident

import (
	"net/http"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// codeView is the page that asks for the code.
type codeView struct {
	Locator string // the public part, when the address named one
	Text    string // what was typed, so that one letter can be corrected
	Wrong   *core.Message
}

// maxCode bounds what is looked at; a code has 16 characters, people add spaces and dashes.
const maxCode = 60

func (s *Site) codeForm(rw http.ResponseWriter, r *http.Request, v *visit) {
	if !v.Code.IsZero() {
		s.Web.Redirect(rw, r, "/a/"+v.Locator)
		return
	}
	s.show(rw, r, http.StatusOK, "code", codeView{})
}

// codeCheck opens "my request". The code comes in a body and goes into the sealed cookie: it stands in no address (T-29).
func (s *Site) codeCheck(rw http.ResponseWriter, r *http.Request, v *visit) {
	text := bounded(r, "code", maxCode)
	code := api.NewPersonal(text)
	status, err := s.Requests.Status(r.Context(), code, s.From(r))
	if err != nil {
		refusal, why := s.why(r, err)
		s.show(rw, r, web.StatusOf(refusal.Code), "code", codeView{Text: text, Wrong: why})
		return
	}
	v.Code, v.Locator, v.Change, v.Target, v.Said = code, status.Locator, nil, nil, "" // a request that is being written stays as it is
	s.begin(rw, r, v, "/a/"+status.Locator)
}

// opened is the request that the visit's code opens; without one it shows the page that asks for the code, which looks the
// same for every locator, known or not (T-35).
func (s *Site) opened(rw http.ResponseWriter, r *http.Request, v *visit) (api.Status, bool) {
	locator := r.PathValue("locator")
	if v.Code.IsZero() || v.Locator != locator {
		s.show(rw, r, http.StatusOK, "code", codeView{Locator: bounds(locator)})
		return api.Status{}, false
	}
	status, err := s.Requests.Status(r.Context(), v.Code, s.From(r))
	if err == nil {
		return status, true
	}
	refusal, why := s.why(r, err)
	if refusal.Code != api.CodeUnknownCode {
		s.Web.Error(rw, r, err)
		return api.Status{}, false
	}
	v.Code, v.Locator, v.Change, v.Target, v.Said = api.Personal{}, "", nil, nil, "" // it expired meanwhile
	s.keep(rw, r, v)
	s.show(rw, r, web.StatusOf(refusal.Code), "code", codeView{Wrong: why})
	return api.Status{}, false
}

// bounds keeps a made-up locator of any length off the page.
func bounds(locator string) string {
	if len(locator) != 6 {
		return ""
	}
	return locator
}

func (s *Site) request(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if !ok {
		return
	}
	view := s.requestView(s.Web.Texts(web.Language(r)), v, status)
	v.Change, v.Target, v.Said = nil, nil, ""
	s.keep(rw, r, v)
	s.show(rw, r, http.StatusOK, "request", view)
}

func (s *Site) cancelForm(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	switch {
	case !ok:
	case !status.State.Open():
		s.Web.Redirect(rw, r, "/a/"+status.Locator)
	default:
		s.show(rw, r, http.StatusOK, "cancel", status)
	}
}

func (s *Site) cancel(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if !ok {
		return
	}
	if _, err := s.Requests.Cancel(r.Context(), v.Code, s.From(r)); err != nil {
		s.Web.Error(rw, r, err)
		return
	}
	s.Web.Redirect(rw, r, "/a/"+status.Locator)
}
