package journey_test

import (
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

func TestPromiseOf(t *testing.T) {
	cases := []struct {
		state   api.State
		channel api.Channel
		want    string
	}{
		{api.StateNew, api.ChannelPhone, "promise.sentence"},
		{api.StateNew, api.ChannelEmail, "promise.sentence"},
		{api.StateNew, api.ChannelNone, "promise.none"}, // nobody calls who gave no number
		{api.StateContacted, api.ChannelPhone, ""},      // kept
		{api.StateScheduled, api.ChannelNone, ""},
		{api.StateMissed, api.ChannelSMS, ""},
		{api.StateClosed, api.ChannelPhone, ""},
		{api.StateCancelled, api.ChannelPhone, ""},
	}
	for _, c := range cases {
		status := api.Status{State: c.state, Contact: api.ContactPlan{Channel: c.channel}}
		if got := journey.PromiseOf(status); got != c.want {
			t.Errorf("%s by %s promises %q, want %q", c.state, c.channel, got, c.want)
		}
	}
}
