package tour

import (
	"time"

	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/view"
)

// Stop is one screen in one state, and the way to it.
type Stop struct {
	Name    string
	Walk    []view.Event
	Backend Mode
	Later   time.Duration // how much time passes at the end
}

// walk joins ways.
func walk(ways ...[]view.Event) []view.Event {
	var all []view.Event
	for _, way := range ways {
		all = append(all, way...)
	}
	return all
}

func one(events ...view.Event) []view.Event { return events }

func typed(field, text string) []view.Event { return one(view.Type{Field: field, Text: text}) }

func pick(id string) []view.Event { return one(view.Choose{ID: id}) }

func change(step journey.StepID) []view.Event { return one(view.Change{ID: string(step)}) }

// The ways that many stops share.
var (
	onwards = one(view.Next{})
	back    = one(view.Back{})
	send    = one(view.Send{})
	find    = one(view.Open{Way: view.WayTeam})
	talk    = one(view.Open{Way: view.WayTalk})
	moment  = walk(talk, pick("here"))
	here    = walk(moment, pick(journey.CallMe))
	held    = walk(moment, pick(tuesday))
	visit   = walk(talk, pick("home"), typed("street", "Overleiestraat"), typed("number", "45"), onwards)
	others  = walk(mine, pick(view.WayMove))
	review  = walk(here, pick("none"))
	phone   = walk(here, pick("phone"))
	number  = walk(phone, typed("phone", "0470 12 34 56"))
	when    = walk(number, onwards)
	leave   = walk(when, pick("morning"), pick("evening"), onwards)
	say     = walk(leave, pick("no"))
	write   = walk(say, pick("firstname"))
	full    = walk(write, pick("no"))
	code    = one(view.Open{Way: view.WayMine})
	mine    = walk(code, typed("code", "kd7mra x4tyh 9qcfw"), onwards)
	qr      = walk(talk, one(view.OpenHandover{}))

	check   = one(view.Open{Way: view.WayCheck})
	begin   = walk(check, onwards)
	age     = walk(begin, typed("age", "34"), onwards)
	skip    = one(view.Skip{})
	results = one(view.Open{Way: view.WayResults})
	needs   = walk(age, pick("kortrijk"), pick("prive"))
	income  = walk(needs, several("schoolkosten"), several("geen"), several("niemand"), skip, pick("nee"))
	found   = walk(income, pick("C"), pick("alleenouder"), results)
)

// several picks answers of a question that takes more than one, and goes on.
func several(codes ...string) []view.Event {
	var all []view.Event
	for _, code := range codes {
		all = append(all, view.Choose{ID: code})
	}
	return walk(all, onwards)
}

// Stops are all screens, each in its states: empty, filled, with something wrong.
func Stops() []Stop {
	var all []Stop
	for _, part := range [][]Stop{outside, checks, teams, steps, times, extras, sends, ours, appointments} {
		all = append(all, part...)
	}
	return all
}

var outside = []Stop{
	{Name: "home"},
	{Name: "home-wiped", Walk: walk(here, one(view.Stop{}))},
	{Name: "languages", Walk: one(view.OpenLanguages{})},
	{Name: "emergency", Walk: one(view.OpenEmergency{})},
	{Name: "warning", Walk: here, Later: 68 * time.Second},
	{Name: "handover", Walk: qr, Later: 20 * time.Second},
	{Name: "handover-busy", Walk: qr, Backend: Hangs},
	{Name: "handover-offline", Walk: qr, Backend: Gone},
	{Name: "handover-over", Walk: qr, Backend: Expired},
	{Name: "handover-taken", Walk: qr, Backend: Taken, Later: 2 * time.Second},
}

var checks = []Stop{
	{Name: "check", Walk: check},
	{Name: "check-age", Walk: begin},
	{Name: "check-age-wrong", Walk: walk(begin, typed("age", "200"), onwards)},
	{Name: "check-question", Walk: age},
	{Name: "check-question-many", Walk: walk(needs, pick("schoolkosten"), pick("energie_water"))},
	{Name: "check-question-unsure", Walk: income},
	{Name: "check-question-again", Walk: walk(needs, back)},
	{Name: "check-results", Walk: found},
	{Name: "check-results-all", Walk: walk(found, one(view.Open{Way: view.WayUnclear}, view.Open{Way: view.WayUnlikely}))},
	{Name: "check-results-none", Walk: walk(begin, results)},
	{Name: "check-right", Walk: walk(found, pick("verhoogde-tegemoetkoming"))},
	{Name: "check-right-unclear", Walk: walk(found, one(view.Open{Way: view.WayUnclear}), pick("sociaal-tarief-energie"))},
	{Name: "check-answers", Walk: walk(found, one(view.Open{Way: view.WayAnswers}))},
	{Name: "check-answers-skipped", Walk: walk(age, skip, pick("prive"), skip, one(view.Open{Way: view.WayResults}, view.Open{Way: view.WayAnswers}))},
	{Name: "check-printed", Walk: walk(found, one(view.Open{Way: view.WayPrint}))},
	{Name: "check-no-paper", Walk: walk(found, one(view.Open{Way: view.WayPrint})), Backend: NoPaper},
	{Name: "check-share", Walk: walk(found, one(view.Open{Way: view.WayShare}))},
	{Name: "check-share-picked", Walk: walk(found, one(view.Open{Way: view.WayShare}), pick("verhoogde-tegemoetkoming"), pick("energiescan"))},
	{Name: "review-shared", Walk: walk(found, one(view.Open{Way: view.WayShare}), several("verhoogde-tegemoetkoming", "energiescan"), pick("here"), pick("none"))},
	{Name: "handover-shared", Walk: walk(found, one(view.Open{Way: view.WayShare}), several("verhoogde-tegemoetkoming", "energiescan"), one(view.OpenHandover{})), Later: 20 * time.Second},
	{Name: "check-phone", Walk: walk(found, one(view.OpenHandover{}))},
}

var teams = []Stop{
	{Name: "find", Walk: find},
	{Name: "find-offers", Walk: walk(find, typed("street", "overlei"))},
	{Name: "find-wrong", Walk: walk(find, onwards)},
	{Name: "areas", Walk: walk(find, one(view.Open{Way: view.WayAreas}))},
	{Name: "team-sure", Walk: walk(find, typed("street", "Overleiestraat"), typed("number", "45"), typed("postcode", "8500"), onwards)},
	{Name: "team-probably", Walk: walk(find, typed("street", "Doorniksewijk"), typed("number", "12"), onwards)},
	{Name: "team-elsewhere", Walk: walk(find, typed("street", "Kerkstraat 3, 8520 Kuurne"), onwards)},
	{Name: "team-person", Walk: walk(find, one(view.Open{Way: view.WayNoAddress}))},
	{Name: "team-unsaid", Walk: walk(find, one(view.Open{Way: view.WayRather}))},
}

var steps = []Stop{
	{Name: "ask-place", Walk: talk},
	{Name: "ask-place-again", Walk: walk(here, back)},
	{Name: "ask-centre", Walk: walk(talk, pick("centre"))},
	{Name: "ask-address", Walk: walk(talk, pick("home"))},
	{Name: "ask-address-offers", Walk: walk(talk, pick("home"), typed("street", "langemee"))},
	{Name: "ask-address-wrong", Walk: walk(talk, pick("home"), typed("street", "Langemeersstraat"), onwards)},
	{Name: "ask-channel", Walk: here},
	{Name: "ask-phone", Walk: phone},
	{Name: "ask-phone-filled", Walk: number},
	{Name: "ask-phone-wrong", Walk: walk(phone, typed("phone", "0470 12"), onwards)},
	{Name: "ask-email", Walk: walk(here, pick("email"), typed("email", "amira@voorbeeld.be"))},
	{Name: "ask-when", Walk: when},
	{Name: "ask-when-picked", Walk: walk(when, pick("morning"), pick("evening"))},
	{Name: "ask-voicemail", Walk: leave},
	{Name: "ask-introduce", Walk: say},
	{Name: "ask-writing", Walk: write},
	{Name: "review", Walk: review},
	{Name: "review-full", Walk: walk(full, change(journey.StepTopics), pick("money"), pick("home"), onwards, change(journey.StepLanguage), pick("ar"), pick("yes"), change(journey.StepName), typed("name", "Amira"), onwards)},
}

// tuesday is the first moment on offer.
const tuesday = "2026-11-24T13:00:00Z"

var times = []Stop{
	{Name: "ask-time", Walk: moment},
	{Name: "ask-time-home", Walk: visit},
	{Name: "ask-time-again", Walk: walk(held, back)},
	{Name: "ask-time-looking", Walk: moment, Backend: Hangs},
	{Name: "ask-time-offline", Walk: moment, Backend: Gone},
	{Name: "ask-time-full", Walk: moment, Backend: Full},
	{Name: "ask-time-taken", Walk: held, Backend: Faster},
	{Name: "ask-time-holding", Walk: held, Backend: Slow},
	{Name: "times", Walk: walk(moment, one(view.More{}))},
	{Name: "times-home", Walk: walk(visit, one(view.More{}))},
	{Name: "review-held", Walk: walk(held, pick("none"))},
	{Name: "sent-appointment", Walk: walk(held, pick("none"), send)},
	{Name: "sent-visit", Walk: walk(visit, pick(tuesday), pick("none"), send)},
	{Name: "sent-printed", Walk: walk(held, pick("none"), send, one(view.Open{Way: view.WayPrint}))},
}

var appointments = []Stop{
	{Name: "mine-booked", Walk: mine, Backend: Full},
	{Name: "mine-offered", Walk: mine, Backend: Offered},
	{Name: "mine-accepted", Walk: walk(mine, pick("accept")), Backend: Offered},
	{Name: "mine-earlier", Walk: mine, Backend: Earlier},
	{Name: "mine-missed", Walk: mine, Backend: Missed},
	{Name: "my-times", Walk: others, Backend: Offered},
	{Name: "my-times-none", Walk: others, Backend: Full},
	{Name: "my-times-taken", Walk: walk(others, pick("2026-11-24T09:00:00Z"), one(view.Yes{})), Backend: Faster},
	{Name: "elsewhere", Walk: walk(mine, pick(view.WayOtherSpot)), Backend: Offered},
	{Name: "sure-move", Walk: walk(others, pick("2026-11-24T09:00:00Z")), Backend: Offered},
	{Name: "sure-callme", Walk: walk(mine, pick("callme")), Backend: Offered},
	{Name: "sure-not-now", Walk: walk(mine, pick("notnow")), Backend: Missed},
	{Name: "mine-moved", Walk: walk(others, pick("2026-11-24T09:00:00Z"), one(view.Yes{})), Backend: Offered},
}

var extras = []Stop{
	{Name: "ask-topics", Walk: walk(review, change(journey.StepTopics))},
	{Name: "ask-topics-picked", Walk: walk(review, change(journey.StepTopics), pick("money"), pick("lonely"))},
	{Name: "ask-language", Walk: walk(review, change(journey.StepLanguage))},
	{Name: "ask-interpreter", Walk: walk(review, change(journey.StepLanguage), pick("ti"))},
	{Name: "ask-companion", Walk: walk(review, change(journey.StepCompanion))},
	{Name: "ask-apart", Walk: walk(review, change(journey.StepApart))},
	{Name: "ask-remind", Walk: walk(held, pick("none"), change(journey.StepChannel), pick("email"), typed("email", "amira@voorbeeld.be"), onwards, onwards, change(journey.StepRemind))},
	{Name: "ask-name", Walk: walk(review, change(journey.StepName))},
	{Name: "ask-message", Walk: walk(review, change(journey.StepMessage), typed("message", "Ik wil graag weten hoe het zit met mijn huur. مرحبا"))},
	{Name: "ask-message-wrong", Walk: walk(review, change(journey.StepMessage), typed("message", "85073003328"), onwards)},
	{Name: "ask-codeword", Walk: walk(review, change(journey.StepCodeWord))},
}

var sends = []Stop{
	{Name: "sending", Walk: walk(review, send), Backend: Hangs},
	{Name: "trouble", Walk: walk(review, send), Backend: Gone},
	{Name: "sent", Walk: walk(review, send)},
	{Name: "sent-phone", Walk: walk(full, send)},
}

var ours = []Stop{
	{Name: "code", Walk: code},
	{Name: "code-wrong", Walk: mine, Backend: Refuses},
	{Name: "code-offline", Walk: mine, Backend: Gone},
	{Name: "mine", Walk: mine},
	{Name: "mine-cancel", Walk: walk(mine, one(view.Cancel{}))},
	{Name: "mine-cancelled", Walk: walk(mine, one(view.Cancel{}, view.Yes{}))},
	{Name: "mine-contact", Walk: walk(mine, one(view.ChangeContact{}))},
	{Name: "mine-contact-review", Walk: walk(mine, one(view.ChangeContact{}), pick("email"), typed("email", "amira@voorbeeld.be"), onwards, onwards, pick("before"))},
	{Name: "mine-changed", Walk: walk(mine, one(view.ChangeContact{}), pick("none"), send)},
}
