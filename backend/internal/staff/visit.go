package staff

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

// visit is one request of one member of staff, with the account as it stands at this very moment (T-5).
type visit struct {
	w   http.ResponseWriter
	r   *http.Request
	who account.Account // zero when nobody is signed in
}

func (v *visit) ctx() context.Context   { return v.r.Context() }
func (v *visit) viewer() account.Viewer { return v.who.Viewer() }
func (v *visit) in() bool               { return v.who.ID != "" }

// object is the request or account that the address names. What is no ID at all answers as what does not exist.
func (v *visit) object() (core.ID, error) {
	id, ok := core.ParseID(v.r.PathValue("id"))
	if !ok {
		return "", notHere()
	}
	return id, nil
}

// notHere is the one answer for what does not exist, what belongs to another team and what is no ID (T-2).
func notHere() error { return core.Refuse(api.CodeNotFound, "staff.error.notfound") }

// backgroundHeader marks what a page's script asks on its own. It can only make a session shorter, so nobody gains by
// setting it.
const backgroundHeader = "Wijkloket-Background"

// handler puts a route behind the session, the language and its permission, in this order.
func (s *Staff) handler(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		quiet := rt.quiet || r.Header.Get(backgroundHeader) != ""
		s.sessions.serve(w, r, quiet, func(w http.ResponseWriter, r *http.Request) {
			v := &visit{w: w, r: r}
			err := s.recognise(v)
			if err == nil {
				v.r = web.WithLanguage(v.r, s.language(v.r))
				err = s.admit(v, rt)
			}
			if core.CodeOf(err) == api.CodeNotFound {
				err = notHere()
			}
			if err != nil {
				s.web.Error(v.w, v.r, err)
			}
		})
	})
}

// recognise finds the account of the session. A disabled one, or one whose password changed since, is signed out at once
// (T-16).
func (s *Staff) recognise(v *visit) error {
	id := s.sessions.account(v.ctx())
	if id == "" {
		return nil
	}
	who, err := s.accounts.ByID(v.ctx(), id)
	switch {
	case core.CodeOf(err) == api.CodeNotFound:
	case err != nil:
		return err // no answer about who this is means no (T-65)
	case !who.Disabled && !s.sessions.outlived(v.ctx(), who):
		v.who = who
		v.r = v.r.WithContext(account.As(v.ctx(), who.ID)) // the audit names who changed an account (T-56)
		return nil
	}
	return s.sessions.end(v.ctx())
}

// admit lets the visit in, sends it to sign in first, or refuses.
func (s *Staff) admit(v *visit, rt route) error {
	switch {
	case rt.needs == anyone:
	case !v.in():
		return s.goOn(v, signInPath+backTo(v.r))
	case !rt.needs.allows(v.who.Role):
		return core.Refuse(api.CodeForbidden, "staff.error.forbidden")
	}
	return rt.answer(v)
}

// backTo remembers the page that was asked for, so that signing in leads there. Only pages are remembered: an action is
// never repeated by itself.
func backTo(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == root {
		return ""
	}
	return "?" + url.Values{"naar": {r.URL.RequestURI()}}.Encode()
}

// ownPage accepts a path of these pages and nothing that could lead to another host.
func ownPage(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path, root) || strings.ContainsAny(path, "\\\r\n") || strings.Contains(path, "..") {
		return root
	}
	return path
}

// language is the one chosen in this session, else the best of the browser's that these pages speak.
func (s *Staff) language(r *http.Request) string {
	if chosen := s.sessions.language(r.Context()); spoken(chosen) {
		return chosen
	}
	if wanted := web.Language(r); spoken(wanted) {
		return wanted
	}
	return i18n.Source
}

func spoken(lang string) bool { return slices.Contains(i18n.StaffLanguages, lang) }
