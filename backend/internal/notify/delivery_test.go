package notify_test

import (
	"context"
	"testing"

	"wijkloket/backend/internal/notify"
)

func (o *office) report(d notify.Delivery) bool {
	o.t.Helper()
	known, err := o.clerk.Deliver(context.Background(), d)
	if err != nil {
		o.t.Fatal(err)
	}
	return known
}

func TestDeliveryReports(t *testing.T) {
	arrived := func(d notify.Delivery) notify.Delivery { d.Arrived = true; return d }
	tests := map[string]struct {
		reports []func(id, reference string) notify.Delivery
		state   notify.State
		receipt string
	}{
		"by our id":        {[]func(string, string) notify.Delivery{func(id, _ string) notify.Delivery { return arrived(notify.Delivery{ID: id}) }}, notify.Delivered, notify.ReceiptDelivered},
		"by its reference": {[]func(string, string) notify.Delivery{func(_, ref string) notify.Delivery { return arrived(notify.Delivery{Reference: ref}) }}, notify.Delivered, notify.ReceiptDelivered},
		"never arrives": {[]func(string, string) notify.Delivery{func(id, _ string) notify.Delivery { return notify.Delivery{ID: id, Code: "absent"} }},
			notify.Waiting, "undelivered-absent"},
		"with words of its own": {[]func(string, string) notify.Delivery{func(id, _ string) notify.Delivery { return notify.Delivery{ID: id, Code: "+32470123456 is off"} }},
			notify.Waiting, "undelivered"},
		"out of order": {[]func(string, string) notify.Delivery{
			func(id, _ string) notify.Delivery { return arrived(notify.Delivery{ID: id}) },
			func(id, _ string) notify.Delivery { return notify.Delivery{ID: id, Code: "absent"} }}, notify.Delivered, notify.ReceiptDelivered},
		"arrives after all": {[]func(string, string) notify.Delivery{
			func(id, _ string) notify.Delivery { return notify.Delivery{ID: id, Code: "absent"} },
			func(id, _ string) notify.Delivery { return arrived(notify.Delivery{ID: id}) }}, notify.Delivered, notify.ReceiptDelivered},
	}
	for name, test := range tests {
		o := newOffice(t, at("2026-12-01 09:00"))
		o.plan(id(1), smsPlan, wednesday, notify.CancelledByStaff)
		o.tick()
		row := o.one(notify.Cancelled)
		version := 0
		for _, report := range test.reports {
			for range 3 { // the same report, again and again
				if !o.report(report(string(row.ID), row.Reference)) {
					t.Errorf("%s: unknown", name)
				}
			}
			version++
		}
		got := o.one(notify.Cancelled)
		if got.State != test.state || got.Receipt != test.receipt {
			t.Errorf("%s: %s, %s", name, got.State, got.Receipt)
		}
		if got.Version > row.Version+version {
			t.Errorf("%s: a report that came twice was stored twice", name)
		}
	}
}

// TestAReportThatComesBeforeTheAnswer: the gateway is faster in telling than in answering, and its answer may even get lost.
func TestAReportThatComesBeforeTheAnswer(t *testing.T) {
	for name, answer := range map[string]error{"answered": nil, "lost": &notify.Fault{Code: "gateway-unreachable"}} {
		o := newOffice(t, at("2026-12-01 09:00"))
		o.sms.answer = func(out notify.Outgoing) (string, error) {
			o.report(notify.Delivery{ID: string(out.ID), Arrived: true})
			return "g-1", answer
		}
		o.plan(id(1), smsPlan, wednesday, notify.CancelledByStaff)
		o.until(at("2026-12-01 12:00"), 5*60*1e9)
		o.want(notify.Cancelled, notify.Delivered, notify.SMS, notify.ReceiptDelivered)
		if n := len(o.sms.sent()); n != 1 {
			t.Errorf("%s: sent %d times", name, n)
		}
	}
}

func TestReportsOfWhatNobodySent(t *testing.T) {
	o := newOffice(t, at("2026-12-01 03:00"))
	o.plan(id(1), smsPlan, wednesday, notify.CancelledByStaff)
	o.plan(id(2), mailPlan, wednesday, notify.Booked)
	for _, d := range []notify.Delivery{{}, {ID: "x", Arrived: true}, {Reference: "g-7", Arrived: true}, {ID: string(id(9)), Arrived: true}} {
		if o.report(d) {
			t.Errorf("%+v: known", d)
		}
	}
	o.report(notify.Delivery{ID: string(o.one(notify.Cancelled).ID), Arrived: true}) // guessed: it was never sent
	o.want(notify.Cancelled, notify.Queued, "", "")
	o.until(at("2026-12-01 08:30"), 30*60*1e9)
	o.report(notify.Delivery{ID: string(o.one(notify.Confirmation).ID), Code: "absent"}) // of an e-mail
	o.want(notify.Confirmation, notify.Sent, notify.Email, notify.ReceiptSent)
}
