package flow

import (
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
)

// city answers the journey's questions from the directory.
type city struct{ *directory.Directory }

// CentreIDs implements journey.City.
func (c city) CentreIDs() []string {
	var ids []string
	for _, centre := range c.Centres() {
		ids = append(ids, string(centre.ID))
	}
	return ids
}

// CentreName implements journey.City.
func (c city) CentreName(id string) (string, bool) {
	centre, ok := c.Centre(directory.CentreID(id))
	return centre.Name, ok
}

// TeamAt implements journey.City.
func (c city) TeamAt(address api.Address) (string, bool) {
	answer := c.Locate(located(address))
	return string(answer.Team), answer.Outcome == directory.OutcomeTeam
}

// teamName is a team's name, or nothing.
func (c city) teamName(id string) string {
	team, _ := c.Team(directory.TeamID(id))
	return team.Name
}

// located is an address of the journey as the directory reads it.
func located(a api.Address) directory.Address {
	return directory.Address{Street: a.Street.Reveal(), Number: a.Number.Reveal(), Postcode: a.Postcode.Reveal(), Area: a.Area}
}

// stated is the way back, for what was typed.
func stated(a directory.Address) api.Address {
	return api.Address{Street: api.NewPersonal(a.Street), Number: api.NewPersonal(a.Number), Postcode: api.NewPersonal(a.Postcode)}
}
