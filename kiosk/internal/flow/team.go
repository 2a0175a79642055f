package flow

import (
	"strings"

	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// The fields of the team search.
const (
	fieldStreet   = "street"
	fieldNumber   = "number"
	fieldPostcode = "postcode"
	fieldOffered  = "offered" // on no screen: the postcode that came with an offered street
)

// mostOffered is the number of streets that are offered at once: as many as one reads at a glance.
const mostOffered = 4

// onTeam handles the search for a team and its answer.
func (f *Flow) onTeam(event view.Event) {
	v := f.visit()
	switch e := event.(type) {
	case view.Choose:
		if v.At().Screen == session.Areas {
			f.locate(directory.Address{Area: e.ID})
		} else {
			f.useStreet(e.ID)
		}
	case view.Next:
		if v.At().Screen == session.Find {
			f.search()
		}
	case view.Open:
		f.openFromTeam(e.Way)
	}
}

func (f *Flow) openFromTeam(way string) {
	v := f.visit()
	switch way {
	case view.WayAreas:
		v.Go(session.Spot{Screen: session.Areas})
	case view.WayRather:
		f.locate(directory.Address{Kind: directory.Unsaid})
	case view.WayNoAddress:
		f.locate(directory.Address{Kind: directory.NoAddress})
	case view.WayTalk:
		if v.Where.Street != "" { // asked again, and shown, where a home visit needs it; sent nowhere else
			v.Answers.Address = stated(v.Where)
		}
		f.open(view.WayTalk)
	case view.WayTeam:
		v.Go(session.Spot{Screen: session.Find})
	}
}

// search asks the directory for the address as typed.
func (f *Flow) search() {
	v := f.visit()
	street, _ := v.Typed(fieldStreet)
	number, _ := v.Typed(fieldNumber)
	postcode, _ := v.Typed(fieldPostcode)
	if street.IsZero() {
		v.Problems = problem(fieldStreet, "wrong.street")
		return
	}
	f.locate(directory.Address{Street: street.Reveal(), Number: number.Reveal(), Postcode: postcode.Reveal()})
}

// locate shows the one answer for what was said.
func (f *Flow) locate(where directory.Address) {
	v := f.visit()
	v.Where, v.Located = where, true
	v.Go(session.Spot{Screen: session.Team})
}

// useStreet takes what was offered while typing: a street is filled in, a place is an answer of its own.
func (f *Flow) useStreet(id string) {
	v := f.visit()
	kind, id, _ := strings.Cut(id, ":")
	switch directory.SuggestionKind(kind) {
	case directory.SuggestStreet:
		if street, ok := f.City().Street(directory.StreetID(id)); ok {
			v.Type(fieldStreet, street.Name)
			v.Type(fieldPostcode, street.Postcode)
			v.Type(fieldOffered, street.Postcode)
			v.Problems = nil
		}
	case directory.SuggestNeighbourhood, directory.SuggestDeelgemeente:
		f.locate(directory.Address{Area: id})
	case directory.SuggestElsewhere:
		f.locate(directory.Address{Place: id})
	}
}

// typed keeps what stands in a field, and lets go of the postcode that came with another street.
func (f *Flow) typed(field, text string) {
	v := f.visit()
	v.Type(field, text)
	v.Problems = without(v.Problems, field)
	offered, was := v.Typed(fieldOffered)
	if field != fieldStreet || !was {
		return
	}
	if postcode, _ := v.Typed(fieldPostcode); postcode == offered {
		v.Untype(fieldPostcode)
	}
	v.Untype(fieldOffered)
}

// without drops the problem of a field that is being put right: nobody is told twice.
func without(problems []journey.Problem, field string) []journey.Problem {
	var rest []journey.Problem
	for _, p := range problems {
		if p.Field != field {
			rest = append(rest, p)
		}
	}
	return rest
}
