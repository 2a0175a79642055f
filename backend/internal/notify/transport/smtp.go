package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"wijkloket/backend/internal/notify"
)

// Security is how the line to a mail server is protected.
type Security string

// The ways to protect a line.
const (
	StartTLS Security = "starttls" // refused when the server does not offer it
	TLS      Security = "tls"      // from the first byte
	Plain    Security = "none"     // to this machine only
)

// SMTPSettings say how to reach the mail server.
type SMTPSettings struct {
	Host     string
	Port     int
	Security Security // empty: StartTLS
	User     string   // empty: without signing in
	Password string
	From     string         // bare address; the name beside it comes from the texts
	ReplyTo  string         // bare address; empty for none
	Roots    *x509.CertPool // whom to trust; nil is the machine's own
}

// smtpPatience is how long a mail server may take to be reached, to greet and to take a message over; each of the three.
const smtpPatience = 10 * time.Second

// SMTP sends e-mail through a mail server. Each message has a line of its own: there are few, and a line that broke cannot
// harm the next.
type SMTP struct {
	settings SMTPSettings
	domain   string
	options  []gomail.Option
}

// NewSMTP makes the transport. It refuses settings that would send e-mail over a network in the clear.
func NewSMTP(s SMTPSettings) (*SMTP, error) {
	from, err := mail.ParseAddress(s.From)
	if err != nil || from.Name != "" || from.Address != s.From {
		return nil, errors.New("the sender of e-mail is no bare address such as afspraken@example.org")
	}
	if s.ReplyTo != "" {
		if _, err := mail.ParseAddress(s.ReplyTo); err != nil {
			return nil, errors.New("the reply address of e-mail is no address")
		}
	}
	t := &SMTP{settings: s, domain: s.From[strings.LastIndex(s.From, "@")+1:]}
	t.options = []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(smtpPatience), gomail.WithHELO(t.domain),
		gomail.WithoutSMTPUTF8(), // our headers are ASCII; asked for it, a server further on that lacks it sends the message back
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch s.Security {
	case StartTLS, "":
		t.options = append(t.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLS:
		t.options = append(t.options, gomail.WithSSL())
	case Plain:
		if !loopback(s.Host) {
			return nil, fmt.Errorf("e-mail to %s would go over the network in the clear: use starttls or tls", s.Host)
		}
		t.options = append(t.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("the security of e-mail is %q: use starttls, tls or none", s.Security)
	}
	if s.User != "" {
		if s.Security == Plain {
			return nil, errors.New("a password for e-mail would go in the clear: use starttls or tls")
		}
		t.options = append(t.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if _, err := gomail.NewClient(s.Host, t.options...); err != nil {
		return nil, fmt.Errorf("e-mail: %w", err)
	}
	return t, nil
}

// Repeatable is false: a mail server takes every message for a new one.
func (t *SMTP) Repeatable() bool { return false }

// Send hands one message to the mail server. The reference is its Message-ID.
func (t *SMTP) Send(ctx context.Context, out notify.Outgoing) (string, error) {
	message, err := t.message(out)
	if err != nil {
		return "", &notify.Fault{Code: "mail-address", Permanent: true}
	}
	client, err := gomail.NewClient(t.settings.Host, t.options...)
	if err != nil {
		return "", &notify.Fault{Code: "mail-settings"}
	}
	line, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return "", &notify.Fault{Code: "mail-" + broken(err)}
	}
	defer func() { _ = client.CloseWithSMTPClient(line) }()
	if err := client.SendWithSMTPClient(line, message); err != nil && !message.IsDelivered() {
		return "", smtpFault(err)
	}
	return message.GetMessageID(), nil
}

// message is the e-mail itself: plain text, nothing that is fetched or counted when somebody reads it.
func (t *SMTP) message(out notify.Outgoing) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	err := errors.Join(m.FromFormat(out.Sender, t.settings.From), m.To(out.To.Reveal()))
	if t.settings.ReplyTo != "" {
		err = errors.Join(err, m.ReplyTo(t.settings.ReplyTo))
	}
	m.Subject(out.Subject)
	m.SetMessageIDWithValue(string(out.ID) + "@" + t.domain)
	m.SetDate()
	m.SetGenHeader(gomail.HeaderContentLang, out.Language)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // no holiday replies to it
	m.SetBodyString(gomail.TypeTextPlain, out.Body.Reveal())
	return m, err
}

// smtpFault is what a failed exchange means. Only an answer about the addressee or the message is the last word; one about us, the
// sender, is for who runs the program to mend. A line that broke after the message, before the answer, leaves it open.
func smtpFault(err error) *notify.Fault {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return &notify.Fault{Code: "mail-" + broken(err)}
	}
	code := failed.ErrorCode()
	switch {
	case code == 0 && failed.Reason == gomail.ErrSMTPDataClose:
		return &notify.Fault{Code: "mail-cut", Unsure: true}
	case code == 0:
		return &notify.Fault{Code: "mail-unreachable"}
	}
	about := failed.Reason == gomail.ErrSMTPRcptTo || failed.Reason == gomail.ErrSMTPData || failed.Reason == gomail.ErrSMTPDataClose
	return &notify.Fault{Code: "mail-" + strconv.Itoa(code), Permanent: about && code >= 500}
}
