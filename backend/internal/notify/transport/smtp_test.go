package transport_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/notify/mailtest"
	"wijkloket/backend/internal/notify/transport"
	"wijkloket/i18n"
)

const one core.ID = "aaaaaaaaaaaaaaaaaaaaaaaaaa"

func settings(s *mailtest.Server) transport.SMTPSettings {
	return transport.SMTPSettings{Host: s.Host, Port: s.Port, From: "afspraken@example.org", ReplyTo: "onthaal@example.org", Roots: s.Roots}
}

func smtp(t *testing.T, s transport.SMTPSettings) *transport.SMTP {
	t.Helper()
	wire, err := transport.NewSMTP(s)
	if err != nil {
		t.Fatal(err)
	}
	return wire
}

// message is a real one, in words.
func message(t *testing.T, language, to string) notify.Outgoing {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	facts := notify.Facts{
		Language: language, Start: time.Date(2026, 12, 2, 13, 0, 0, 0, time.UTC),
		Plan: api.ContactPlan{CodeWord: api.NewPersonal("blauwe reiger")}, CentreName: "V-TEX", Worker: "Amira",
	}
	return notify.Outgoing{ID: one, To: api.NewPersonal(to), Text: notify.NewWriter(texts).Email(notify.ReminderBefore, facts)}
}

func faultOf(t *testing.T, err error) notify.Fault {
	t.Helper()
	var fault *notify.Fault
	if !errors.As(err, &fault) {
		t.Fatalf("no fault: %v", err)
	}
	return *fault
}

// TestMailArrivesWhole: what lies in the mailbox of a real server is what was written, in every script.
func TestMailArrivesWhole(t *testing.T) {
	server := mailtest.Start(t)
	wire := smtp(t, settings(server))
	for _, language := range i18n.Languages {
		to := "whole-" + language + "@example.org"
		out := message(t, language, to)
		reference, err := wire.Send(context.Background(), out)
		if err != nil {
			t.Fatal(err)
		}
		mails := server.Wait(t, to, 1)
		got := mails[0]
		want := map[string]string{
			"subject": out.Subject, "body": strings.TrimSpace(out.Body.Reveal()), "sender": out.Sender, "address": "afspraken@example.org",
			"language": language, "id": "<" + string(one) + "@example.org>", "reference": reference, "reply": "<onthaal@example.org>",
			"automatic": "auto-generated", "type": "text/plain; charset=UTF-8", "program": "",
		}
		if diff := cmp.Diff(want, map[string]string{
			"subject": got.Subject, "body": strings.TrimSpace(got.Body), "sender": got.From.Name, "address": got.From.Address,
			"language": got.Header.Get("Content-Language"), "id": got.Header.Get("Message-Id"), "reference": got.Header.Get("Message-Id"),
			"reply": got.Header.Get("Reply-To"), "automatic": got.Header.Get("Auto-Submitted"), "type": got.Header.Get("Content-Type"),
			"program": got.Header.Get("User-Agent") + got.Header.Get("X-Mailer"),
		}); diff != "" {
			t.Errorf("%s: %s", language, diff)
		}
		if !strings.Contains(got.Raw, "with esmtps") {
			t.Errorf("%s: the line was not protected:\n%s", language, got.Raw)
		}
		if strings.Contains(got.Raw, "V-TEX") || strings.Contains(got.Raw, "Amira") {
			t.Errorf("%s: says too much", language)
		}
	}
}

func TestSigningIn(t *testing.T) {
	server := mailtest.Start(t)
	member := settings(server)
	member.From = "member@example.org"
	if _, err := smtp(t, member).Send(context.Background(), message(t, "nl", "stranger@example.org")); err == nil {
		t.Error("sent without signing in")
	}
	member.User, member.Password = mailtest.User, "wrong"
	_, err := smtp(t, member).Send(context.Background(), message(t, "nl", "member@example.org"))
	if fault := faultOf(t, err); fault != (notify.Fault{Code: "mail-535"}) {
		t.Errorf("a wrong password: %+v", fault)
	}
	member.Password = mailtest.Password
	if _, err := smtp(t, member).Send(context.Background(), message(t, "nl", "member@example.org")); err != nil {
		t.Error(err)
	}
	server.Wait(t, "member@example.org", 1)
}

func TestWhatTheServerRefuses(t *testing.T) {
	server := mailtest.Start(t)
	stranger := settings(server)
	stranger.Roots = nil
	closed := settings(server)
	closed.Port = 1
	tests := map[string]struct {
		settings transport.SMTPSettings
		to       string
		want     notify.Fault
	}{
		"no such mailbox":   {settings(server), "refuse@example.org", notify.Fault{Code: "mail-550", Permanent: true}},
		"not now":           {settings(server), "later@example.org", notify.Fault{Code: "mail-451"}},
		"no address":        {settings(server), "not an address", notify.Fault{Code: "mail-address", Permanent: true}},
		"a stranger":        {stranger, "a@example.org", notify.Fault{Code: "mail-certificate"}},
		"nobody listens":    {closed, "a@example.org", notify.Fault{Code: "mail-unreachable"}},
		"two in one string": {settings(server), "a@example.org\r\nBcc: b@example.org", notify.Fault{Code: "mail-address", Permanent: true}},
	}
	for name, test := range tests {
		_, err := smtp(t, test.settings).Send(context.Background(), message(t, "nl", test.to))
		if fault := faultOf(t, err); fault != test.want {
			t.Errorf("%s: %+v, want %+v", name, fault, test.want)
		}
		if strings.Contains(err.Error(), "@") {
			t.Errorf("%s: an address in an error: %v", name, err)
		}
	}
}

// TestALineThatBreaksAfterTheMessageLeavesItOpen: nobody knows whether the server took it, so it must not be sent again.
func TestALineThatBreaksAfterTheMessageLeavesItOpen(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go func() {
		line, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = line.Close() }()
		_, _ = line.Write([]byte("220 mail.test\r\n"))
		data := false
		for lines := bufio.NewScanner(line); lines.Scan(); {
			switch text := lines.Text(); {
			case data && text == ".":
				return // taken or not, who knows
			case data:
			case text == "DATA":
				data = true
				_, _ = line.Write([]byte("354 go on\r\n"))
			default:
				_, _ = line.Write([]byte("250 mail.test\r\n"))
			}
		}
	}()
	wire := smtp(t, transport.SMTPSettings{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: transport.Plain, From: "a@example.org"})
	_, err = wire.Send(context.Background(), message(t, "nl", "b@example.org"))
	if fault := faultOf(t, err); fault != (notify.Fault{Code: "mail-cut", Unsure: true}) {
		t.Errorf("%+v", fault)
	}
}

func TestSettingsThatWouldTellEverybodyAreRefused(t *testing.T) {
	good := transport.SMTPSettings{Host: "mail.example.org", Port: 587, From: "a@example.org"}
	if _, err := transport.NewSMTP(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*transport.SMTPSettings){
		"in the clear":          func(s *transport.SMTPSettings) { s.Security = transport.Plain },
		"a password in clear":   func(s *transport.SMTPSettings) { s.Host, s.Security, s.User = "127.0.0.1", transport.Plain, "u" },
		"an unknown protection": func(s *transport.SMTPSettings) { s.Security = "maybe" },
		"no sender":             func(s *transport.SMTPSettings) { s.From = "" },
		"a sender with a name":  func(s *transport.SMTPSettings) { s.From = "OCMW <a@example.org>" },
		"no host":               func(s *transport.SMTPSettings) { s.Host = "" },
	} {
		changed := good
		change(&changed)
		if _, err := transport.NewSMTP(changed); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
