package web

import (
	"context"
	"io"
	"net/http"

	"wijkloket/i18n"
)

// visit is what the outermost handler remembers of one request while inner handlers learn more about it: they may be
// given a copy of the request, but always the same visit. One goroutine serves a request, so it needs no lock.
type visit struct {
	id    string
	lang  string
	route string
	body  io.ReadCloser // as it comes in, without a limit; see MoreBody
	exit  string        // where "leave quickly" leads; empty outside the resident pages
}

type visitKey struct{}

func visitOf(r *http.Request) *visit {
	v, _ := r.Context().Value(visitKey{}).(*visit)
	return v
}

func withVisit(r *http.Request, v *visit) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

// Language is the language in which the request is answered: what [WithLanguage] said last, else what [Web.Handler] read
// from ?lang= or Accept-Language, else Dutch.
func Language(r *http.Request) string {
	if v := visitOf(r); v != nil && v.lang != "" {
		return v.lang
	}
	return i18n.Source
}

// WithLanguage sets the language of the request, from here on and for an error page that an outer handler may still have
// to show. A language that is not known changes nothing: it may come from a cookie or a form.
func WithLanguage(r *http.Request, lang string) *http.Request {
	if !i18n.Known(lang) {
		return r
	}
	v := visitOf(r)
	if v == nil {
		return withVisit(r, &visit{lang: lang})
	}
	v.lang = lang
	return r
}

// RequestID names the request in the log and on the page of an internal error; empty outside [Web.Handler].
func RequestID(r *http.Request) string {
	if v := visitOf(r); v != nil {
		return v.id
	}
	return ""
}

// WithExit gives the error pages of a listener for residents the way out that all its pages have (T-36): a link to exit,
// and the script that also leaves at three times Shift.
func WithExit(next http.Handler, exit string) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if v := visitOf(r); v != nil {
			v.exit = exit
		}
		next.ServeHTTP(rw, r)
	})
}

// chooseLanguage follows a link that names a language, else the browser.
func (w *Web) chooseLanguage(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); i18n.Known(lang) {
		return lang
	}
	return w.options.Texts.Choose(r.Header.Get("Accept-Language"))
}

// note keeps the route pattern that an inner mux matched.
func note(r *http.Request) {
	if v := visitOf(r); v != nil && r.Pattern != "" {
		v.route = r.Pattern
	}
}
