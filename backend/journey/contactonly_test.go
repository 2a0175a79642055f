package journey_test

import (
	"slices"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// TestContactOnlyAsksNothingElse: who changes the contact plan of a request is asked about that and nothing more.
func TestContactOnlyAsksNothingElse(t *testing.T) {
	setting := atKiosk
	setting.ContactOnly = true
	tests := map[string]struct {
		place   api.Place
		channel api.Channel
		want    []journey.StepID
	}{
		"a talk in a centre, by e-mail": {api.PlaceCentre, api.ChannelEmail, []journey.StepID{journey.StepChannel, journey.StepEmail, journey.StepWhen, journey.StepRemind, journey.StepReview}},
		"a talk by telephone keeps its telephone": {api.PlacePhone, api.ChannelEmail, []journey.StepID{
			journey.StepPhone, journey.StepWhen, journey.StepVoicemail, journey.StepIntroduce, journey.StepWriting, journey.StepRemind, journey.StepReview,
		}},
		"not reached at all": {api.PlaceHome, api.ChannelNone, []journey.StepID{journey.StepChannel, journey.StepReview}},
	}
	for name, test := range tests {
		a := journey.Answers{Place: test.place, Contact: api.ContactPlan{Channel: test.channel}}
		if got := journey.Path(a, setting); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
		if extras := journey.Extras(a, setting); len(extras) != 0 {
			t.Errorf("%s: offers %v", name, extras)
		}
		if first := test.want[0]; !journey.Reachable(first, a, setting) {
			t.Errorf("%s: cannot stand at %s", name, first)
		}
		if journey.Reachable(journey.StepPlace, a, setting) {
			t.Errorf("%s: can stand at the place, which is settled", name)
		}
	}
}
