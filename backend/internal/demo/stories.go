package demo

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/request"
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

func personal(text string) api.Personal { return api.NewPersonal(text) }

func take(after time.Duration, who string) step {
	return step{after, who, func(ctx context.Context, s scene) error { return s.Take(ctx, s.viewer, s.line.ID, s.line.Version) }}
}

func assign(after time.Duration, who, to string) step {
	return step{after, who, func(ctx context.Context, s scene) error {
		return s.Assign(ctx, s.viewer, s.line.ID, s.staff[to].ID, s.line.Version)
	}}
}

func move(after time.Duration, who string, to api.State, reason string) step {
	return step{after, who, func(ctx context.Context, s scene) error {
		return s.Move(ctx, s.viewer, s.line.ID, to, personal(reason), s.line.Version)
	}}
}

func note(after time.Duration, who, text string) step {
	return step{after, who, func(ctx context.Context, s scene) error { return s.AddNote(ctx, s.viewer, s.line.ID, personal(text)) }}
}

// outcome notes what became of a right of which nothing was noted before.
func outcome(after time.Duration, who, right string, to request.Outcome) step {
	return step{after, who, func(ctx context.Context, s scene) error {
		return s.NoteOutcome(ctx, s.viewer, s.line.ID, right, request.OutcomeOpen, to)
	}}
}

func handOver(after time.Duration, who, team, reason string) step {
	return step{after, who, func(ctx context.Context, s scene) error {
		return s.HandOver(ctx, s.viewer, s.line.ID, team, personal(reason), s.line.Version)
	}}
}

// cancel is the resident's, with the code of the receipt.
func cancel(after time.Duration, seenBy string) step {
	return step{after, seenBy, func(ctx context.Context, s scene) error {
		_, err := s.Cancel(ctx, s.receipt.Code, "demo")
		return err
	}}
}

func byPhone(number string, when ...api.DayPart) api.ContactPlan {
	return api.ContactPlan{Channel: api.ChannelPhone, Phone: personal(number), When: when, Introduce: api.IntroduceFirstName}
}

// stories are the requests of the demo: every state, and every way to stand to a promise.
var stories = []story{
	{key: "demo-request-noord-new-1", ago: 40 * time.Minute, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}, Topics: []string{"papers"},
	}},
	{key: "demo-request-noord-new-2", ago: 2 * hour, asked: api.NewRequest{
		Language: "ar", Kiosk: "overleie", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 11", api.Morning, api.Noon),
		Topics: []string{"home", "energy"}, Name: personal("Rania Khoury"), TalkLanguage: "ar", Interpreter: true,
		Message: personal("وصلتني رسالة عن الكهرباء ولا أفهمها."),
	}},
	{key: "demo-request-noord-soon-1", ago: 3*day + hour, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHome, Name: personal("Marcel Wuyts"), Topics: []string{"health", "lonely"},
		Address: api.Address{Street: personal("Overleiestraat"), Number: personal("45"), Postcode: personal("8500")},
		Contact: byPhone("+33 3 53 01 00 12", api.Afternoon),
	}, then: []step{assign(3*hour, "griet", "jonas")}},
	{key: "demo-request-noord-passed-1", ago: 12 * day, asked: api.NewRequest{
		Language: "fr", Kiosk: "overleie", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 13", api.Evening), Topics: []string{"work"},
		Name: personal("Chantal Dubois"), TalkLanguage: "fr",
	}},
	{key: "demo-request-noord-contacted", ago: 3 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 14", api.Noon), Topics: []string{"money"},
		Name: personal("Dirk Vancoillie"), Message: personal("Liever niet op dinsdag bellen."),
	}, then: []step{take(2*hour, "amira"), move(20*hour, "amira", api.StateContacted, ""),
		note(20*hour+time.Minute, "amira", "Rustig gesproken. Belt zelf terug als de brief gevonden is.")}},
	{key: "demo-request-noord-scheduled", ago: 5 * day, asked: api.NewRequest{
		Language: "en", Kiosk: "overleie", Place: api.PlaceHere, Name: personal("Grace Okafor"), Topics: []string{"family"}, TalkLanguage: "en", Companion: api.CompanionOwn,
		Contact: api.ContactPlan{Channel: api.ChannelSMS, Phone: personal("+46 70 174 06 15"), When: []api.DayPart{api.Morning}, CodeWord: personal("green kite")},
	}, then: []step{assign(hour, "els", "amira"), move(22*hour, "amira", api.StateScheduled, "")}},
	{key: "demo-request-noord-met-closed", ago: 9 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Name: personal("Lieve Ostyn"), Topics: []string{"papers"},
		Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: personal("lieve@example.org")},
	}, then: []step{take(4*hour, "jonas"), move(5*hour, "jonas", api.StateScheduled, ""), move(2*day, "jonas", api.StateMet, ""),
		move(2*day+hour, "jonas", api.StateClosed, "Alles is in orde gebracht.")}},
	{key: "demo-request-noord-rights-new", ago: 5 * hour, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}, Topics: []string{"money", "energy"},
		Rights: []string{"verhoogde-tegemoetkoming", "sociaal-tarief-energie", "energiescan"},
	}},
	{key: "demo-request-noord-rights-met", ago: 11 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Name: personal("Joke Vanneste"), Topics: []string{"money", "family"},
		Contact: byPhone("+33 3 53 01 00 17", api.Morning), Rights: []string{"groeipakket-sociale-toeslag", "huurpremie", "velootje-kinderfiets"},
	}, then: []step{take(3*hour, "amira"), move(day, "amira", api.StateScheduled, ""), move(3*day, "amira", api.StateMet, ""),
		outcome(3*day+hour, "amira", "groeipakket-sociale-toeslag", request.OutcomeGranted), outcome(3*day+hour, "amira", "huurpremie", request.OutcomeAsked),
		outcome(3*day+2*hour, "amira", "uitpas-kansentarief", request.OutcomeAsked)}},
	{key: "demo-request-noord-handed-over", ago: 4 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 16", api.Morning), Topics: []string{"else"}, Name: personal("Ahmet Kaya"), TalkLanguage: "tr",
	}, then: []step{take(3*hour, "amira"), handOver(4*hour, "amira", "zuid", "Woont sinds kort in Kortrijk-Zuid.")}},

	{key: "demo-request-centrum-new-1", ago: 3 * hour, asked: api.NewRequest{
		Language: "fr", Kiosk: "overleie", Place: api.PlaceCentre, Centre: "v-tex", Contact: byPhone("+33 3 53 01 00 21", api.Morning), Topics: []string{"home"}, Name: personal("Aïcha Benali"), TalkLanguage: "fr",
	}},
	{key: "demo-request-centrum-missed", ago: 8 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "v-tex", Place: api.PlaceHere, Contact: byPhone("+33 3 53 01 00 22", api.Afternoon), Topics: []string{"money", "food"},
	}, then: []step{take(2*hour, "fatma"), move(3*hour, "fatma", api.StateScheduled, ""), move(6*day, "fatma", api.StateMissed, ""),
		note(6*day+hour, "fatma", "Nog eens vriendelijk bellen, in de namiddag.")}},
	{key: "demo-request-centrum-rights-closed", ago: 30 * day, asked: api.NewRequest{
		Language: "fr", Kiosk: "v-tex", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 24", api.Noon), Topics: []string{"home"}, TalkLanguage: "fr",
		Rights: []string{"huursubsidie", "sociale-huurwoning"},
	}, then: []step{take(2*hour, "fatma"), move(day, "fatma", api.StateContacted, ""), move(4*day, "fatma", api.StateMet, ""),
		outcome(4*day+hour, "fatma", "sociale-huurwoning", request.OutcomeAsked), move(5*day, "fatma", api.StateClosed, "Ingeschreven voor een woning."),
		outcome(26*day, "fatma", "huursubsidie", request.OutcomeRefused)}},
	{key: "demo-request-centrum-met", ago: 6 * day, asked: api.NewRequest{
		Language: "en", Kiosk: "v-tex", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: personal("sam@example.org")}, Topics: []string{"work"}, Name: personal("Sam Adeyemi"), TalkLanguage: "en",
	}, then: []step{assign(2*hour, "bart", "sofie"), move(day, "sofie", api.StateContacted, ""), move(3*day, "sofie", api.StateMet, "")}},
	{key: "demo-request-zuid-new-1", ago: day, asked: api.NewRequest{
		Language: "nl", Kiosk: "de-lange-munte", Place: api.PlacePhone, Contact: byPhone("+33 3 53 01 00 31", api.Noon, api.Afternoon), Topics: []string{"energy"}, Name: personal("Rita Callens"),
	}},
	{key: "demo-request-centrum-cancelled", ago: 2 * day, asked: api.NewRequest{
		Language: "nl", Kiosk: "v-tex", Place: api.PlaceCallMe, Contact: byPhone("+33 3 53 01 00 23", api.Evening), Topics: []string{"safety"},
	}, then: []step{cancel(3*hour, "bart")}},
}
