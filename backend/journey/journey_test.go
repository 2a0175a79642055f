package journey_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// city is a small Kortrijk: streets with an "e" in them have a team.
type city struct{}

func (city) CentreIDs() []string { return []string{"overleie", "marke", "v-tex"} }

func (city) CentreName(id string) (string, bool) {
	return strings.ToUpper(id), slices.Contains(city{}.CentreIDs(), id)
}

func (city) TeamAt(a api.Address) (string, bool) {
	return "noord", strings.Contains(a.Street.Reveal(), "e")
}

var (
	atKiosk = journey.Setting{City: city{}, Kiosk: "overleie"}
	atHome  = journey.Setting{City: city{}}
)

func take(t *testing.T, a journey.Answers, s journey.Setting, step journey.StepID, in journey.Input) journey.Answers {
	t.Helper()
	next, problems := a.With(step, in, s)
	if len(problems) > 0 {
		t.Fatalf("%s refuses %v: %v", step, in, problems)
	}
	return next
}

func TestTheShortWayHasThreeSteps(t *testing.T) {
	a := take(t, journey.Answers{}, atKiosk, journey.StepPlace, journey.Input{"place": {"here"}})
	if next := journey.Next(journey.StepPlace, a, atKiosk); next != journey.StepChannel {
		t.Fatalf("after the place comes %s", next)
	}
	a = take(t, a, atKiosk, journey.StepChannel, journey.Input{"channel": {"none"}})
	if next := journey.Next(journey.StepChannel, a, atKiosk); next != journey.StepReview {
		t.Fatalf("after the channel comes %s", next)
	}
	if problems := journey.Check(a.Request("nl", atKiosk), atKiosk); len(problems) > 0 {
		t.Fatalf("the short way makes no request: %v", problems)
	}
}

func TestPathFollowsTheAnswers(t *testing.T) {
	tests := map[string]struct {
		answers journey.Answers
		setting journey.Setting
		want    []journey.StepID
	}{
		"nothing yet":              {journey.Answers{}, atKiosk, []journey.StepID{"place", "channel", "review"}},
		"here, reached by phone":   {journey.Answers{Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelPhone}}, atKiosk, []journey.StepID{"place", "channel", "phone", "when", "voicemail", "introduce", "writing", "review"}},
		"another centre, mail":     {journey.Answers{Place: api.PlaceCentre, Contact: api.ContactPlan{Channel: api.ChannelEmail}}, atKiosk, []journey.StepID{"place", "centre", "channel", "email", "when", "review"}},
		"call me at the kiosk":     {journey.Answers{Place: api.PlaceCallMe}, atKiosk, []journey.StepID{"place", "phone", "when", "voicemail", "introduce", "writing", "review"}},
		"call me from a flyer":     {journey.Answers{Place: api.PlaceCallMe}, atHome, []journey.StepID{"place", "centre", "phone", "when", "voicemail", "introduce", "writing", "review"}},
		"at home, known street":    {journey.Answers{Place: api.PlaceHome, Address: api.Address{Street: api.NewPersonal("Beeklaan")}}, atHome, []journey.StepID{"place", "address", "channel", "review"}},
		"moments at the kiosk":     {journey.Answers{Place: api.PlaceHere}, timed(atKiosk, 2), []journey.StepID{"place", "time", "channel", "review"}},
		"moments at home":          {journey.Answers{Place: api.PlaceHome}, timed(atKiosk, 2), []journey.StepID{"place", "address", "time", "channel", "review"}},
		"moments to talk by phone": {journey.Answers{Place: api.PlacePhone}, timed(atHome, 0), []journey.StepID{"place", "centre", "time", "phone", "when", "voicemail", "introduce", "writing", "review"}},
		"call me has no moment":    {journey.Answers{Place: api.PlaceCallMe}, timed(atKiosk, 2), []journey.StepID{"place", "phone", "when", "voicemail", "introduce", "writing", "review"}},
		"nowhere has no moment":    {journey.Answers{}, timed(atKiosk, 2), []journey.StepID{"place", "channel", "review"}},
		"a moment that came in":    {journey.Answers{Place: api.PlaceHere, Start: slots(1)[0].Start}, atKiosk, []journey.StepID{"place", "time", "channel", "review"}},
		"at home, street unsure":   {journey.Answers{Place: api.PlaceHome, Address: api.Address{Street: api.NewPersonal("Dorp")}}, atHome, []journey.StepID{"place", "address", "centre", "channel", "review"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, journey.Path(test.answers, test.setting)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestACorrectionDoesNotWalkTheWholeWayAgain(t *testing.T) {
	a := take(t, journey.Answers{}, atKiosk, journey.StepPlace, journey.Input{"place": {"here"}})
	a = take(t, a, atKiosk, journey.StepChannel, journey.Input{"channel": {"none"}})
	a = take(t, a, atKiosk, journey.StepPlace, journey.Input{"place": {"centre"}})
	if next := journey.NextOpen(journey.StepPlace, a, atKiosk); next != journey.StepCentre {
		t.Errorf("another centre opens %s, want the centre alone", next)
	}
	a = take(t, a, atKiosk, journey.StepCentre, journey.Input{"centre": {"marke"}})
	if next := journey.NextOpen(journey.StepCentre, a, atKiosk); next != journey.StepReview {
		t.Errorf("then comes %s, want the review", next)
	}
}

func TestFieldsRefuseWithWhatToDo(t *testing.T) {
	tests := map[string]struct {
		step journey.StepID
		in   journey.Input
		key  string
	}{
		"nothing picked":          {"place", journey.Input{}, "wrong.pick"},
		"an unknown place":        {"place", journey.Input{"place": {"moon"}}, "wrong.choice"},
		"this very centre":        {"centre", journey.Input{"centre": {"nowhere"}}, "wrong.choice"},
		"no phone":                {"phone", journey.Input{"phone": {" "}}, "wrong.phone.empty"},
		"letters in a phone":      {"phone", journey.Input{"phone": {"0471abc"}}, "wrong.phone"},
		"too short a phone":       {"phone", journey.Input{"phone": {"047"}}, "wrong.phone"},
		"a phone without end":     {"phone", journey.Input{"phone": {strings.Repeat("0", 31)}}, "wrong.long"},
		"mail without a dot":      {"email", journey.Input{"email": {"an@home"}}, "wrong.email"},
		"mail with a name":        {"email", journey.Input{"email": {"An <an@home.be>"}}, "wrong.email"},
		"a street without number": {"address", journey.Input{"street": {"Beeklaan"}}, "wrong.number"},
		"too long a name":         {"name", journey.Input{"name": {strings.Repeat("ü", 101)}}, "wrong.long"},
		"a national number":       {"message", journey.Input{"message": {"mijn nummer is 85.07.30-033 28"}}, "wrong.nationalnumber"},
		"one born after 2000":     {"message", journey.Input{"message": {"01020300141"}}, "wrong.nationalnumber"},
		"neither yes nor no":      {"voicemail", journey.Input{"voicemail": {"maybe"}}, "wrong.pick"},
		"a year of two digits":    {"name", journey.Input{"name": {"An"}, "birth_year": {"85"}}, "wrong.year"},
		"a year long ago":         {"name", journey.Input{"birth_year": {"1785"}}, "wrong.year"},
		"a birthday for a year":   {"name", journey.Input{"birth_year": {"1/85"}}, "wrong.year"},
		"half apart":              {"apart", journey.Input{"apart": {"maybe"}}, "wrong.pick"},
		"an unknown reminder":     {"remind", journey.Input{"remind": {"daily"}}, "wrong.choice"},
		"an unknown topic":        {"topics", journey.Input{"topics": {"money", "gossip"}}, "wrong.choice"},
		"an unknown step":         {"nowhere", journey.Input{}, "wrong.step"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, problems := journey.Answers{Place: api.PlaceCentre}.With(test.step, test.in, atKiosk)
			if len(problems) == 0 || problems[0].Reason.Key != test.key {
				t.Errorf("got %v, want %s", problems, test.key)
			}
		})
	}
}

// A text message to a landline never arrives: it is refused, also when the number stood there before the channel.
func TestNoTextMessageToALandline(t *testing.T) {
	called := journey.Answers{Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: api.NewPersonal("+32 56 27 70 00")}}
	if _, problems := called.With("phone", journey.Input{"phone": {"056 27 70 00"}}, atKiosk); len(problems) > 0 {
		t.Errorf("a call to a landline is refused: %v", problems)
	}
	texted, _ := called.With("channel", journey.Input{"channel": {"sms"}}, atKiosk)
	if next := journey.NextOpen("channel", texted, atKiosk); next != journey.StepPhone {
		t.Errorf("after the other channel comes %s, not the number again", next)
	}
	if _, problems := texted.With("phone", journey.Input{"phone": {"056 27 70 00"}}, atKiosk); len(problems) == 0 || problems[0].Reason.Key != "wrong.phone.sms" {
		t.Errorf("got %v", problems)
	}
	if _, problems := texted.With("phone", journey.Input{"phone": {"+33 6 12 34 56 78"}}, atKiosk); len(problems) > 0 {
		t.Errorf("a mobile number is refused: %v", problems)
	}
}

func TestFieldsAcceptWhatPeopleWrite(t *testing.T) {
	tests := map[string]struct {
		step  journey.StepID
		field string
		typed string
		want  string
	}{
		"mobile with dots":       {"phone", "phone", "0470.12.34.56", "+32 470 12 34 56"},
		"landline":               {"phone", "phone", "056 27 70 00", "+32 56 27 70 00"},
		"French number":          {"phone", "phone", "+33 6 12 34 56 78", "+33 6 12 34 56 78"},
		"Arabic digits":          {"phone", "phone", "٠٤٧٠١٢٣٤٥٦", "+32 470 12 34 56"},
		"Arabic name":            {"name", "name", "أحمد بن علي", "أحمد بن علي"},
		"apostrophe and hyphen":  {"name", "name", " D'Haene-Öz ", "D'Haene-Öz"},
		"line break in a name":   {"name", "name", "An\nadmin: ok", "An admin: ok"},
		"override mark in words": {"name", "name", "An\u202egnp", "Angnp"},
		"invalid UTF-8":          {"name", "name", "An\xff", "An"},
		"script is text":         {"message", "message", "<script>alert(1)</script>'; DROP TABLE request; --", "<script>alert(1)</script>'; DROP TABLE request; --"},
		"a phone in a message":   {"message", "message", "bel 0470 12 34 56", "bel 0470 12 34 56"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := take(t, journey.Answers{}, atKiosk, test.step, journey.Input{test.field: {test.typed}})
			if got := journey.Ask(test.step, a, atKiosk).Fields[0].Value.Reveal(); got != test.want {
				t.Errorf("%q became %q, want %q", test.typed, got, test.want)
			}
		})
	}
}

// drawInput draws an input for a step: mostly valid, sometimes garbage.
func drawInput(t *rapid.T, step journey.StepID, a journey.Answers, s journey.Setting) journey.Input {
	in := journey.Input{}
	q := journey.Ask(step, a, s)
	for _, option := range q.Options {
		if q.Kind == journey.Many && rapid.Bool().Draw(t, "tick") {
			in[option.Field] = append(in[option.Field], option.Value)
		}
	}
	if q.Kind == journey.One {
		option := rapid.SampledFrom(q.Options).Draw(t, "option")
		in[option.Field] = []string{option.Value}
	}
	typed := map[string][]string{
		"phone": {"0470123456", "canary", "+32470123456"}, "email": {"canary@canary.be", "canary"}, "birth_year": {"1971", "", "٢٠٤٧"},
	}
	for _, field := range q.Fields {
		values := append(typed[field.Name], "canary e 1")
		in[field.Name] = []string{rapid.SampledFrom(values).Draw(t, field.Name)}
	}
	return in
}

// drawAnswers walks the journey with random answers until the review, with some of its extras.
func drawAnswers(t *rapid.T, s journey.Setting) journey.Answers {
	a := journey.Answers{Offered: rightsTo(rapid.IntRange(0, 3).Draw(t, "offered"))}
	step := journey.StepPlace
	for range 60 {
		if step == journey.StepReview {
			break
		}
		next, problems := a.With(step, drawInput(t, step, a, s), s)
		if len(problems) == 0 {
			a, step = next, journey.NextOpen(step, next, s)
		}
		if !a.Start.IsZero() && rapid.Bool().Draw(t, "held") {
			a = a.Keep(api.Hold{Token: api.NewPersonal("canary-token"), Slot: a.Slot})
		}
	}
	for _, extra := range journey.Extras(a, s) {
		if rapid.Bool().Draw(t, string(extra)) {
			a, _ = a.With(extra, drawInput(t, extra, a, s), s)
		}
	}
	return a
}

func settings(t *rapid.T) journey.Setting {
	s := rapid.SampledFrom([]journey.Setting{atKiosk, atHome, knowing(atKiosk), knowing(atHome)}).Draw(t, "setting")
	s.Times = rapid.Bool().Draw(t, "times")
	if s.Times {
		s.Slots = slots(rapid.IntRange(0, 4).Draw(t, "slots"))
	}
	return s
}

func TestEveryWalkEndsInARequestThatIsAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		if step := journey.NextOpen(journey.StepPlace, a, s); step != journey.StepReview {
			return // a walk of garbage alone never arrives
		}
		sent := a.Request("nl", s)
		if problems := journey.Check(sent, s); len(problems) > 0 {
			t.Fatalf("the review sends what Check refuses: %v", problems)
		}
		// The backend judges it without knowing what was on offer, and keeps all of it.
		kept, problems := journey.Accept(sent, journey.Setting{City: city{}, Right: someRights})
		if len(problems) > 0 {
			t.Fatalf("the backend refuses what the review sends: %v", problems)
		}
		if diff := cmp.Diff(sent, kept, cmp.AllowUnexported(api.Personal{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("the backend keeps something else than was sent: %s", diff)
		}
	})
}

func TestBackUndoesNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		path := journey.Path(a, s)
		if path[0] != journey.StepPlace || path[len(path)-1] != journey.StepReview {
			t.Fatalf("a path from place to review became %v", path)
		}
		for i, step := range path[:len(path)-1] {
			next := journey.Next(step, a, s)
			if next != path[i+1] {
				t.Fatalf("after %s comes %s, want %s", step, next, path[i+1])
			}
			if back, ok := journey.Back(next, a, s); !ok || back != step {
				t.Fatalf("back from %s leads to %s, want %s", next, back, step)
			}
			if at, of := journey.Progress(step, a, s); at != i+1 || of != len(path) {
				t.Fatalf("%s is step %d of %d, want %d of %d", step, at, of, i+1, len(path))
			}
		}
	})
}

// TestChoicesCarryNothingTyped proves T-31.
func TestChoicesCarryNothingTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		text, err := api.Marshal(a.Choices(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"canary", "470", "right-", "1971", "2047", "2026-"} {
			if strings.Contains(string(text), typed) {
				t.Fatalf("a hand-over holds what was typed: %s", text)
			}
		}
		again := journey.FromChoices(a.Choices(s), s).Choices(s)
		if diff := cmp.Diff(a.Choices(s), again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("the phone takes over other choices: %s", diff)
		}
	})
}

func TestGarbageIsRefusedAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		step := journey.StepID(rapid.StringMatching(`place|centre|address|time|channel|phone|email|when|voicemail|topics|name|apart|remind|message|review|[a-z]{0,9}`).Draw(t, "step"))
		in := journey.Input{}
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			in[rapid.SampledFrom([]string{string(step), "street", "number", "phone", "birth_year", "x"}).Draw(t, "field")] = rapid.SliceOf(rapid.String()).Draw(t, "values")
		}
		after, problems := a.With(step, in, s)
		if len(problems) > 0 && !cmp.Equal(a, after, cmp.AllowUnexported(api.Personal{})) {
			t.Fatalf("a refused input changed the answers: %v", cmp.Diff(a, after, cmp.AllowUnexported(api.Personal{})))
		}
	})
}

func TestACheckedRequestMaySayOnlyWhatTheJourneyAsks(t *testing.T) {
	good := api.NewRequest{Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}, Consent: journey.ConsentVersion}
	tests := map[string]func(*api.NewRequest){
		"kiosk":     func(r *api.NewRequest) { r.Kiosk = "atlantis" },
		"consent":   func(r *api.NewRequest) { r.Consent = "" },
		"place":     func(r *api.NewRequest) { r.Place = "moon" },
		"centre":    func(r *api.NewRequest) { r.Place, r.Centre = api.PlaceCentre, "moon" },
		"channel":   func(r *api.NewRequest) { r.Contact.Channel = "pigeon" },
		"phone":     func(r *api.NewRequest) { r.Contact.Channel = api.ChannelPhone },
		"topics":    func(r *api.NewRequest) { r.Topics = []string{"gossip"} },
		"rights":    func(r *api.NewRequest) { r.Rights = []string{"gossip"} },
		"language":  func(r *api.NewRequest) { r.TalkLanguage = "tlh" },
		"companion": func(r *api.NewRequest) { r.Companion = "crowd" },
		"remind": func(r *api.NewRequest) {
			r.Start = slots(1)[0].Start
			r.Contact = api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal("an@home.be"), Remind: "daily"}
		},
		"birth_year": func(r *api.NewRequest) { r.BirthYear = api.NewPersonal("last") },
		"message":    func(r *api.NewRequest) { r.Message = api.NewPersonal(strings.Repeat("x", api.MaxMessage+1)) },
	}
	if problems := journey.Check(good, atHome); len(problems) > 0 {
		t.Fatalf("the good one is refused: %v", problems)
	}
	for field, spoil := range tests {
		t.Run(field, func(t *testing.T) {
			bad := good
			spoil(&bad)
			problems := journey.Check(bad, atHome)
			if !slices.ContainsFunc(problems, func(p journey.Problem) bool { return p.Field == field }) {
				t.Errorf("got %v", problems)
			}
		})
	}
}
