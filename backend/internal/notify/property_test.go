package notify_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// inspector stands on a wire and holds every message against the plan of that moment, as the judge reads it.
type inspector struct {
	t       *rapid.T
	office  *office
	channel notify.Channel
	mu      sync.Mutex
	tries   map[core.ID]int
}

func (i *inspector) look(out notify.Outgoing) (string, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.tries[out.ID]++
	row, facts := i.office.row(out.ID), i.office.source.get(i.office.row(out.ID).Request)
	for _, wrong := range offences(facts.Plan, row.Kind, i.channel, i.office.clock.Now(), row.Deadline) {
		i.t.Errorf("%s by %s: %s", row.Kind, i.channel, wrong)
	}
	if facts.Gone || !row.Start.Equal(facts.Start) {
		i.t.Errorf("%s of what is not so any more", row.Kind)
	}
	to := facts.Plan.Phone
	if i.channel == notify.Email {
		to = facts.Plan.Email
	}
	if out.To != to || to.IsZero() {
		i.t.Errorf("not to whom the plan says")
	}
	for _, word := range []string{"V-TEX", "Amira", "ABC234", "0470", "@"} {
		if strings.Contains(out.Subject+out.Sender+out.Body.Reveal(), word) {
			i.t.Errorf("%s says %q", row.Kind, word)
		}
	}
	if row.State != notify.Sending {
		i.t.Errorf("sent before the claim was on disk")
	}
	if i.tries[out.ID] == 1 && out.ID[len(out.ID)-1] < 'i' { // one in four or so, at its first try
		return "", &notify.Fault{Code: "down"}
	}
	return string(out.ID), nil
}

func (o *office) row(id core.ID) notify.Row {
	for _, row := range o.store.all() {
		if row.ID == id {
			return row
		}
	}
	return notify.Row{}
}

// TestNoMessageLeavesThePlan: requests come, appointments move, plans change, the disk fails, wires fail, days pass; whatever goes out
// was allowed at that moment, an e-mail goes over once, and no call task stands against the plan.
func TestNoMessageLeavesThePlan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newOffice(t, at("2026-12-21 09:00").Add(time.Duration(rapid.IntRange(0, 24*60).Draw(rt, "begin"))*time.Minute))
		sms := &inspector{t: rt, office: o, channel: notify.SMS, tries: map[core.ID]int{}}
		mail := &inspector{t: rt, office: o, channel: notify.Email, tries: map[core.ID]int{}}
		accepted := map[core.ID]int{}
		o.sms.answer = sms.look
		o.mail.answer = func(out notify.Outgoing) (string, error) {
			reference, err := mail.look(out)
			if err == nil {
				mail.mu.Lock()
				defer mail.mu.Unlock()
				if accepted[out.ID]++; accepted[out.ID] > 1 {
					rt.Errorf("an e-mail that a resident reads twice")
				}
			}
			return reference, err
		}
		changes := []func(time.Time, notify.Occasion) notify.Change{notify.Booked, notify.Moved, notify.CancelledByStaff, notify.NotMet, notify.Offered}
		for step := range rapid.IntRange(5, 25).Draw(rt, "steps") {
			request := id(rapid.IntRange(1, 3).Draw(rt, "request"))
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0, 1:
				start := o.clock.Now().Add(time.Duration(rapid.IntRange(-2*60, 5*24*60).Draw(rt, "start")) * time.Minute)
				plan := o.source.get(request).Plan
				if plan.Channel == "" {
					plan = drawPlan(rt, "plan")
				}
				change := rapid.SampledFrom(changes).Draw(rt, "change")
				o.plan(request, plan, start, func(now time.Time, oc notify.Occasion) notify.Change {
					oc.Version = step + 1
					return change(now, oc)
				})
			case 2:
				facts := o.source.get(request)
				facts.Plan, facts.Gone = drawPlan(rt, "plan"), rapid.IntRange(0, 5).Draw(rt, "gone") == 5
				o.source.set(request, facts)
			case 5: // moved, and the messages were not told
				facts := o.source.get(request)
				facts.Start = facts.Start.Add(time.Hour)
				o.source.set(request, facts)
			case 3:
				o.store.refuse = func(r notify.Row) bool { return r.State == notify.Sent } // killed after sending
				o.tick()
				o.store.refuse = nil
			}
			o.clock.set(o.clock.Now().Add(time.Duration(rapid.SampledFrom([]int{0, 1, 7, 45, 300, 1500}).Draw(rt, "minutes")) * time.Minute))
			o.tick()
			for n := 1; n <= 3; n++ {
				callsStayInThePlan(rt, o, id(n))
			}
		}
	})
}

// callsStayInThePlan holds what staff are told against the plan: whether to call at all, as whom, and what to do with a voicemail.
func callsStayInThePlan(t *rapid.T, o *office, request core.ID) {
	tasks, err := o.reception.Of(t.Context(), request, "en")
	if err != nil {
		t.Fatal(err)
	}
	plan := o.source.get(request).Plan
	for _, task := range tasks {
		var all strings.Builder
		for _, step := range task.Steps {
			all.WriteString(step.Reveal() + "\n")
		}
		say := func(text string) bool { return strings.Contains(all.String(), text) }
		if task.Row.Channel == notify.Desk {
			if !task.Number.IsZero() || !say("Do not call or write yourself") {
				t.Errorf("a task at the desk that makes people call: %s", all.String())
			}
			continue
		}
		for _, moment := range []time.Time{task.From, task.Until.Add(-time.Second)} {
			for _, wrong := range offences(plan, task.Row.Kind, notify.Call, moment, task.Row.Deadline) {
				t.Errorf("a call, %s", wrong)
			}
		}
		if task.Number != plan.Phone {
			t.Errorf("another number")
		}
		if say("You may leave a message") != plan.Voicemail || say("leave no message") == plan.Voicemail {
			t.Errorf("voicemail %v: %s", plan.Voicemail, all.String())
		}
		if say("from the city") != (plan.Introduce == api.IntroduceCity) || say("from the neighbourhood team") != (plan.Introduce == api.IntroduceTeam) {
			t.Errorf("introduced as %q: %s", plan.Introduce, all.String())
		}
	}
}
