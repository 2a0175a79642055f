package journey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// someRights are the rights of these tests: right-0 to right-99.
func someRights(id string) bool {
	var n int
	_, err := fmt.Sscanf(id, "right-%d", &n)
	return err == nil && id == fmt.Sprintf("right-%d", n) && n < 100
}

// knowing is a setting that knows the rights.
func knowing(s journey.Setting) journey.Setting {
	s.Right = someRights
	return s
}

func rightsTo(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("right-%d", i))
	}
	return ids
}

func TestRightsAreOfferedOnTheReviewAlone(t *testing.T) {
	s := knowing(atKiosk)
	none := take(t, journey.Answers{}, s, journey.StepPlace, journey.Input{"place": {"here"}})
	none = take(t, none, s, journey.StepChannel, journey.Input{"channel": {"none"}})
	if slices.Contains(journey.Extras(none, s), journey.StepRights) || journey.Reachable(journey.StepRights, none, s) {
		t.Error("without a check there is something to share")
	}
	found := none
	found.Offered = []string{"right-2", "right-1"}
	if first := journey.Extras(found, s)[0]; first != journey.StepRights {
		t.Errorf("the first extra is %s", first)
	}
	if !journey.Reachable(journey.StepRights, found, s) || slices.Contains(journey.Path(found, s), journey.StepRights) {
		t.Error("sharing is asked on the way, or cannot be reached from the review")
	}
	if next := journey.NextOpen(journey.StepPlace, found, s); next != journey.StepReview {
		t.Errorf("sharing stands in the way to the review: %s", next)
	}
	s.ContactOnly = true
	if extras := journey.Extras(found, s); len(extras) > 0 {
		t.Errorf("a change of contact plan offers %v", extras)
	}
}

func TestNothingIsSharedByItself(t *testing.T) {
	s := knowing(atKiosk)
	a := journey.Answers{Offered: []string{"right-7", "right-3"}}
	q := journey.Ask(journey.StepRights, a, s)
	if q.Kind != journey.Many || !q.Optional || len(q.Options) != 2 {
		t.Fatalf("%+v", q)
	}
	for i, id := range a.Offered {
		if o := q.Options[i]; o.Chosen || o.Right != id || o.Value != id || o.Field != "rights" || o.Label+o.Name != "" {
			t.Errorf("option %d is %+v", i, o)
		}
	}
	if sent := a.Request("nl", s).Rights; len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	a = take(t, a, s, journey.StepRights, journey.Input{"rights": {"right-3"}})
	if sent := a.Request("nl", s).Rights; !slices.Equal(sent, []string{"right-3"}) {
		t.Errorf("sent %v", sent)
	}
	a = take(t, a, s, journey.StepRights, journey.Input{})
	if sent := a.Request("nl", s).Rights; len(sent) > 0 {
		t.Errorf("taken back, and still sent %v", sent)
	}
}

func TestRightsOfARequestAreJudged(t *testing.T) {
	good := api.NewRequest{Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}, Consent: journey.ConsentVersion}
	for name, test := range map[string]struct {
		rights []string
		want   []string
		key    string
	}{
		"none":                     {},
		"some, in their order":     {rights: []string{"right-9", "right-1"}, want: []string{"right-9", "right-1"}},
		"one twice":                {rights: []string{"right-9", "right-1", "right-9"}, want: []string{"right-9", "right-1"}},
		"as many as may be":        {rights: rightsTo(api.MaxRights), want: rightsTo(api.MaxRights)},
		"an unknown one":           {rights: []string{"gossip"}, key: "wrong.choice"},
		"an unknown one among":     {rights: []string{"right-1", "gossip"}, key: "wrong.choice"},
		"too many":                 {rights: rightsTo(api.MaxRights + 1), key: "wrong.many"},
		"one too many times":       {rights: slices.Repeat([]string{"right-1"}, api.MaxRights+1), key: "wrong.many"},
		"an id in another writing": {rights: []string{" right-1"}, key: "wrong.choice"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			r.Rights = test.rights
			accepted, problems := journey.Accept(r, knowing(atHome))
			if test.key != "" {
				if len(problems) != 1 || problems[0].Field != "rights" || problems[0].Reason.Key != test.key {
					t.Errorf("got %v, want %s", problems, test.key)
				}
				return
			}
			if diff := cmp.Diff(test.want, accepted.Rights, cmpopts.EquateEmpty()); diff != "" || len(problems) > 0 {
				t.Errorf("%v %s", problems, diff)
			}
		})
	}
	good.Rights = []string{"right-1"}
	if _, problems := journey.Accept(good, atHome); len(problems) == 0 {
		t.Error("a backend without rules takes any right")
	}
}

// TestShareNeverAddsAnything: whatever a page sends, only what is known and was chosen is shared, and it makes a request that
// is accepted.
func TestShareNeverAddsAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := knowing(settings(t))
		ids := rapid.SliceOfN(rapid.OneOf(rapid.StringMatching(`right-[0-9]{1,3}`), rapid.String()), 0, 120)
		offered, chosen := ids.Draw(t, "offered"), ids.Draw(t, "chosen")
		chosen = append(chosen, rapid.SliceOf(rapid.SampledFrom(append(offered, "right-0"))).Draw(t, "of them")...)
		a := drawAnswers(t, s).Share(offered, chosen, s)
		sent := a.Request("nl", s).Rights
		if len(sent) > api.MaxRights {
			t.Fatalf("%d rights", len(sent))
		}
		for i, id := range sent {
			if !someRights(id) || !slices.Contains(chosen, id) || !slices.Contains(offered, id) || slices.Contains(sent[:i], id) {
				t.Fatalf("shares %q", id)
			}
		}
		for _, id := range chosen {
			if someRights(id) && slices.Contains(offered, id) && len(sent) < api.MaxRights && !slices.Contains(sent, id) {
				t.Fatalf("does not share %q, which was chosen", id)
			}
		}
		for _, option := range journey.Ask(journey.StepRights, a, s).Options {
			if !slices.Contains(offered, option.Right) || option.Chosen != slices.Contains(sent, option.Right) {
				t.Fatalf("offers %+v", option)
			}
		}
		text, err := api.Marshal(a.Choices(s))
		if err != nil || strings.Contains(string(text), "right-") {
			t.Fatalf("a hand-over holds a right: %s, %v", text, err)
		}
		if step := journey.NextOpen(journey.StepPlace, a, s); step == journey.StepReview {
			if problems := journey.Check(a.Request("nl", s), s); len(problems) > 0 {
				t.Fatalf("the review sends what Check refuses: %v", problems)
			}
		}
	})
}

// TestARightThatIsGoneIsNotSent: the rules can change while a visit is under way.
func TestARightThatIsGoneIsNotSent(t *testing.T) {
	s := knowing(atKiosk)
	a := journey.Answers{Place: api.PlaceHere}.Share([]string{"right-1", "right-2"}, []string{"right-1", "right-2"}, s)
	s.Right = func(id string) bool { return id == "right-2" }
	if sent := a.Request("nl", s).Rights; !slices.Equal(sent, []string{"right-2"}) {
		t.Errorf("sent %v", sent)
	}
	if options := journey.Ask(journey.StepRights, a, s).Options; len(options) != 1 || options[0].Right != "right-2" {
		t.Errorf("offers %+v", options)
	}
}
