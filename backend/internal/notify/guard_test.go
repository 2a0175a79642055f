package notify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// holidays of the tests: All Saints, Armistice, Christmas.
func holiday(day time.Time) bool {
	return slices.Contains([]string{"11-01", "11-11", "12-25"}, day.In(core.Brussels).Format("01-02"))
}

// offences is the judge: what is wrong with sending a message now, said by somebody who knows the contact plan and nothing of
// how the guard works.
func offences(plan api.ContactPlan, kind notify.Kind, channel notify.Channel, now, deadline time.Time) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if own := map[api.Channel]notify.Channel{"phone": "call", "sms": "sms", "email": "email"}[plan.Channel]; own != channel || channel == "" {
		say("the plan says %q, not %q", plan.Channel, channel)
	}
	if plan.NeverWrite && channel != "call" {
		say("never write")
	}
	if strings.HasPrefix(string(kind), "reminder-") {
		switch choice := string(plan.Remind); choice {
		case "", "both":
		default:
			if "reminder-"+choice != string(kind) {
				say("a reminder nobody wants")
			}
		}
	}
	if !now.Before(deadline) {
		say("after the deadline")
	}
	local := now.In(core.Brussels)
	if clock := local.Format("15:04"); clock < "08:00" || clock >= "20:00" {
		say("at night, %s", clock)
	}
	if kind != "reminder-day" && (local.Format("Mon") == "Sun" || holiday(now)) {
		say("on a Sunday or a holiday")
	}
	if len(plan.When) > 0 && !slices.Contains(plan.When, partOf(local)) {
		say("at %s, which is %s", local.Format("15:04"), partOf(local))
	}
	return wrong
}

// partOf is the part of a day as the questions of the journey describe it.
func partOf(local time.Time) api.DayPart {
	switch clock := local.Format("15:04"); {
	case clock < "12:00":
		return api.Morning
	case clock < "14:00":
		return api.Noon
	case clock < "17:00":
		return api.Afternoon
	default:
		return api.Evening
	}
}

func drawPlan(t *rapid.T, label string) api.ContactPlan {
	parts := rapid.SliceOfNDistinct(rapid.SampledFrom([]api.DayPart{api.Morning, api.Noon, api.Afternoon, api.Evening}), 0, 4, rapid.ID).Draw(t, label+" parts")
	return api.ContactPlan{
		Channel:    rapid.SampledFrom([]api.Channel{api.ChannelSMS, api.ChannelEmail, api.ChannelPhone, api.ChannelSMS, api.ChannelEmail, api.ChannelNone, "post"}).Draw(t, label+" channel"),
		Phone:      api.NewPersonal(rapid.SampledFrom([]string{"+32470123456", "+32470123457", "+32470123458", ""}).Draw(t, label+" phone")),
		Email:      api.NewPersonal(rapid.SampledFrom([]string{"a@example.org", "b@example.org", "c@example.org", ""}).Draw(t, label+" email")),
		When:       parts,
		Voicemail:  rapid.Bool().Draw(t, label+" voicemail"),
		Introduce:  rapid.SampledFrom([]api.Introduction{"", api.IntroduceFirstName, api.IntroduceCity, api.IntroduceTeam}).Draw(t, label+" introduce"),
		NeverWrite: rapid.IntRange(0, 3).Draw(t, label+" never write") == 3,
		CodeWord:   api.NewPersonal(rapid.SampledFrom([]string{"", "blauwe reiger", "مرحبا", "x\ny", strings.Repeat("lang ", 8)}).Draw(t, label+" word")),
		Remind:     rapid.SampledFrom([]api.Remind{"", api.RemindBoth, api.RemindBefore, api.RemindDay, api.RemindNone}).Draw(t, label+" remind"),
	}
}

// TestTheGuardNeverLeavesThePlanAndNeverWaitsInVain: the moment it gives is right by the judge, and no minute before it was.
func TestTheGuardNeverLeavesThePlanAndNeverWaitsInVain(t *testing.T) {
	guard := notify.Guard{Holiday: holiday}
	rapid.Check(t, func(t *rapid.T) {
		plan, kind := drawPlan(t, "plan"), rapid.SampledFrom(notify.Kinds).Draw(t, "kind")
		// around both changes of the clocks, and around holidays
		base := at(rapid.SampledFrom([]string{"2027-03-26 00:00", "2026-10-23 00:00", "2026-12-24 00:00", "2026-11-27 00:00"}).Draw(t, "base"))
		minutes := rapid.IntRange(0, 2*24*60)
		now := base.Add(time.Duration(minutes.Draw(t, "now")) * time.Minute)
		notBefore := base.Add(time.Duration(minutes.Draw(t, "not before")) * time.Minute)
		deadline := base.Add(time.Duration(minutes.Draw(t, "deadline")) * time.Minute)
		got := guard.Decide(plan, kind, now, notBefore, deadline)

		missing := plan.Channel == api.ChannelEmail && plan.Email.IsZero() || plan.Channel != api.ChannelEmail && plan.Phone.IsZero()
		first := now
		if notBefore.After(now) {
			first = notBefore
		}
		channel := map[api.Channel]notify.Channel{"phone": "call", "sms": "sms", "email": "email"}[plan.Channel]
		for minute := first; !minute.Add(time.Minute).After(deadline); minute = minute.Add(time.Minute) {
			// it takes a minute to go, and that minute too is inside the plan
			bad := append(offences(plan, kind, channel, minute, deadline), offences(plan, kind, channel, minute.Add(time.Minute-time.Nanosecond), deadline)...)
			if len(bad) > 0 || missing {
				continue
			}
			if got.Channel != channel || !got.From.Equal(minute) {
				t.Fatalf("allowed by %s at %s, and the guard says %+v", channel, minute.In(core.Brussels), got)
			}
			if last := got.Until.Add(-time.Nanosecond); len(offences(plan, kind, channel, last, deadline)) > 0 {
				t.Fatalf("until %s: %v", got.Until, offences(plan, kind, channel, last, deadline))
			}
			return
		}
		if got.Channel != "" {
			t.Fatalf("nothing is allowed, and the guard says %+v", got)
		}
		if got.Channel == "" && got.Why == "" {
			t.Fatal("refused without a reason")
		}
	})
}

func TestTheGuardSaysWhy(t *testing.T) {
	now, later := at("2026-12-02 10:00"), at("2026-12-03 10:00")
	with := func(plan api.ContactPlan, change func(*api.ContactPlan)) api.ContactPlan {
		change(&plan)
		return plan
	}
	tests := map[string]struct {
		plan api.ContactPlan
		kind notify.Kind
		want string
	}{
		"no contact":               {api.ContactPlan{Channel: api.ChannelNone, Phone: smsPlan.Phone}, notify.Cancelled, notify.ReceiptNoChannel},
		"sms, but never write":     {with(smsPlan, func(p *api.ContactPlan) { p.NeverWrite = true }), notify.Cancelled, notify.ReceiptNeverWrite},
		"mail, but never write":    {with(mailPlan, func(p *api.ContactPlan) { p.NeverWrite = true }), notify.Cancelled, notify.ReceiptNeverWrite},
		"sms without number":       {with(smsPlan, func(p *api.ContactPlan) { p.Phone = api.Personal{} }), notify.Kept, notify.ReceiptNoNumber},
		"mail without address":     {with(mailPlan, func(p *api.ContactPlan) { p.Email = api.Personal{} }), notify.Kept, notify.ReceiptNoAddress},
		"no reminders":             {with(smsPlan, func(p *api.ContactPlan) { p.Remind = api.RemindNone }), notify.ReminderDay, notify.ReceiptNotWanted},
		"only the morning reminds": {with(smsPlan, func(p *api.ContactPlan) { p.Remind = api.RemindDay }), notify.ReminderBefore, notify.ReceiptNotWanted},
		"call, never write":        {with(phonePlan, func(p *api.ContactPlan) { p.NeverWrite = true }), notify.Cancelled, ""},
	}
	for name, test := range tests {
		if got := (notify.Guard{}).Decide(test.plan, test.kind, now, now, later); got.Why != test.want || (got.Channel == "") != (test.want != "") {
			t.Errorf("%s: %+v, want %q", name, got, test.want)
		}
	}
	evenings := with(smsPlan, func(p *api.ContactPlan) { p.When = []api.DayPart{api.Evening} })
	if got := (notify.Guard{}).Decide(evenings, notify.Changed, now, now, at("2026-12-02 16:00")); got.Why != notify.ReceiptNoHour {
		t.Errorf("evenings: %+v", got)
	}
	if got := (notify.Guard{}).Decide(smsPlan, notify.Changed, later, now, later); got.Why != notify.ReceiptTooLate {
		t.Errorf("at the deadline: %+v", got)
	}
}
