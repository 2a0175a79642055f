package flow

import (
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/view"
)

func (f *Flow) findBody(t *i18n.Localizer) view.Body {
	street := f.standing(fieldStreet, api.Personal{})
	body := view.Find{
		Title: t.T("kiosk.find.title"), Why: t.T("kiosk.find.why"), Go: t.T("kiosk.find.go"),
		OthersTitle: t.T("kiosk.find.other"), OfferTitle: t.T("kiosk.find.offer"),
		Fields: []view.Field{
			{Name: fieldStreet, Label: t.T("address.street"), Hint: t.T("address.street.hint"), Max: api.MaxStreet, Lines: 1, Keyboard: view.Latin},
			{Name: fieldNumber, Label: t.T("address.number"), Hint: t.T("kiosk.find.number"), Max: api.MaxNumber, Lines: 1, Keyboard: view.Latin},
			{Name: fieldPostcode, Label: t.T("address.postcode"), Hint: t.T("address.postcode.hint"), Max: api.MaxPostcode, Lines: 1, Keyboard: view.Digits},
		},
		Others: []view.Option{
			{ID: view.WayAreas, Icon: "map", Label: t.T("kiosk.find.areas")},
			{ID: view.WayRather, Icon: "mute", Label: t.T("kiosk.find.rather")},
			{ID: view.WayNoAddress, Icon: "home", Label: t.T("kiosk.find.none")},
		},
	}
	for i := range body.Fields {
		field := &body.Fields[i]
		field.Value, field.Wrong = f.standing(field.Name, api.Personal{}), f.wrong(t, field.Name)
	}
	if _, chosen := f.visit().Typed(fieldOffered); !chosen {
		body.Suggestions = f.offered(t, street.Reveal(), false)
	}
	return body
}

// offered are the streets, and places when any will do, that what was typed may mean.
func (f *Flow) offered(t *i18n.Localizer, typed string, streetsOnly bool) []view.Option {
	var options []view.Option
	for _, s := range f.City().Suggest(typed, 2*mostOffered) {
		if streetsOnly && s.Kind != directory.SuggestStreet || s.Kind == directory.SuggestCentre {
			continue
		}
		option := view.Option{ID: string(s.Kind) + ":" + s.ID, Label: s.Name, Hint: leftToRight(s.Postcode + " " + s.Place), Icon: "pin"}
		if s.Kind != directory.SuggestStreet {
			option.Icon, option.Hint = "map", t.T("kiosk.find."+string(s.Kind))
		}
		options = append(options, option)
		if len(options) == mostOffered {
			break
		}
	}
	return options
}

// wrong is what is wrong with a field, in words.
func (f *Flow) wrong(t *i18n.Localizer, field string) string {
	for _, p := range f.visit().Problems {
		if p.Field == field {
			return t.T(p.Reason.Key, p.Reason.Args)
		}
	}
	return ""
}

func (f *Flow) areasBody(t *i18n.Localizer) view.Body {
	body := view.Pick{Title: t.T("kiosk.areas.title"), Why: t.T("kiosk.areas.why")}
	for _, hood := range f.City().Neighbourhoods() {
		body.Options = append(body.Options, view.Option{ID: hood.ID, Label: hood.Name})
	}
	return body
}

func (f *Flow) teamBody(t *i18n.Localizer) view.Body {
	dir, where := f.city(), f.visit().Where
	answer := dir.Locate(where)
	body := view.Team{
		Title: t.T("kiosk.team.title"), Why: t.T(answer.Reason.Key, answer.Reason.Args), Advice: t.T(answer.Advice.Key, answer.Advice.Args),
		Certain: answer.Exact, Talk: t.T("home.talk"), Again: t.T("kiosk.team.again"),
		Phone: view.Contact{Label: t.T("kiosk.team.call"), Number: answer.Phone},
	}
	switch answer.Outcome {
	case directory.OutcomeTeam:
		body.Name = dir.teamName(string(answer.Team))
		body.Sure = t.T(map[bool]string{true: "kiosk.team.sure", false: "kiosk.team.probably"}[answer.Exact])
		body.Centres = t.N("kiosk.team.centres", len(answer.Centres))
	case directory.OutcomeElsewhere:
		body.Title, body.Name = t.T("kiosk.team.elsewhere"), answer.Elsewhere
	default:
		body.Title = t.T("kiosk.team.person")
	}
	for _, id := range answer.Centres {
		if centre, ok := dir.Centre(id); ok {
			body.List = append(body.List, f.centre(t, centre))
		}
	}
	return body
}

func (f *Flow) centre(t *i18n.Localizer, centre directory.Centre) view.Centre {
	a := centre.Address
	line := strings.TrimSpace(a.Street+" "+a.Number) + ", " + a.Postcode + " " + a.Place
	return view.Centre{Name: centre.Name, Address: leftToRight(line), Hours: f.hours(t, centre), Phone: centre.Phone.Value}
}

// leftToRight keeps an address in its own order inside a text that reads from right to left: the isolates of Unicode
// annex 9.
func leftToRight(address string) string { return "\u2066" + strings.TrimSpace(address) + "\u2069" }

// hours say when a centre is open today, or that nobody told us yet; nothing is guessed.
func (f *Flow) hours(t *i18n.Localizer, centre directory.Centre) string {
	now := f.Clock.Now().In(brussels)
	switch centre.OpenAt(now) {
	case directory.OpenYes:
		return t.T("kiosk.hours.today", i18n.Args{"Hours": spans(t, centre.Hours.Day(now))})
	case directory.OpenNo:
		if next, ok := centre.NextOpening(now); ok {
			return t.T("kiosk.hours.next", i18n.Args{"When": t.DateTime(next)})
		}
	}
	return t.T("kiosk.hours.unknown")
}

func spans(t *i18n.Localizer, list []directory.Span) string {
	var words []string
	for _, span := range list {
		words = append(words, span.String())
	}
	return t.List(words)
}

var brussels = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return time.FixedZone("CET", 3600) // the program links the zone data, so this is no more than a guard
	}
	return zone
}()
