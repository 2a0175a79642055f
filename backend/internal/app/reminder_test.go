package app_test

import (
	"context"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify/mailtest"
	"wijkloket/backend/journey"
)

// set is a clock that stands still until it is moved.
type set struct {
	mu  sync.Mutex
	now time.Time
}

// Now implements core.Clock.
func (s *set) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *set) to(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = at.UTC()
}

// local is a moment of March 2027 in Kortrijk; the 10th is a Wednesday.
func local(day, hour, minute int) time.Time {
	return time.Date(2027, 3, day, hour, minute, 0, 0, core.Brussels)
}

// withMail starts the program with a real mail server and a worker who can be met.
func withMail(t *testing.T, clock *set) (*rig, *mailtest.Server) {
	t.Helper()
	post := mailtest.Start(t)
	r := startAt(t, clock, func(c *config.Config) {
		c.MailServer, c.MailSecurity, c.MailFrom = net.JoinHostPort(post.Host, strconv.Itoa(post.Port)), "none", "afspraken@example.org"
	})
	ctx := context.Background()
	worker, err := r.Accounts.Create(ctx, account.New{
		Username: "amira", Name: "Amira Haddad", Role: account.Worker, Team: "noord", Languages: []string{"nl", "ar"}, Password: api.NewPersonal("amira fietst langs de leie"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for day := time.Monday; day <= time.Friday; day++ {
		block := calendar.Weekly{Worker: worker.ID, Day: day, From: 9 * 60, To: 17 * 60, Kind: calendar.Talk, Centre: "overleie"}
		if err := r.Agendas.AddWeekly(ctx, worker.Viewer(), block); err != nil {
			t.Fatal(err)
		}
	}
	return r, post
}

// TestReminderReachesAMailbox: a resident books in Arabic and may be written to in the morning. The confirmation and the two
// reminders arrive in a real mailbox, in Arabic, inside those hours and never outside them; what is cancelled is not reminded of.
func TestReminderReachesAMailbox(t *testing.T) {
	clock := &set{}
	clock.to(local(10, 9, 30))
	r, post := withMail(t, clock)
	kiosk := r.phone()
	book := func(n int, address string) api.Receipt {
		ask := api.SlotAsk{Place: api.PlaceHere, Kiosk: "overleie", Language: "ar"}
		var hold api.Hold
		kiosk.json("/holds", "", `{"ask":{"place":"here","kiosk":"overleie","language":"ar"},"start":"`+local(18, 10+n, 0).UTC().Format(time.RFC3339)+`"}`, &hold)
		asked, err := api.Marshal(api.NewRequest{
			Language: "ar", Kiosk: ask.Kiosk, Place: ask.Place, Consent: journey.ConsentVersion, Start: hold.Slot.Start, Hold: hold.Token, Topics: []string{"money"},
			Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal(address), When: []api.DayPart{api.Morning}},
		})
		if err != nil {
			t.Fatal(err)
		}
		var receipt api.Receipt
		kiosk.json("/requests", key(n), string(asked), &receipt)
		if receipt.Appointment == nil || !receipt.Appointment.Start.Equal(local(18, 10+n, 0)) {
			t.Fatalf("booked: %+v", receipt.Appointment)
		}
		return receipt
	}
	book(0, "amal@example.org")
	gone := book(2, "rania@example.org")
	arrived := func(at time.Time, want int, when string) []mailtest.Mail {
		t.Helper()
		clock.to(at)
		if err := r.SendDue(context.Background()); err != nil {
			t.Fatal(err)
		}
		mails := post.Mails(t, "amal@example.org")
		if want > len(mails) {
			mails = post.Wait(t, "amal@example.org", want)
		}
		if len(mails) != want {
			t.Fatalf("%s: %d messages, want %d", when, len(mails), want)
		}
		return mails
	}
	arrived(local(10, 9, 31), 1, "the confirmation")
	proof, err := api.Marshal(api.Proof{Code: gone.Code})
	if err != nil {
		t.Fatal(err)
	}
	kiosk.json("/requests/cancel", "", string(proof), nil)
	arrived(local(16, 7, 50), 1, "before eight, two days before")
	mails := arrived(local(16, 8, 1), 2, "two days before, from eight")
	arrived(local(16, 15, 0), 2, "the same again")
	arrived(local(18, 7, 59), 2, "the morning itself, before eight")
	mails = append(mails, arrived(local(18, 8, 2), 3, "the morning itself")...)
	for _, mail := range mails {
		if !strings.ContainsAny(mail.Body, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي") || !strings.ContainsAny(mail.Subject, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي") {
			t.Errorf("not in Arabic: %s\n%s", mail.Subject, mail.Body)
		}
		for _, word := range []string{"OCMW", "wijkteam", "Overleiestraat", gone.Code.Reveal(), "schuld", "money"} {
			if strings.Contains(mail.Raw+mail.Body+mail.Subject, word) {
				t.Errorf("it says %q: %s", word, mail.Body)
			}
		}
	}
	if cancelled := post.Mails(t, "rania@example.org"); len(cancelled) > 1 {
		t.Errorf("%d messages to somebody who cancelled", len(cancelled))
	}
	if text := r.log.String(); strings.Contains(text, "amal") || strings.Contains(text, "example.org") {
		t.Errorf("the log: %s", text)
	}
}
