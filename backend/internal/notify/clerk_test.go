package notify_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// office is a clerk with all that it works with.
type office struct {
	t         testing.TB
	store     *memory
	clock     *clock
	source    *source
	sms, mail *wire
	clerk     *notify.Clerk
	reception notify.Reception
}

func newOffice(t testing.TB, now time.Time) *office {
	o := &office{
		t: t, store: newMemory(), clock: &clock{at: now}, source: &source{facts: map[core.ID]notify.Facts{}},
		sms: &wire{repeatable: true}, mail: &wire{},
	}
	guard, writer := notify.Guard{Holiday: holiday}, notify.NewWriter(texts(t))
	o.clerk = notify.NewClerk(notify.Deps{
		Store: o.store, Clock: o.clock, Source: o.source, Writer: writer, Guard: guard,
		Transports: map[notify.Channel]notify.Transport{notify.SMS: o.sms, notify.Email: o.mail},
	})
	o.reception = notify.Reception{Store: o.store, Clock: o.clock, Source: o.source, Writer: writer, Guard: guard}
	return o
}

// plan puts the messages of a change into the store, for a request with the contact plan.
func (o *office) plan(request core.ID, plan api.ContactPlan, start time.Time, change func(time.Time, notify.Occasion) notify.Change) {
	o.t.Helper()
	o.source.set(request, notify.Facts{Plan: plan, Language: "nl", Start: start, CentreName: "V-TEX", Worker: "Amira", Place: api.PlaceCentre, Locator: "ABC234"})
	now := o.clock.Now()
	occasion := notify.Occasion{Request: request, Appointment: request, Version: 1, Language: "nl", Start: start}
	if err := o.store.Update(context.Background(), func(tx notify.Tx) error { return change(now, occasion).Apply(tx, now, rand.Reader) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) tick() {
	o.t.Helper()
	if err := o.clerk.Tick(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// until lets the time pass in steps, with a look at every one.
func (o *office) until(end time.Time, step time.Duration) {
	o.t.Helper()
	for o.clock.Now().Before(end) {
		o.clock.set(o.clock.Now().Add(step))
		o.tick()
	}
}

// one is the only row of a kind.
func (o *office) one(kind notify.Kind) notify.Row {
	o.t.Helper()
	var found []notify.Row
	for _, row := range o.store.all() {
		if row.Kind == kind {
			found = append(found, row)
		}
	}
	if len(found) != 1 {
		o.t.Fatalf("%d messages of kind %s", len(found), kind)
	}
	return found[0]
}

func (o *office) want(kind notify.Kind, state notify.State, channel notify.Channel, receipt string) {
	o.t.Helper()
	if got := o.one(kind); got.State != state || got.Channel != channel || got.Receipt != receipt {
		o.t.Errorf("%s: %s by %q with %q, want %s by %q with %q", kind, got.State, got.Channel, got.Receipt, state, channel, receipt)
	}
}

var wednesday = at("2026-12-09 14:00")

func TestMessagesGoInTheirHours(t *testing.T) {
	o := newOffice(t, at("2026-12-05 21:30")) // a Saturday night
	o.plan(id(1), smsPlan, wednesday, notify.Booked)
	o.until(at("2026-12-07 07:50"), 10*time.Minute)
	if len(o.sms.sent()) != 0 {
		t.Fatalf("sent at night or on a Sunday: %d", len(o.sms.sent()))
	}
	o.until(at("2026-12-07 08:10"), 10*time.Minute)
	o.want(notify.Confirmation, notify.Sent, notify.SMS, notify.ReceiptSent)
	o.want(notify.ReminderBefore, notify.Sent, notify.SMS, notify.ReceiptSent)
	o.until(at("2026-12-09 08:10"), 10*time.Minute)
	o.want(notify.ReminderDay, notify.Sent, notify.SMS, notify.ReceiptSent)
	sent := o.sms.sent()
	if len(sent) != 3 || sent[2].To != smsPlan.Phone || sent[2].Body.Reveal() != "blauwe reiger: Je afspraak is vandaag: woensdag 9 december om 14:00 uur. Kan je niet? Geef het door met je code." {
		t.Errorf("%d, %q", len(sent), sent[len(sent)-1].Body.Reveal())
	}
}

func TestWhatChangedMeanwhileIsNotSaid(t *testing.T) {
	o := newOffice(t, at("2026-12-05 21:30"))
	o.plan(id(1), smsPlan, wednesday, notify.Booked)
	facts := o.source.get(id(1))
	facts.Start = wednesday.Add(24 * time.Hour) // moved, and nobody told the messages
	o.source.set(id(1), facts)
	o.until(at("2026-12-07 09:00"), time.Hour)
	o.want(notify.Confirmation, notify.Dropped, "", notify.ReceiptPointless)
	facts.Start, facts.Gone = wednesday, true
	o.source.set(id(1), facts)
	o.until(at("2026-12-09 09:00"), time.Hour)
	o.want(notify.ReminderDay, notify.Dropped, "", notify.ReceiptPointless)
	if len(o.sms.sent()) != 0 {
		t.Error("sent")
	}
}

// TestAGatewayThatIsDownForADay: reminders lose their point, what matters becomes a task at the desk, and e-mail goes on.
func TestAGatewayThatIsDownForADay(t *testing.T) {
	o := newOffice(t, at("2026-12-07 09:00"))
	o.sms.answer = func(notify.Outgoing) (string, error) { return "", &notify.Fault{Code: "gateway-500"} }
	o.plan(id(1), smsPlan, wednesday, notify.Moved)
	o.plan(id(2), mailPlan, wednesday, notify.CancelledByStaff)
	tomorrow := at("2026-12-08 10:00")
	o.plan(id(3), smsPlan, tomorrow, func(now time.Time, oc notify.Occasion) notify.Change { // only what reminds, of a talk tomorrow
		change := notify.Booked(now, oc)
		change.Add = change.Add[1:]
		return change
	})
	o.tick()
	o.want(notify.Cancelled, notify.Sent, notify.Email, notify.ReceiptSent)
	o.until(at("2026-12-08 12:00"), 5*time.Minute)
	tries := len(o.sms.sent())
	o.until(at("2026-12-09 07:00"), 5*time.Minute)
	o.want(notify.Changed, notify.Waiting, notify.Desk, "gateway-500")
	for _, row := range o.store.all() {
		if row.Request == id(3) && (row.State != notify.Dropped || row.Receipt != "gateway-500") {
			t.Errorf("%s of a talk that began: %s, %s", row.Kind, row.State, row.Receipt)
		}
	}
	if tries < 10 || tries > 40 {
		t.Errorf("tried %d times in a day", tries)
	}
	o.until(wednesday, 15*time.Minute)
	o.want(notify.Changed, notify.Dropped, notify.Desk, notify.ReceiptTooLate) // a task too ends when it lost its point
}

func TestAWrongNumberIsATask(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	o.sms.answer = func(notify.Outgoing) (string, error) {
		return "", &notify.Fault{Code: "gateway-422", Permanent: true}
	}
	o.plan(id(1), smsPlan, wednesday, notify.Booked)
	o.tick()
	o.want(notify.Confirmation, notify.Waiting, notify.Desk, "gateway-422")
	tasks, err := o.reception.Of(context.Background(), id(1), "nl")
	if err != nil || len(tasks) != 1 || !tasks[0].Number.IsZero() {
		t.Fatalf("%d tasks, %v", len(tasks), err)
	}
}

// TestKilledWhileSending: the program stops after the other side took a message and before that is on disk.
func TestKilledWhileSending(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	o.plan(id(1), smsPlan, wednesday, notify.Booked)
	o.plan(id(2), mailPlan, wednesday, notify.CancelledByStaff)
	o.store.refuse = func(r notify.Row) bool { return r.State == notify.Sent }
	o.tick()
	o.store.refuse = nil
	o.until(at("2026-12-01 09:04"), time.Minute)
	if len(o.sms.sent()) != 1 || len(o.mail.sent()) != 1 {
		t.Fatal("sent again while the first try may still be under way")
	}
	o.until(at("2026-12-01 09:30"), time.Minute)
	sms := o.sms.sent()
	if len(sms) != 2 || sms[0].ID != sms[1].ID {
		t.Errorf("the gateway got %d, and must know the second again", len(sms))
	}
	o.want(notify.Confirmation, notify.Sent, notify.SMS, notify.ReceiptSent)
	if len(o.mail.sent()) != 1 {
		t.Errorf("the mail server got %d: a resident would read it twice", len(o.mail.sent()))
	}
	o.want(notify.Cancelled, notify.Waiting, notify.Desk, notify.ReceiptUnsure)
}

// TestAStuckGatewayHoldsUpNothingElse: not in the same round, and not in the next.
func TestAStuckGatewayHoldsUpNothingElse(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	stuck, mailed := make(chan struct{}), make(chan struct{}, 2)
	o.sms.answer = func(notify.Outgoing) (string, error) {
		<-stuck
		return "", &notify.Fault{Code: "gateway-timeout"}
	}
	o.mail.answer = func(notify.Outgoing) (string, error) {
		mailed <- struct{}{}
		return "", nil
	}
	for n := range 150 {
		o.plan(id(100+n), smsPlan, wednesday, notify.Booked)
	}
	o.plan(id(1), mailPlan, wednesday, notify.Booked)
	var rounds sync.WaitGroup
	rounds.Go(o.tick)
	<-mailed
	o.plan(id(2), mailPlan, wednesday, notify.Booked)
	rounds.Go(o.tick)
	<-mailed
	if n := len(o.sms.sent()); n > 4 {
		t.Errorf("%d under way at the same time", n)
	}
	close(stuck)
	rounds.Wait()
}

func TestACallTask(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	plan := phonePlan
	plan.When, plan.NeverWrite = []api.DayPart{api.Afternoon}, true
	o.plan(id(1), plan, wednesday, notify.Booked)
	o.tick()
	o.want(notify.Confirmation, notify.Waiting, notify.Call, notify.ReceiptToCall)
	row := o.one(notify.Confirmation)
	tasks, err := o.reception.Of(context.Background(), id(1), "nl")
	if err != nil || len(tasks) != 1 {
		t.Fatalf("%d tasks, %v", len(tasks), err)
	}
	task := tasks[0]
	if task.Number != plan.Phone || !task.From.Equal(at("2026-12-01 14:00")) || !task.Until.Equal(at("2026-12-01 17:00")) {
		t.Errorf("call from %s until %s", task.From, task.Until)
	}
	want := []string{
		"Zeg alleen je voornaam. Noem geen dienst.",
		"Vraag eerst naar het codewoord: blauwe reiger. Klopt het niet? Zeg niet waarover het gaat en bel later terug.",
		"Zeg: de afspraak is woensdag 9 december om 14:00 uur, in V-TEX, met Amira. Vraag of het past.",
		"Neemt niemand op? Leg neer en spreek niets in.",
	}
	for i, step := range task.Steps {
		if step.Reveal() != want[i] {
			t.Errorf("step %d: %q", i+1, step.Reveal())
		}
	}
	facts := o.source.get(id(1))
	facts.Plan.Channel = api.ChannelNone // the resident wants no calls any more
	o.source.set(id(1), facts)
	if tasks, err := o.reception.Of(context.Background(), id(1), "nl"); err != nil || len(tasks) != 0 {
		t.Errorf("still to call: %d, %v", len(tasks), err)
	}
	o.until(at("2026-12-01 10:30"), 10*time.Minute)
	if got := o.one(notify.Confirmation); got.State != notify.Dropped || got.Receipt != notify.ReceiptNoChannel || got.ID != row.ID {
		t.Errorf("%+v", got)
	}
}
