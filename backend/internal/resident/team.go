package resident

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
)

// where is what a person said about where they live, to find the team.
type where struct {
	Kind     string       `json:",omitempty"` // one of the wheres
	Street   api.Personal `json:",omitzero"`
	Number   api.Personal `json:",omitzero"`
	Postcode api.Personal `json:",omitzero"`
	Area     string       `json:",omitempty"`
	Town     string       `json:",omitempty"`
}

// The kinds of where, as the form sends them.
const (
	whereAddress = "address"
	whereArea    = "area"
	whereUnsaid  = "unsaid"
	whereNone    = "none"
	whereTown    = "town"
)

// address is the where in the directory's form.
func (w where) address() directory.Address {
	switch w.Kind {
	case whereArea:
		return directory.Address{Area: w.Area}
	case whereUnsaid:
		return directory.Address{Kind: directory.Unsaid}
	case whereNone:
		return directory.Address{Kind: directory.NoAddress}
	case whereTown:
		return directory.Address{Place: w.Town}
	default:
		return directory.Address{Street: w.Street.Reveal(), Number: w.Number.Reveal(), Postcode: w.Postcode.Reveal()}
	}
}

// teamView is the form of "find my team".
type teamView struct {
	where
	Wrong  *core.Message
	Hoods  []directory.Neighbourhood
	Towns  []string
	Places []directory.Deelgemeente
}

func (s *Site) teamForm(rw http.ResponseWriter, r *http.Request, v *visit) {
	s.teamPage(rw, r, http.StatusOK, v.whereOrNew(), nil)
}

func (v *visit) whereOrNew() where {
	if v.Where == nil {
		return where{}
	}
	return *v.Where
}

func (s *Site) teamPage(rw http.ResponseWriter, r *http.Request, status int, w where, wrong *core.Message) {
	view := teamView{where: w, Wrong: wrong, Hoods: s.Directory().Neighbourhoods(), Places: s.Directory().City().Deelgemeenten}
	for _, town := range s.Directory().Municipalities() {
		view.Towns = append(view.Towns, town.Name)
	}
	s.showForm(rw, r, status, "team", view)
}

// teamAsk keeps what was said and shows the answer on a page of its own, so that reloading and going back are harmless
// and no address stands in a page's address.
func (s *Site) teamAsk(rw http.ResponseWriter, r *http.Request, v *visit) {
	w := where{Kind: r.PostFormValue("how"), Area: bounded(r, "area", 60), Town: bounded(r, "town", 60)}
	w.Street = api.NewPersonal(bounded(r, "street", api.MaxStreet))
	w.Number = api.NewPersonal(bounded(r, "number", api.MaxNumber))
	w.Postcode = api.NewPersonal(bounded(r, "postcode", api.MaxPostcode))
	v.Where = &w
	to, left := sidestep(r, v, "/")
	s.keep(rw, r, v)
	if left {
		s.Web.Redirect(rw, r, to)
		return
	}
	if (w.Kind == whereAddress || w.Kind == "") && w.Street.IsZero() && w.Postcode.IsZero() {
		s.teamPage(rw, r, http.StatusUnprocessableEntity, w, &core.Message{Key: "wrong.street"})
		return
	}
	s.begin(rw, r, v, "/team/answer")
}

// bounded is one field of a form, without its ends' spaces and cut to a number of characters.
func bounded(r *http.Request, field string, most int) string {
	text := []rune(strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue(field), "")))
	return strings.TrimSpace(string(text[:min(len(text), most)]))
}

// answerView is the one answer to an address.
type answerView struct {
	directory.Answer
	Why, Todo core.Message
	Team      directory.Team
	Others    []directory.Team
	Centres   []directory.Centre
	Meant     []directory.Suggestion // streets that look like what was typed
	Number    string                 // typed along, for the streets that may be meant
}

func (s *Site) teamAnswer(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Where == nil {
		s.Web.Redirect(rw, r, "/team")
		return
	}
	d := s.Directory()
	found := d.Locate(v.Where.address())
	view := answerView{Answer: found, Why: core.Message(found.Reason), Todo: core.Message(found.Advice), Number: v.Where.Number.Reveal()}
	view.Team, _ = d.Team(view.Answer.Team)
	for _, id := range view.Answer.Centres {
		centre, _ := d.Centre(id)
		view.Centres = append(view.Centres, centre)
	}
	for _, id := range view.Answer.Others {
		if team, ok := d.Team(id); ok {
			view.Others = append(view.Others, team)
		}
	}
	if view.Outcome == directory.OutcomePerson && view.Ask != directory.AskNothing && !v.Where.Street.IsZero() {
		view.Meant = streetsLike(d, v.Where.Street.Reveal())
	}
	s.show(rw, r, http.StatusOK, "answer", view)
}

// streetsLike are the streets that someone may have meant; the picture stays small enough to choose from.
func streetsLike(d *directory.Directory, typed string) []directory.Suggestion {
	var streets []directory.Suggestion
	for _, found := range d.Suggest(typed, 12) {
		if found.Kind == directory.SuggestStreet && len(streets) < 6 {
			streets = append(streets, found)
		}
	}
	return streets
}

// street is one suggestion on its way to the page's script.
type street struct {
	Name     string `json:"name"`
	Postcode string `json:"postcode"`
	Place    string `json:"place"`
	Number   string `json:"number,omitempty"`
}

// streets completes a street while it is typed. It is a POST so that nothing typed stands in an address or a log.
func (s *Site) streets(rw http.ResponseWriter, r *http.Request, _ *visit) {
	out := []street{}
	for _, found := range streetsLike(s.Directory(), bounded(r, "q", api.MaxStreet)) {
		out = append(out, street{Name: found.Name, Postcode: found.Postcode, Place: found.Place, Number: found.Number})
	}
	rw.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(rw).Encode(out) // strings always encode; a visitor who left is no fault
}

// centresView lists the centres by team. Hours is false while nobody gave any: that is said once and not twelve times.
type centresView struct {
	Hours  bool
	Groups []teamCentres
}

type teamCentres struct {
	Team    directory.Team
	Phone   string
	Centres []directory.Centre
}

// centres lists all centres.
func (s *Site) centres(rw http.ResponseWriter, r *http.Request, _ *visit) {
	d := s.Directory()
	var view centresView
	for _, team := range d.Wijkteams() {
		group := teamCentres{team, d.PhoneOf(team.ID), d.CentresOf(team.ID)}
		view.Groups = append(view.Groups, group)
		view.Hours = view.Hours || slices.ContainsFunc(group.Centres, func(c directory.Centre) bool { return c.Hours.Known() })
	}
	s.show(rw, r, http.StatusOK, "centres", view)
}
