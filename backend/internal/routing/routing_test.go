package routing_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

func data(t testing.TB) string {
	t.Helper()
	text, err := fs.ReadFile(assets.Files, "data/routing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func rules(t testing.TB) *routing.Rules {
	t.Helper()
	r, err := routing.Read([]byte(data(t)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func texts(t testing.TB, lang string) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For(lang)
}

var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// worker is a full-time worker of Noord who speaks Dutch, changed as said.
func worker(first string, open int, changes ...func(*routing.Worker)) routing.Worker {
	w := routing.Worker{ID: core.ID(strings.ToLower(first)), First: first, Team: "noord", Languages: []string{"nl"}, Percent: 100, Open: open, Last: monday}
	for _, change := range changes {
		change(&w)
	}
	return w
}

func away(w *routing.Worker) { w.Away = true }

func speaks(languages ...string) func(*routing.Worker) {
	return func(w *routing.Worker) { w.Languages = append(w.Languages, languages...) }
}

func knows(topics ...string) func(*routing.Worker) {
	return func(w *routing.Worker) { w.Topics = topics }
}

func of(team string) func(*routing.Worker) { return func(w *routing.Worker) { w.Team = team } }

func works(percent int) func(*routing.Worker) { return func(w *routing.Worker) { w.Percent = percent } }

func since(last time.Time) func(*routing.Worker) { return func(w *routing.Worker) { w.Last = last } }

type workers = []routing.Worker

// cases are the steps one by one and together, with the sentence that staff read.
var cases = map[string]struct {
	ask  routing.Ask
	from workers
	want string // names of the rank, or "-> fallback"
	team string // when not noord
	why  string
}{
	"safety: another worker takes who comes apart, and the sentence keeps silent": {
		routing.Ask{Team: "noord", Own: "jonas", Not: []core.ID{"jonas"}}, workers{worker("Jonas", 1), worker("Amira", 30), worker("Lien", 31)},
		"amira lien", "", "Amira is aan de beurt."},
	"safety: rather a human than the household's worker": {
		routing.Ask{Team: "noord", Own: "jonas", Not: []core.ID{"jonas"}}, workers{worker("Jonas", 1)},
		"-> lead", "", "De leiding van het team kiest wie, want de regels vinden niemand."},
	"own: the household's worker before everyone with more room": {
		routing.Ask{Team: "noord", Own: "jonas", Language: "ar", Topics: []string{"energy"}},
		workers{worker("Jonas", 40), worker("Amira", 2, speaks("ar")), worker("Bart", 0, of("energie"))},
		"jonas", "", "Jonas volgt dit huishouden al."},
	"own: also with a full list": {
		routing.Ask{Team: "noord", Own: "jonas"}, workers{worker("Jonas", 23, works(50)), worker("Amira", 2)},
		"jonas", "", "Jonas volgt dit huishouden al, ook met een volle lijst (23 van 23)."},
	"own: also after the household moved": {
		routing.Ask{Team: "noord", Own: "jonas"}, workers{worker("Jonas", 3, of("heule")), worker("Amira", 2)},
		"jonas", "heule", "Jonas volgt dit huishouden al, vanuit een ander team."},
	"own: away": {
		routing.Ask{Team: "noord", Own: "jonas"}, workers{worker("Jonas", 3, away), worker("Amira", 4), worker("Lien", 5)},
		"amira lien", "", "Jonas volgt dit huishouden maar is er nu niet: Amira heeft naar verhouding de meeste ruimte (4 van 46)."},
	"own: not free at the hour": {
		routing.Ask{Team: "noord", Own: "jonas", Among: []core.ID{"amira"}}, workers{worker("Jonas", 3), worker("Amira", 4)},
		"amira", "", "Jonas volgt dit huishouden maar is niet vrij op het gekozen uur: Amira is de enige van het team die op dat uur vrij is."},
	"own: no longer here, and nobody else": {
		routing.Ask{Team: "noord", Own: "gone"}, nil,
		"-> lead", "", "Wie dit huishouden volgde, is er niet meer: De leiding van het team kiest wie, want de regels vinden niemand."},
	"team: nobody of another team": {
		routing.Ask{Team: "noord"}, workers{worker("Bart", 0, of("heule")), worker("Amira", 40)},
		"amira", "", "Amira is de enige van het team die nu kan."},
	"team: nobody there is never everyone": {
		routing.Ask{Team: "noord"}, workers{worker("Bart", 0, of("heule")), worker("Amira", 4, away)},
		"-> lead", "", "De leiding van het team kiest wie, want de regels vinden niemand."},
	"team: no lead, so the onthaal": {
		routing.Ask{Team: "noord", Staffed: []string{"onthaal"}}, nil,
		"-> onthaal", "", "Het onthaal van het team zoekt wie, want de regels vinden niemand."},
	"team: nobody at all, so the helpline": {
		routing.Ask{Team: "noord", Staffed: []string{}}, nil,
		"-> 1777", "", "Bel 1777 om iemand te vinden, want de regels vinden niemand."},
	"team: not known": {
		routing.Ask{}, workers{worker("Amira", 4), worker("Root", 0, of(""))},
		"-> 1777", "-", "Bel 1777 om iemand te vinden, want de regels vinden niemand."},
	"hour: nobody is free": {
		routing.Ask{Team: "noord", Among: []core.ID{}}, workers{worker("Amira", 4)},
		"-> lead", "", "De leiding van het team kiest wie, want de regels vinden niemand."},
	"topic: a central team settles energy": {
		routing.Ask{Team: "noord", Topics: []string{"energy"}}, workers{worker("Amira", 4), worker("Bart", 9, of("energie")), worker("Els", 8, of("energie"))},
		"els bart", "energie", "Els werkt in het team voor “Water en energie” en heeft naar verhouding de meeste ruimte (8 van 46)."},
	"topic: energy among others stays in the neighbourhood": {
		routing.Ask{Team: "noord", Topics: []string{"energy", "money"}}, workers{worker("Amira", 4), worker("Lien", 9, knows("money")), worker("Bart", 9, of("energie"))},
		"lien", "", "Lien weet veel over “Geld”."},
	"topic: nobody in the central team": {
		routing.Ask{Team: "noord", Topics: []string{"energy"}}, workers{worker("Amira", 4), worker("Bart", 9, of("energie"), away)},
		"amira", "", "Amira is de enige van het team die nu kan."},
	"topic: the central team takes what the neighbourhood cannot": {
		routing.Ask{Team: "noord", Topics: []string{"energy"}}, workers{worker("Amira", 4, away), worker("Bart", 9, of("energie"))},
		"bart", "energie", "Bart werkt in het team voor “Water en energie”."},
	"topic: who knows most of them": {
		routing.Ask{Team: "noord", Topics: []string{"food", "home", "money"}}, workers{worker("Amira", 4, knows("money")), worker("Lien", 9, knows("home", "money")), worker("Jan", 0)},
		"lien", "", "Lien weet veel over “Wonen”."},
	"topic: no speciality in feeling alone": {
		routing.Ask{Team: "noord", Topics: []string{"lonely"}}, workers{worker("Amira", 4, knows("lonely")), worker("Jan", 0)},
		"jan amira", "", "Jan heeft naar verhouding de meeste ruimte (0 van 46)."},
	"topic: a full specialist stands aside": {
		routing.Ask{Team: "noord", Topics: []string{"home"}}, workers{worker("Amira", 46, knows("home")), worker("Jan", 45)},
		"jan", "", "Jan heeft als enige nog ruimte (45 van 46)."},
	"language: who speaks it, and then who has most room": {
		routing.Ask{Team: "noord", Language: "ar"}, workers{worker("Jan", 0), worker("Samir", 33, speaks("ar")), worker("Amira", 31, speaks("fr", "ar"))},
		"amira samir", "", "Amira spreekt Arabisch en heeft naar verhouding de meeste ruimte (31 van 46)."},
	"language: also for who asked for an interpreter": {
		routing.Ask{Team: "noord", Language: "ar", Interpreter: true}, workers{worker("Jan", 0), worker("Amira", 31, speaks("ar"))},
		"amira", "", "Amira spreekt Arabisch."},
	"language: nobody speaks it": {
		routing.Ask{Team: "noord", Language: "ti"}, workers{worker("Jan", 3), worker("Amira", 31, speaks("ar"))},
		"jan amira", "", "Jan heeft naar verhouding de meeste ruimte (3 van 46) en heeft een tolk nodig: Tigrinya."},
	"language: a country after it does not matter": {
		routing.Ask{Team: "noord", Language: "fr"}, workers{worker("Jan", 3), worker("Zoë", 31, speaks("fr-BE"))},
		"zoë", "", "Zoë spreekt Frans."},
	"language: a worker whose languages nobody wrote down speaks Dutch": {
		routing.Ask{Team: "noord", Language: "nl"}, workers{worker("Jan", 3), {ID: "piet", First: "Piet", Team: "noord", Percent: 100}},
		"piet jan", "", "Piet heeft naar verhouding de meeste ruimte (0 van 46)."},
	"language: topic comes first": {
		routing.Ask{Team: "noord", Topics: []string{"home"}, Language: "ar"}, workers{worker("Jan", 3, knows("home")), worker("Amira", 1, speaks("ar"))},
		"jan", "", "Jan weet veel over “Wonen” en heeft een tolk nodig: Arabisch."},
	"language: and topic, three clauses": {
		routing.Ask{Team: "noord", Topics: []string{"home"}, Language: "tr"},
		workers{worker("Jan", 3, knows("home")), worker("Amira", 9, speaks("tr"), knows("home")), worker("Elif", 10, speaks("tr"), knows("home"))},
		"amira elif", "", "Amira weet veel over “Wonen”, spreekt Turks en heeft naar verhouding de meeste ruimte (9 van 46)."},
	"caseload: for the hours that one works": {
		routing.Ask{Team: "noord"}, workers{worker("Jan", 21), worker("Amira", 10, works(50))},
		"amira jan", "", "Amira heeft naar verhouding de meeste ruimte (10 van 23)."},
	"caseload: everyone is full, so the least over": {
		routing.Ask{Team: "noord"}, workers{worker("Jan", 52), worker("Amira", 25, works(50))},
		"amira jan", "", "Amira zit het minst boven de grens nu iedereen vol zit (25 van 23)."},
	"waiting: the longest": {
		routing.Ask{Team: "noord"}, workers{worker("Jan", 20), worker("Amira", 10, works(50), since(monday.Add(-time.Hour)))},
		"amira jan", "", "Amira kreeg het langst geen nieuwe vraag."},
	"waiting: who never had one first": {
		routing.Ask{Team: "noord"}, workers{worker("Jan", 0), worker("Zita", 0, since(time.Time{}))},
		"zita jan", "", "Zita kreeg het langst geen nieuwe vraag."},
	"waiting: all alike": {
		routing.Ask{Team: "noord"}, workers{worker("Jan", 4), worker("Amira", 4)},
		"amira jan", "", "Amira is aan de beurt."},
}

func TestChoose(t *testing.T) {
	r, dutch := rules(t), texts(t, "nl")
	for name, c := range cases {
		got := r.Choose(c.ask, c.from)
		if rank := ranked(got); rank != c.want {
			t.Errorf("%s: %q, want %q", name, rank, c.want)
		}
		team := c.team
		if team == "" {
			team = "noord"
		}
		if strings.Trim(team, "-") != got.Team {
			t.Errorf("%s: team %q, want %q", name, got.Team, team)
		}
		if why := web.Say(dutch, got.Why); why != c.why {
			t.Errorf("%s: %q, want %q", name, why, c.why)
		}
	}
}

// ranked is a choice as the tables write it.
func ranked(c routing.Choice) string {
	if c.Fallback != "" {
		return "-> " + c.Fallback
	}
	names := make([]string, len(c.Rank))
	for i, id := range c.Rank {
		names[i] = string(id)
	}
	return strings.Join(names, " ")
}

// TestSentencesAreWhole: in every language that staff read, no sentence lacks a word, and storage gives it back as it was.
func TestSentencesAreWhole(t *testing.T) {
	r := rules(t)
	for _, lang := range i18n.Languages {
		words := texts(t, lang)
		for name, c := range cases {
			why := r.Choose(c.ask, c.from).Why
			said := web.Say(words, why)
			if strings.ContainsAny(said, "⟦{") || strings.Contains(said, "<no value>") || strings.Contains(said, "map[") {
				t.Errorf("%s, %s: %q", lang, name, said)
			}
			if count := strings.Count(strings.TrimRight(said, "."), ". "); count > 0 {
				t.Errorf("%s, %s: more than one sentence: %q", lang, name, said)
			}
			stored, err := json.Marshal(why)
			if err != nil {
				t.Fatal(err)
			}
			var back core.Message
			if err := json.Unmarshal(stored, &back); err != nil {
				t.Fatal(err)
			}
			if again := web.Say(words, back); again != said {
				t.Errorf("%s, %s: %q after storage, %q before", lang, name, again, said)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := data(t)
	tests := map[string]struct{ old, new, says string }{
		"an unknown word":           {"full: 46", "full: 46\nfast: true", "fast"},
		"no room at all":            {"full: 46", "full: 0", "at least 1"},
		"an unknown topic":          {"[food, lonely, else]", "[food, lonely, else, gossip]", "gossip"},
		"a topic that is forgotten": {"[food, lonely, else]", "[food, lonely]", `"else" is in none`},
		"a topic in two lists":      {"[food, lonely, else]", "[food, lonely, else, energy]", "more than once"},
		"a topic twice in one":      {"[food, lonely, else]", "[food, food, lonely, else]", "more than once"},
		"a topic to no team":        {"energy: energie", `energy: ""`, "no team"},
		"a fallback without number": {`[lead, onthaal, "1777"]`, "[lead, onthaal]", "standard"},
		"a fallback with a stop":    {`[lead, onthaal, "1777"]`, `["1777", lead, "1777"]`, "standard"},
		"a role without a text":     {`[lead, onthaal, "1777"]`, `[mayor, "1777"]`, "standard"},
		"no fallback":               {`[lead, onthaal, "1777"]`, "[]", "empty"},
		"a team without fallback":   {"teams: {}", "teams: {heule: []}", "heule"},
	}
	for name, test := range tests {
		if !strings.Contains(whole, test.old) {
			t.Fatalf("%s: routing.yaml has no %q", name, test.old)
		}
		_, err := routing.Read([]byte(strings.Replace(whole, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want it to say %q", name, err, test.says)
		}
	}
}

// TestAFallbackOfATeam: a team can have its own order of humans.
func TestAFallbackOfATeam(t *testing.T) {
	text := strings.Replace(data(t), "teams: {}", `teams: {heule: [onthaal, "056 24 42 22"]}`, 1)
	r, err := routing.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Choose(routing.Ask{Team: "heule"}, nil).Fallback; got != "onthaal" {
		t.Errorf("heule falls back on %q", got)
	}
	if got := r.Choose(routing.Ask{Team: "heule", Staffed: []string{"lead"}}, nil).Fallback; got != "056 24 42 22" {
		t.Errorf("heule without onthaal falls back on %q", got)
	}
	if got := r.Choose(routing.Ask{Team: "noord"}, nil).Fallback; got != "lead" {
		t.Errorf("noord falls back on %q", got)
	}
}

// TestCentralTeamsExist: who takes a topic is a team of the directory that works for the whole city.
func TestCentralTeamsExist(t *testing.T) {
	tree, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		t.Fatal(err)
	}
	city, err := directory.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	for topic, team := range rules(t).Central() {
		found, known := city.Team(directory.TeamID(team))
		if !known || len(city.CentresOf(directory.TeamID(team))) > 0 {
			t.Errorf("topic %q goes to %q, which is no central team: %+v", topic, team, found)
		}
	}
	if last, helpline := rules(t).Choose(routing.Ask{}, nil).Fallback, city.City().Helpline.Phone.Value; last != helpline {
		t.Errorf("the fallback names %q, the city's helpline is %q", last, helpline)
	}
}
