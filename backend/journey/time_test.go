package journey_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// slots are moments of these tests, an hour each, one a day.
func slots(n int) []api.Slot {
	out := []api.Slot{}
	first := time.Date(2026, 12, 1, 14, 0, 0, 0, time.FixedZone("", 3600))
	for i := range n {
		start := first.AddDate(0, 0, i)
		out = append(out, api.Slot{Start: start, End: start.Add(time.Hour), Place: api.PlaceCentre, Centre: "v-tex", Worker: "Amira", Languages: []string{"nl", "ar"}})
	}
	return out
}

// timed is a setting of a device that asked which moments there are.
func timed(s journey.Setting, n int) journey.Setting {
	s.Times, s.Slots = true, slots(n)
	return s
}

func at(n int) string { return journey.Moment(slots(n + 1)[n].Start) }

func TestAMomentIsChosenOrLeftOpen(t *testing.T) {
	s := timed(atKiosk, 3)
	a := take(t, journey.Answers{}, s, journey.StepPlace, journey.Input{"place": {"here"}})
	q := journey.Ask(journey.StepTime, a, s)
	if len(q.Options) != 4 || q.Options[0].At.Worker != "Amira" || q.Options[3].Value != journey.CallMe || q.More == "" {
		t.Fatalf("three moments and a call became %+v", q)
	}
	for _, option := range q.Options {
		if option.Chosen {
			t.Errorf("%s is chosen before anybody chose", option.Value)
		}
	}
	chosen := take(t, a, s, journey.StepTime, journey.Input{"time": {at(1)}})
	if want := s.Slots[1]; !chosen.Start.Equal(want.Start) || !cmp.Equal(want, chosen.Slot) || chosen.Later {
		t.Errorf("the second moment became %v", chosen)
	}
	if sent := chosen.Request("nl", s); !sent.Start.Equal(s.Slots[1].Start) {
		t.Errorf("the request starts at %v", sent.Start)
	}
	later := take(t, chosen, s, journey.StepTime, journey.Input{"time": {journey.CallMe}})
	if !later.Start.IsZero() || !later.Later || journey.NextOpen(journey.StepTime, later, s) != journey.StepChannel {
		t.Errorf("no moment became %v, then %s", later.Start, journey.NextOpen(journey.StepTime, later, s))
	}
}

// TestNoMomentIsNoDeadEnd: full weeks, and a backend that cannot be reached, leave an honest sentence and a way on.
func TestNoMomentIsNoDeadEnd(t *testing.T) {
	for name, s := range map[string]journey.Setting{"none free": timed(atKiosk, 0), "nobody asked": {City: city{}, Kiosk: "overleie", Times: true}} {
		for _, place := range []api.Place{api.PlaceHere, api.PlaceHome, api.PlacePhone} {
			a := journey.Answers{Place: place}
			q := journey.Ask(journey.StepTime, a, s)
			if len(q.Options) != 1 || q.Why != "time.none" || q.More != "" {
				t.Errorf("%s, %s: %+v", name, place, q)
			}
			a = take(t, a, s, journey.StepTime, journey.Input{"time": {journey.CallMe}})
			if journey.Next(journey.StepTime, a, s) == journey.StepTime {
				t.Errorf("%s, %s: it leads nowhere", name, place)
			}
		}
	}
}

func TestAVisitSaysWhatItIs(t *testing.T) {
	home := journey.Ask(journey.StepTime, journey.Answers{Place: api.PlaceHome}, timed(atKiosk, 1))
	here := journey.Ask(journey.StepTime, journey.Answers{Place: api.PlaceHere}, timed(atKiosk, 1))
	if home.Why != "time.why.home" || here.Why != "time.why" {
		t.Errorf("a visit says %s, a talk here %s", home.Why, here.Why)
	}
}

func TestAMomentThatIsGoneIsSaid(t *testing.T) {
	a := journey.Answers{Place: api.PlaceHere, Start: slots(1)[0].Start, Slot: slots(1)[0], Contact: api.ContactPlan{Channel: api.ChannelNone}}
	taken := timed(atKiosk, 3)
	taken.Slots = taken.Slots[1:]
	if step := journey.NextOpen(journey.StepPlace, a, taken); step != journey.StepTime {
		t.Errorf("a moment that is gone leads to %s", step)
	}
	if _, problems := a.With(journey.StepTime, journey.Input{"time": {at(0)}}, taken); len(problems) == 0 || problems[0].Reason.Key != "wrong.time.gone" {
		t.Errorf("got %v", problems)
	}
	// The backend offers a held moment to nobody, and so not to its holder: it is on offer all the same.
	held := a.Keep(api.Hold{Token: api.NewPersonal("token"), Slot: slots(1)[0]})
	q := journey.Ask(journey.StepTime, held, taken)
	if len(q.Options) != 4 || !q.Options[0].Chosen || journey.NextOpen(journey.StepPlace, held, taken) != journey.StepReview {
		t.Errorf("the held moment became %+v", q.Options)
	}
	again := take(t, held, taken, journey.StepTime, journey.Input{"time": {at(0)}})
	if again.Hold.Reveal() != "token" {
		t.Error("choosing the held moment again lost its hold")
	}
	other := take(t, held, taken, journey.StepTime, journey.Input{"time": {at(2)}})
	if !other.Hold.IsZero() || !other.Start.Equal(slots(3)[2].Start) {
		t.Errorf("another moment keeps the hold of the first: %v", other.Start)
	}
	for _, value := range []string{"tomorrow", "2026-12-01", "0001-01-01T00:00:00Z"} {
		for _, s := range []journey.Setting{taken, atKiosk} {
			if _, problems := a.With(journey.StepTime, journey.Input{"time": {value}}, s); len(problems) == 0 {
				t.Errorf("%s is a moment", value)
			}
		}
	}
}

// TestAnotherPlaceAsksForAMomentAnew: a moment belongs to the team, the centre and the street it was looked up for.
func TestAnotherPlaceAsksForAMomentAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		step := rapid.SampledFrom([]journey.StepID{journey.StepPlace, journey.StepCentre, journey.StepAddress}).Draw(t, "step")
		after, problems := a.With(step, drawInput(t, step, a, s), s)
		moved := after.Place != a.Place || after.Centre != a.Centre || after.Address != a.Address
		switch {
		case len(problems) > 0:
		case moved && (!after.Start.IsZero() || !after.Hold.IsZero() || after.Later || after.Slot.Worker != ""):
			t.Fatalf("after another %s the moment is still %v", step, after.Start)
		case !moved && (!after.Start.Equal(a.Start) || after.Hold != a.Hold || after.Later != a.Later):
			t.Fatalf("the same %s forgot the moment", step)
		}
	})
}

func TestARequestHoldsNoMomentThatItsPlaceHasNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		sent := drawAnswers(t, s).Request("nl", s)
		if sent.Place == api.PlaceCallMe && !sent.Start.IsZero() {
			t.Fatalf("who is called first has a moment: %v", sent.Start)
		}
		if sent.Start.IsZero() && (!sent.Hold.IsZero() || sent.Contact.Remind != "") {
			t.Fatal("a hold or a reminder without a moment")
		}
		if sent.Contact.Channel == api.ChannelNone && sent.Contact.Remind != "" {
			t.Fatal("a reminder without a way to give it")
		}
	})
	stray := api.NewRequest{Language: "nl", Kiosk: "overleie", Place: api.PlaceCallMe, Consent: journey.ConsentVersion, Start: slots(1)[0].Start,
		Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: api.NewPersonal("0470123456"), Introduce: api.IntroduceFirstName}}
	if kept, problems := journey.Accept(stray, atHome); len(problems) > 0 || !kept.Start.IsZero() {
		t.Errorf("a stray moment became %v, %v", kept.Start, problems)
	}
}

// TestSlotAskHoldsChoicesAlone: which moments there are is asked without a word that was typed.
func TestSlotAskHoldsChoicesAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t)
		a := drawAnswers(t, s)
		text, err := api.Marshal(a.SlotAsk("nl", s))
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"canary", "470", "1971"} {
			if strings.Contains(string(text), typed) {
				t.Fatalf("it holds what was typed: %s", text)
			}
		}
	})
	known := journey.Answers{Place: api.PlaceHome, Address: api.Address{Street: api.NewPersonal("Beeklaan")}, Centre: "marke", TalkLanguage: "ar", Topics: []string{"money"}}
	want := api.SlotAsk{Place: api.PlaceHome, Kiosk: "overleie", Team: "noord", Language: "fr", TalkLanguage: "ar", Topics: []string{"money"}}
	if diff := cmp.Diff(want, known.SlotAsk("fr", atKiosk)); diff != "" {
		t.Error(diff)
	}
	unsure := journey.Answers{Place: api.PlaceHome, Address: api.Address{Street: api.NewPersonal("Dorp")}, Centre: "marke"}
	if ask := unsure.SlotAsk("nl", atHome); ask.Team != "" || ask.Centre != "marke" {
		t.Errorf("an address without a team asks %+v", ask)
	}
}

func TestRemindersAreOfferedWithAMoment(t *testing.T) {
	with := journey.Answers{Place: api.PlaceHere, Start: slots(1)[0].Start, Contact: api.ContactPlan{Channel: api.ChannelSMS}}
	without, silent := with, with
	without.Start, silent.Contact.Channel = time.Time{}, api.ChannelNone
	for name, test := range map[string]struct {
		answers journey.Answers
		offered bool
	}{"with a moment": {with, true}, "without a moment": {without, false}, "not to be reached": {silent, false}} {
		if offered := slices.Contains(journey.Extras(test.answers, atKiosk), journey.StepRemind); offered != test.offered {
			t.Errorf("%s: offered %v", name, offered)
		}
	}
	plan := api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal("an@home.be"), Remind: api.RemindDay}
	if kept, problems := journey.AcceptContact(api.PlaceHere, plan, atHome); len(problems) > 0 || kept.Remind != api.RemindDay {
		t.Errorf("a reminder became %q, %v", kept.Remind, problems)
	}
	plan.Remind = "daily"
	if _, problems := journey.AcceptContact(api.PlaceHere, plan, atHome); len(problems) == 0 {
		t.Error("an unknown reminder is accepted")
	}
}

// TestApartIsNeverLostOnTheWay: a household must not see it, on whichever device it is sent.
func TestApartIsNeverLostOnTheWay(t *testing.T) {
	a := journey.Answers{Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}}
	for _, option := range journey.Ask(journey.StepApart, a, atKiosk).Options {
		if option.Chosen {
			t.Errorf("%s is chosen before anybody chose", option.Value)
		}
	}
	a = take(t, a, atKiosk, journey.StepApart, journey.Input{"apart": {"yes"}})
	phone := journey.FromChoices(a.Choices(atKiosk), atKiosk)
	kept, problems := journey.Accept(phone.Request("nl", atKiosk), atHome)
	if len(problems) > 0 || !kept.Apart {
		t.Errorf("apart became %v, %v", kept.Apart, problems)
	}
}
