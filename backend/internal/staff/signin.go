package staff

import (
	"net/http"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// signInView is the sign-in page.
type signInView struct {
	page
	Username string
	Back     string
	Wrong    string // key of what went wrong: the same words for an unknown name and a wrong password (T-11)
	Told     string // key of what to know: signed out, or away too long
}

func (s *Staff) showSignIn(v *visit) error {
	if v.in() {
		return s.goOn(v, root)
	}
	query := v.r.URL.Query()
	view := signInView{page: s.page(v, "signin"), Back: ownPage(query.Get("naar"))}
	view.Here = signInPath
	switch query.Get("na") {
	case "afmelden":
		view.Told = "staff.signin.out"
	case "pauze":
		view.Told = "staff.signin.away"
	}
	return s.render(v, http.StatusOK, "signin", view)
}

func (s *Staff) signIn(v *visit) error {
	f, err := readForm(v.r, "gebruiker", "wachtwoord", "naar")
	if err != nil {
		return err
	}
	who, err := s.accounts.SignIn(v.ctx(), f["gebruiker"], f.text("wachtwoord"), s.web.From(v.r))
	switch core.CodeOf(err) {
	case "":
	case api.CodeTooMany, api.CodeUnavailable:
		v.w.Header().Set("Retry-After", "60")
		return s.signInAgain(v, f, http.StatusTooManyRequests, "staff.signin.wait")
	case api.CodeInternal:
		return err
	default:
		return s.signInAgain(v, f, http.StatusUnprocessableEntity, "staff.signin.wrong")
	}
	if err := s.sessions.begin(v.ctx(), who); err != nil {
		return err
	}
	return s.goOn(v, ownPage(f["naar"]))
}

// signInAgain keeps the name that was typed and never the password.
func (s *Staff) signInAgain(v *visit, f form, status int, key string) error {
	view := signInView{page: s.page(v, "signin"), Username: f["gebruiker"], Back: ownPage(f["naar"]), Wrong: key}
	view.Here = signInPath
	return s.render(v, status, "signin", view)
}

func (s *Staff) signOut(v *visit) error {
	if err := s.sessions.end(v.ctx()); err != nil {
		return err
	}
	return s.goOn(v, signInPath+"?na=afmelden")
}

func (s *Staff) chooseLanguage(v *visit) error {
	f, err := readForm(v.r, "taal", "naar")
	if err != nil {
		return err
	}
	if spoken(f["taal"]) {
		s.sessions.scs.Put(v.ctx(), keyLanguage, f["taal"])
	}
	return s.goOn(v, ownPage(f["naar"]))
}

// stay keeps the session of someone who is at work on a page without sending anything: reading, or typing a long note.
// The session was prolonged by coming here.
func (s *Staff) stay(v *visit) error {
	if _, err := readForm(v.r); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
