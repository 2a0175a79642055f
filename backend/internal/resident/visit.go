package resident

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/handover"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// visitLife is how long a visit waits for its next page before it is gone.
const visitLife = 30 * time.Minute

// visit is all that the pages know of one person, sealed in that person's own cookie. Each part is dropped as soon as it
// is no longer needed; the zero value knows nothing.
type visit struct {
	Lang    string       `json:",omitempty"`
	Where   *where       `json:",omitempty"` // "find my team"
	Talk    *walk        `json:",omitempty"` // the way to a talk, until it is sent
	Receipt *receipt     `json:",omitempty"` // what was sent, until "done"
	Code    api.Personal `json:",omitzero"`  // opens "my request"
	Locator string       `json:",omitempty"`
	Change  *walk        `json:",omitempty"` // another contact plan for that request
	Target  *target      `json:",omitempty"` // another place for it, while its moment is looked for
	Said    said         `json:",omitempty"` // say once what was changed
	Match   *match       `json:",omitempty"` // the two words, until they are compared
	Ref     handover.Ref `json:",omitempty"` // the hand-over that this visit came from; the kiosk may end it
}

// walk is a way through questions.
type walk struct {
	Key      string `json:",omitempty"` // Idempotency-Key: sending twice sends once
	Kiosk    string `json:",omitempty"`
	Answers  journey.Answers
	Until    time.Time                                  `json:",omitzero"`  // when the hold on the moment expires
	Drafts   map[journey.StepID]map[string]api.Personal `json:",omitempty"` // typed, but not yet a valid answer
	Reviewed bool                                       `json:",omitempty"` // from here on "back" leads to the review
}

// receipt is a receipt with the choices that its words depend on.
type receipt struct {
	api.Receipt
	Channel api.Channel
	Place   api.Place
	Remind  api.Remind
}

// held is the token of the moment that the visit holds, if it does.
func (v *visit) held() api.Personal {
	if v.Talk == nil {
		return api.Personal{}
	}
	return v.Talk.Answers.Hold
}

// match is a hand-over that is taken and waits for the two words to be compared.
type match struct {
	Words [2]string
	Step  journey.StepID
}

func (v *visit) empty() bool {
	return v.Lang == "" && v.Where == nil && v.Talk == nil && v.Receipt == nil && v.Code.IsZero() && v.Change == nil && v.Match == nil
}

// cookieName is of the kind that a browser sends only to this very host, over a safe line (T-14, T-48).
const cookieName = "__Host-visit"

// A browser takes 4096 bytes a cookie. A long message in a script of many bytes needs more, so a visit may use several.
const (
	cookieRoom = 3800
	cookiesMax = 4
)

func cookieAt(i int) string {
	if i == 0 {
		return cookieName
	}
	return cookieName + "-" + strconv.Itoa(i)
}

// load opens the visit of a request; a missing, foreign, changed or old cookie is a new visit. A visit that a kiosk handed
// over and took back is a new visit too (T-30).
func (s *Site) load(r *http.Request) *visit {
	sealed := ""
	for i := range cookiesMax {
		cookie, err := r.Cookie(cookieAt(i))
		if err != nil {
			break
		}
		sealed += cookie.Value
	}
	v := &visit{}
	plain, ok := s.Keys.OpenCookie(cookieName, sealed, s.Clock.Now())
	if !ok || json.Unmarshal(plain, v) != nil {
		return &visit{}
	}
	if v.Ref != "" && !s.Handovers.Alive(v.Ref) {
		return &visit{Lang: v.Lang}
	}
	return v
}

// keep writes the visit into the answer's cookies. Call it before the answer's first byte; the last call counts.
func (s *Site) keep(rw http.ResponseWriter, r *http.Request, v *visit) {
	plain, err := api.Marshal(v)
	if err != nil {
		panic(err) // plain values always encode
	}
	sealed, err := s.Keys.SealCookie(cookieName, plain, s.Clock.Now().Add(visitLife))
	if err != nil || len(sealed) > cookieRoom*cookiesMax {
		return // better to forget than to keep half; every field is bounded, so this is a fault of the keys
	}
	rw.Header().Del("Set-Cookie")
	for i := range cookiesMax {
		part := sealed[min(len(sealed), i*cookieRoom):min(len(sealed), (i+1)*cookieRoom)]
		if part == "" {
			s.forget(rw, r, i)
			continue
		}
		http.SetCookie(rw, cookie(cookieAt(i), part, 0))
	}
}

// firstCookie marks the address that the first cookie of a visit leads to, with the visit's language. Who comes there without
// the cookie has a browser that keeps none, and must hear so: every page would lead to the start again and again.
const firstCookie = "first"

// begin keeps the visit and leads on.
func (s *Site) begin(rw http.ResponseWriter, r *http.Request, v *visit, to string) {
	s.keep(rw, r, v)
	if !hasCookie(r) {
		to += "?" + url.Values{firstCookie: {v.Lang}}.Encode()
	}
	s.Web.Redirect(rw, r, to)
}

// kept answers an address with the mark: by the same without it, or by what to do with a browser that keeps nothing.
func (s *Site) kept(rw http.ResponseWriter, r *http.Request) bool {
	query := r.URL.Query()
	if !query.Has(firstCookie) {
		return false
	}
	switch lang := query.Get(firstCookie); {
	case hasCookie(r):
		s.Web.Redirect(rw, r, r.URL.EscapedPath())
	case i18n.Known(lang):
		s.Web.Redirect(rw, r, "/cookies?lang="+lang)
	default:
		s.Web.Redirect(rw, r, "/cookies")
	}
	return true
}

func hasCookie(r *http.Request) bool {
	_, err := r.Cookie(cookieName)
	return err == nil
}

// drop ends the visit: what was typed, the code, the language, all of it.
func (s *Site) drop(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Del("Set-Cookie")
	for i := range cookiesMax {
		s.forget(rw, r, i)
	}
}

func (s *Site) forget(rw http.ResponseWriter, r *http.Request, i int) {
	if _, err := r.Cookie(cookieAt(i)); err == nil {
		http.SetCookie(rw, cookie(cookieAt(i), "", -1))
	}
}

func cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// newWalk begins a way to a talk with the key that makes sending it twice harmless.
func (s *Site) newWalk() *walk { return &walk{Key: string(core.NewID(s.random()))} }

func (s *Site) random() io.Reader {
	if s.Random != nil {
		return s.Random
	}
	return rand.Reader
}

// end wipes and returns to the start.
func (s *Site) end(rw http.ResponseWriter, r *http.Request, v *visit) { s.leave(rw, r, v, "/") }

// exit wipes and leaves for a page that says nothing (T-36). It is a link, so it works without a script.
func (s *Site) exit(rw http.ResponseWriter, r *http.Request, v *visit) { s.leave(rw, r, v, s.Exit) }

// leave wipes and leads away. A moment that was held is free for others, and nobody who leaves waits for that.
func (s *Site) leave(rw http.ResponseWriter, r *http.Request, v *visit, to string) {
	s.drop(rw, r)
	s.Web.Redirect(rw, r, to)
	_ = http.NewResponseController(rw).Flush() // a line that cannot do so sends it a moment later
	s.letGo(r, v.held())
}
