package resident

import (
	"net/http"
	"strings"

	"wijkloket/i18n"
)

// form is the id of the one form of a page that holds something typed. Language and "urgent?" are buttons of it there,
// so that leaving such a page in any direction keeps what was typed.
const form = "step"

// page is what the layout shows around a view's own data.
type page struct {
	Form      string // id of the form that must not be lost, or empty
	Path      string // of this page: the brand of the home page is no link
	Languages []string
	Data      any
}

// show answers with a view whose page has nothing typed.
func (s *Site) show(rw http.ResponseWriter, r *http.Request, status int, view string, data any) {
	s.pages.Render(rw, r, status, view, page{Path: r.URL.Path, Languages: i18n.Languages, Data: data})
}

// showForm answers with a view whose page holds something typed.
func (s *Site) showForm(rw http.ResponseWriter, r *http.Request, status int, view string, data any) {
	s.pages.Render(rw, r, status, view, page{Form: form, Path: r.URL.Path, Languages: i18n.Languages, Data: data})
}

// The ways to leave a form: by its own button, or by one of the page around it.
const (
	goBack   = "back"
	goUrgent = "urgent"
	goLang   = "lang:" // followed by the language
)

// sidestep says where a form is left to when it is not by its own button; what was typed has been kept by then. The
// language is changed on the way.
func sidestep(r *http.Request, v *visit, back string) (to string, left bool) {
	button := r.PostFormValue("go")
	lang, isLang := strings.CutPrefix(button, goLang)
	switch {
	case isLang && i18n.Known(lang):
		v.Lang = lang
		return r.URL.Path, true
	case button == goUrgent:
		return "/now", true
	case button == goBack && back != "":
		return back, true
	}
	return "", false
}

// home is the neutral face: three pillars, no question.
func (s *Site) home(rw http.ResponseWriter, r *http.Request, v *visit) {
	s.show(rw, r, http.StatusOK, "home", struct{ Sent bool }{v.Receipt != nil})
}

// numbers is the page with whom to call now.
func (s *Site) numbers(rw http.ResponseWriter, r *http.Request, _ *visit) {
	s.show(rw, r, http.StatusOK, "emergency", s.emergency)
}

// plain makes a page that only informs.
func (s *Site) plain(view string) handler {
	return func(rw http.ResponseWriter, r *http.Request, _ *visit) { s.show(rw, r, http.StatusOK, view, nil) }
}
