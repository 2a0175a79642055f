package request

import (
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// City is what requests ask of the directory.
type City interface {
	journey.City
	// Serves is the team of an address and why, and false where only a person can tell.
	Serves(address api.Address) (team string, why core.Message, ok bool)
	// TeamOf is the team of a centre.
	TeamOf(centre string) (string, bool)
	// CentresOf are the centres of a team, and false for a team that does not exist. A team that works for the whole city
	// has none.
	CentresOf(team string) ([]string, bool)
}

// InCity makes the directory a City, also the one that the journey asks for.
func InCity(d *directory.Directory) City { return kortrijk{d} }

type kortrijk struct{ *directory.Directory }

// CentreIDs lists the centres in the order of the directory.
func (k kortrijk) CentreIDs() []string {
	var ids []string
	for _, centre := range k.Centres() {
		ids = append(ids, string(centre.ID))
	}
	return ids
}

// CentreName asks the directory.
func (k kortrijk) CentreName(id string) (string, bool) {
	found, ok := k.Centre(directory.CentreID(id))
	return found.Name, ok
}

// TeamAt asks the directory.
func (k kortrijk) TeamAt(a api.Address) (string, bool) {
	team, _, ok := k.Serves(a)
	return team, ok
}

// Serves asks the directory.
func (k kortrijk) Serves(a api.Address) (string, core.Message, bool) {
	answer := k.Locate(directory.Address{
		Street: a.Street.Reveal(), Number: a.Number.Reveal(), Postcode: a.Postcode.Reveal(), Area: a.Area,
	})
	return string(answer.Team), core.Message(answer.Reason), answer.Outcome == directory.OutcomeTeam
}

// TeamOf asks the directory.
func (k kortrijk) TeamOf(centre string) (string, bool) {
	found, ok := k.Centre(directory.CentreID(centre))
	return string(found.Team), ok
}

// CentresOf asks the directory.
func (k kortrijk) CentresOf(team string) ([]string, bool) {
	_, known := k.Team(directory.TeamID(team))
	var ids []string
	for _, centre := range k.Directory.CentresOf(directory.TeamID(team)) {
		ids = append(ids, string(centre.ID))
	}
	return ids, known
}

// placing is who takes a request, where, and why.
type placing struct {
	team, centre string
	why          core.Message
}

// placeFor chooses the one team of a request: that of the centre where the resident wants to be, else that of the address,
// else that of the kiosk. It is false when the directory knows none of them, which the journey asks for beforehand.
func placeFor(r api.NewRequest, city City) (placing, bool) {
	wanted := r.Centre
	if wanted == "" && r.Place == api.PlaceHere {
		wanted = r.Kiosk
	}
	if team, ok := city.TeamOf(wanted); ok {
		return placing{team, wanted, because(city, "why.centre", wanted)}, true
	}
	if !r.Address.IsZero() {
		if team, why, ok := city.Serves(r.Address); ok {
			return placing{team, nearest(city, team, r.Kiosk), why}, true
		}
	}
	if team, ok := city.TeamOf(r.Kiosk); ok {
		return placing{team, r.Kiosk, because(city, "why.kiosk", r.Kiosk)}, true
	}
	return placing{}, false
}

func because(city City, key, centre string) core.Message {
	name, _ := city.CentreName(centre)
	return core.Message{Key: key, Args: map[string]any{"Centre": name}}
}

// nearest is the centre of the team to turn to: the present one when it is the team's, else the team's first.
func nearest(city City, team, present string) string {
	if owner, ok := city.TeamOf(present); ok && owner == team {
		return present
	}
	if centres, _ := city.CentresOf(team); len(centres) > 0 {
		return centres[0]
	}
	return present
}
