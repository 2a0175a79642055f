// Package resident is the phone pages: home, "find my team", the rights check, the way to a talk, "my request", what a
// phone takes over from a kiosk, and the numbers to call. The questions and their order come from backend/journey, the teams
// from backend/directory, the rights from backend/rights, requests from backend/internal/request; the pages hold no rule of
// their own. The rights check runs on the phone itself, from data that are the same for everybody.
//
// Nothing personal lies on the server between two pages and nothing in the browser's storage (T-33): a visit travels in
// one sealed cookie that ends with the browser, after half an hour, or at one tap. So every page works without a script,
// "back" loses nothing, and after the end there is nothing left to find.
package resident

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/handover"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

//go:embed templates
var files embed.FS

// Requests is what the pages ask of the request feature. From is who asks, for the limits on guessing.
type Requests interface {
	Submit(ctx context.Context, s request.Submission) (api.Receipt, error)
	Status(ctx context.Context, code api.Personal, from string) (api.Status, error)
	Cancel(ctx context.Context, code api.Personal, from string) (api.Status, error)
	ChangeContact(ctx context.Context, change api.ContactChange, from string) (api.Status, error)
}

// Appointments is what the pages ask of the appointments.
type Appointments interface {
	Offers(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error)
	Hold(ctx context.Context, in api.HoldAsk) (api.Hold, error)
	Release(ctx context.Context, token api.Personal) error
	OffersOfMine(ctx context.Context, in api.SlotsOfMine, from string) (api.SlotOffer, error)
	Book(ctx context.Context, in api.Booking, from string) (api.Status, error)
	Reply(ctx context.Context, in api.Answer, from string) (api.Status, error)
}

// Handovers is what the pages ask of the hand-over from a kiosk.
type Handovers interface {
	Take(secret api.Personal) (handover.Taken, error)
	Alive(ref handover.Ref) bool
}

// Keys seals the cookie that a visit travels in. The two failures of OpenCookie, foreign and too old, look alike.
type Keys interface {
	SealCookie(name string, plain []byte, expires time.Time) (string, error)
	OpenCookie(name, value string, now time.Time) ([]byte, bool)
}

// DefaultExit is where "leave quickly" leads: a page that anyone may be looking at, the national weather service.
const DefaultExit = "https://www.meteo.be/"

// Deps are what the pages are made of.
type Deps struct {
	Web          *web.Web
	Requests     Requests
	Appointments Appointments
	Directory    func() *directory.Directory
	Rights       func() *rights.Rules // as they stand now
	Handovers    Handovers
	Keys         Keys
	Clock        core.Clock
	Random       io.Reader
	Exit         string                       // where "leave quickly" leads; empty: [DefaultExit]
	From         func(r *http.Request) string // who asks, for limits; nil: [web.Web.From]
	Submits      *limit.Rate                  // how often one address may send a request; nil does not limit
	Holds        *limit.Rate                  // how often one address may ask for moments or hold one; nil does not limit
}

// Site is the phone pages, ready to serve.
type Site struct {
	Deps
	pages     *web.Pages
	emergency []journey.EmergencyLine
	scenery   template.HTML
	check     dayCheck
}

// views are the pages, one file of templates/ each.
var views = []string{
	"home", "team", "answer", "centres", "question", "review", "done", "code", "request", "cancel", "handover", "words",
	"emergency", "privacy", "access", "cookies", "rights", "rights-all", "right", "times", "elsewhere",
}

// New parses the pages and reads the numbers to call. It fails on a broken page rather than at the first visitor.
func New(d Deps) (*Site, error) {
	if d.Rights == nil {
		return nil, errors.New("resident: the rules of the rights are missing")
	}
	if d.Appointments == nil {
		return nil, errors.New("resident: the appointments are missing")
	}
	if d.Exit == "" {
		d.Exit = DefaultExit
	}
	if d.From == nil {
		d.From = d.Web.From
	}
	text, err := fs.ReadFile(assets.Files, "data/emergency.yaml")
	if err != nil {
		return nil, fmt.Errorf("resident: %w", err)
	}
	s := &Site{Deps: d}
	if s.scenery, err = readScenery(assets.Files); err != nil {
		return nil, fmt.Errorf("resident: %w", err)
	}
	if s.emergency, err = journey.ReadEmergency(text); err != nil {
		return nil, fmt.Errorf("resident: %w", err)
	}
	if s.pages, err = d.Web.Pages(files, s.funcs(), views...); err != nil {
		return nil, fmt.Errorf("resident: %w", err)
	}
	return s, nil
}

// Register adds the pages to the public listener's routes.
func (s *Site) Register(mux *http.ServeMux) {
	s.get(mux, "/{$}", s.home)
	s.get(mux, "/centres", s.centres)
	s.get(mux, "/now", s.numbers)
	s.get(mux, "/privacy", s.plain("privacy"))
	s.get(mux, "/access", s.plain("access"))
	s.get(mux, "/cookies", s.plain("cookies"))
	s.get(mux, "/exit", s.exit)
	s.post(mux, "/end", s.end)

	s.get(mux, "/team", s.teamForm)
	s.post(mux, "/team", s.teamAsk)
	s.get(mux, "/team/answer", s.teamAnswer)
	s.post(mux, "/team/streets", s.streets)

	s.get(mux, "/rights", s.rights)
	s.get(mux, "/rights/all", s.rightsAll)
	s.get(mux, "/rights/{id}", s.right)
	s.registerRightsData(mux)

	s.get(mux, "/talk", s.talk)
	s.get(mux, "/talk/{step}", s.talkStep)
	s.post(mux, "/talk/{step}", s.talkAnswer)
	s.get(mux, "/talk/time", s.timeStep)
	s.get(mux, "/talk/time/all", s.timeAll)
	s.post(mux, "/talk/time", s.timeAnswer)
	s.post(mux, "/talk/review", s.send)
	s.post(mux, "/rights/share", s.share)
	s.get(mux, "/done", s.done)
	s.get(mux, "/done/day.ics", s.doneCalendar)

	s.get(mux, "/a", s.codeForm)
	s.post(mux, "/a", s.codeCheck)
	s.get(mux, "/a/{locator}", s.request)
	s.get(mux, "/a/{locator}/day.ics", s.requestCalendar)
	s.get(mux, "/a/{locator}/cancel", s.cancelForm)
	s.post(mux, "/a/{locator}/cancel", s.cancel)
	s.post(mux, "/a/{locator}/answer", s.answer)
	s.get(mux, "/a/{locator}/time", s.move)
	s.get(mux, "/a/{locator}/time/all", s.moveAll)
	s.post(mux, "/a/{locator}/time", s.moveTo)
	s.get(mux, "/a/{locator}/place", s.elsewhere)
	s.post(mux, "/a/{locator}/place", s.elsewhereTo)
	s.get(mux, "/a/{locator}/contact", s.contact)
	s.get(mux, "/a/{locator}/contact/{step}", s.contactStep)
	s.post(mux, "/a/{locator}/contact/{step}", s.contactAnswer)
	s.post(mux, "/a/{locator}/contact/review", s.contactSave)

	s.get(mux, "/h", s.handover)
	s.post(mux, "/h", s.handoverTake)
	s.get(mux, "/h/words", s.words)
	s.post(mux, "/h/words", s.wordsAnswer)
}

// city is the directory as the journey asks it.
func (s *Site) city() journey.City { return request.InCity(s.Directory()) }

// handler is one page: what was asked, and the visit of the person who asks. The visit is theirs to change; it is kept
// when the handler calls keep.
type handler func(rw http.ResponseWriter, r *http.Request, v *visit)

// get adds a page that only shows. A link that names a language changes it for the rest of the visit.
func (s *Site) get(mux *http.ServeMux, path string, h handler) {
	mux.HandleFunc("GET "+path, func(rw http.ResponseWriter, r *http.Request) {
		if s.kept(rw, r) {
			return
		}
		v := s.load(r)
		if lang := r.URL.Query().Get("lang"); i18n.Known(lang) {
			v.Lang = lang
		}
		if !v.empty() {
			s.keep(rw, r, v) // half an hour from the last page, not from the first
		}
		h(rw, web.WithLanguage(r, v.Lang), v)
	})
}

var protection = http.NewCrossOriginProtection()

// post adds a page that acts. It is the only way to add one, so none is without protection against other sites' forms.
func (s *Site) post(mux *http.ServeMux, path string, h handler) {
	mux.Handle("POST "+path, protection.Handler(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		v := s.load(r)
		r = web.WithLanguage(r, v.Lang)
		if err := r.ParseForm(); err != nil {
			s.Web.Error(rw, r, formError(err))
			return
		}
		h(rw, r, v)
	})))
}

// formError tells a form that is too large from one that is broken; its own text may quote what was typed.
func formError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return core.Refuse(api.CodeTooLarge, "")
	}
	return core.Refuse(api.CodeMalformed, "")
}
