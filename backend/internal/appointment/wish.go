package appointment

import (
	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
)

// serves reports that an address lies where one of the teams works.
func (s *Service) serves(address api.Address) bool {
	_, _, ok := s.deps.City().Serves(address)
	return ok
}

// wishFor is what a moment for a stored request has to fit, in a place that may be another than it was.
func (s *Service) wishFor(row request.Row, kind calendar.Kind, centre string, r request.Request) wish {
	w := wish{
		kind: kind, team: row.Team, longer: r.Interpreter, when: r.Contact.When,
		ask: routing.Ask{Team: row.Team, Topics: r.Topics, Language: spoken(r.TalkLanguage, r.Language), Interpreter: r.Interpreter},
	}
	if row.Apart {
		w.apart = &row
	}
	switch kind {
	case calendar.Talk:
		w.centre = centre
	case calendar.Visit:
		w.area = row.Team
		if team, _, ok := s.deps.City().Serves(r.Address); ok {
			w.area = team
		}
	}
	return w
}

// checkPlace says what is still needed before somebody can be met in a place.
func (s *Service) checkPlace(kind calendar.Kind, r request.Request) error {
	switch {
	case kind == calendar.Visit && r.Address.Street.IsZero():
		return core.Refuse(api.CodeInvalid, "refuse.visit.address")
	case kind == calendar.Visit && !s.serves(r.Address):
		return core.Refuse(api.CodeInvalid, "refuse.visit.elsewhere")
	case kind == calendar.Phone && r.Contact.Phone.IsZero():
		return core.Refuse(api.CodeInvalid, "refuse.call.number")
	}
	return nil
}
