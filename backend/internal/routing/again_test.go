package routing_test

import (
	"testing"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/web"
)

func TestAgain(t *testing.T) {
	team := workers{
		worker("Jonas", 45), worker("Amira", 2, speaks("ar"), knows("home")), worker("Hugo", 9, of("heule")), worker("Els", 4, of("energie")),
		worker("Ziek", 9, away),
	}
	tests := map[string]struct {
		ask     routing.Ask
		present core.ID
		want    string
		moves   bool
		why     string
	}{
		"nothing hard changed, though a colleague has more room and knows more": {
			routing.Ask{Team: "noord", Topics: []string{"home"}, Language: "ar"}, "jonas", "jonas", false, "Jonas houdt de vraag: ze blijft bij hetzelfde team."},
		"moved to another team": {
			routing.Ask{Team: "heule"}, "jonas", "hugo", true, "De vraag gaat van Jonas naar een ander team: Hugo is de enige van het team die nu kan."},
		"moved, but it is the household's own worker": {
			routing.Ask{Team: "heule", Own: "jonas"}, "jonas", "jonas", false, "Jonas volgt dit huishouden al, vanuit een ander team."},
		"the household turns out to have a worker": {
			routing.Ask{Team: "noord", Own: "amira"}, "jonas", "amira", true, "Amira volgt dit huishouden al."},
		"the topic is a central team's": {
			routing.Ask{Team: "noord", Topics: []string{"energy"}}, "jonas", "els", true, "De vraag gaat van Jonas naar een ander team: Els werkt in het team voor “Water en energie”."},
		"the topic is a central team's no longer": {
			routing.Ask{Team: "noord", Topics: []string{"work"}}, "els", "amira", true, "De vraag gaat van Els naar een ander team: Amira heeft naar verhouding de meeste ruimte (2 van 46)."},
		"the resident comes apart now": {
			routing.Ask{Team: "noord", Own: "jonas", Not: []core.ID{"jonas"}}, "jonas", "amira", true, "Amira is aan de beurt."},
		"away for a while is no reason": {
			routing.Ask{Team: "noord"}, "ziek", "ziek", false, "Ziek houdt de vraag: ze blijft bij hetzelfde team."},
		"the worker left": {
			routing.Ask{Team: "noord"}, "gone", "amira", true, "Amira heeft naar verhouding de meeste ruimte (2 van 46)."},
		"nobody had it": {
			routing.Ask{Team: "noord"}, "", "amira", true, "Amira heeft naar verhouding de meeste ruimte (2 van 46)."},
		"nobody is in the new team": {
			routing.Ask{Team: "marke"}, "jonas", "-> lead", true, "De leiding van het team kiest wie, want de regels vinden niemand."},
		"still nobody": {
			routing.Ask{Team: "marke"}, "", "-> lead", false, "De leiding van het team kiest wie, want de regels vinden niemand."},
	}
	r, dutch := rules(t), texts(t, "nl")
	for name, test := range tests {
		got, moves := r.Again(test.ask, team, test.present)
		who := string(got.Worker)
		if got.Fallback != "" {
			who = ranked(got)
		}
		if who != test.want || moves != test.moves {
			t.Errorf("%s: %s, %v; want %s, %v", name, who, moves, test.want, test.moves)
		}
		if why := web.Say(dutch, got.Why); why != test.why {
			t.Errorf("%s: %q, want %q", name, why, test.why)
		}
	}
}
