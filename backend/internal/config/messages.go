package config

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// Messages is how messages reach residents. Without a mail server or a gateway the messages that would go there become tasks for
// people, which the desk sees.
type Messages struct {
	MailServer   string `name:"mail-server" env:"WIJKLOKET_MAIL_SERVER" placeholder:"HOST:PORT" help:"Mail server for e-mail to residents. Without one, e-mail becomes a task for reception."`
	MailSecurity string `name:"mail-security" default:"starttls" enum:"starttls,tls,none" env:"WIJKLOKET_MAIL_SECURITY" placeholder:"HOW" help:"starttls, tls, or none to this machine only (${default})."`
	MailUser     string `name:"mail-user" env:"WIJKLOKET_MAIL_USER" placeholder:"NAME" help:"To sign in at the mail server with."`
	MailPassword string `name:"mail-password" env:"WIJKLOKET_MAIL_PASSWORD" placeholder:"PASSWORD" help:"Better set in the environment than as a flag, which other users of this machine can read."`
	MailFrom     string `name:"mail-from" env:"WIJKLOKET_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of e-mail, as neutral as its words: afspraken@example.org."`
	MailReplyTo  string `name:"mail-reply-to" env:"WIJKLOKET_MAIL_REPLY_TO" placeholder:"ADDRESS" help:"Where an answer to an e-mail goes. Default: the sender."`

	SMSGateway  string `name:"sms-gateway" env:"WIJKLOKET_SMS_GATEWAY" placeholder:"URL" help:"HTTP gateway for SMS; package notify/transport says what it has to do. Without one, SMS becomes a task for reception."`
	SMSToken    string `name:"sms-token" env:"WIJKLOKET_SMS_TOKEN" placeholder:"TOKEN" help:"Our token at the gateway. Better set in the environment than as a flag."`
	SMSCallback string `name:"sms-callback-token" env:"WIJKLOKET_SMS_CALLBACK_TOKEN" placeholder:"TOKEN" help:"Token of the gateway at our /sms/delivery on the public listener, of at least 20 characters. Without one there are no delivery reports."`
}

// Mail is the address of the mail server; ok is false without one.
func (m Messages) Mail() (host string, port int, ok bool) {
	host, text, err := net.SplitHostPort(m.MailServer)
	if err != nil {
		return "", 0, false
	}
	port, err = strconv.Atoi(text)
	return host, port, err == nil && host != "" && port > 0 && port < 65536
}

func (m Messages) check() error {
	var wrong []error
	if m.MailServer != "" {
		if _, _, ok := m.Mail(); !ok {
			wrong = append(wrong, fmt.Errorf("--mail-server %q is no HOST:PORT: write for example mail.example.org:587", m.MailServer))
		}
		if m.MailFrom == "" {
			wrong = append(wrong, errors.New("--mail-server needs --mail-from: the sender of e-mail"))
		}
	}
	if m.SMSGateway != "" && m.SMSToken == "" {
		wrong = append(wrong, errors.New("--sms-gateway needs --sms-token, best as WIJKLOKET_SMS_TOKEN in the environment"))
	}
	if m.SMSCallback != "" && len(m.SMSCallback) < minToken {
		wrong = append(wrong, fmt.Errorf("--sms-callback-token is shorter than %d characters: draw a longer one, or leave it out", minToken))
	}
	return errors.Join(wrong...)
}

// lines are the settings without secrets.
func (m Messages) lines() []string {
	return []string{
		"mail-server " + or(m.MailServer, "none"), "mail-security " + m.MailSecurity, "mail-from " + or(m.MailFrom, "none"),
		"sms-gateway " + or(shownURL(m.SMSGateway), "none"), "sms-callback-token " + isSet(m.SMSCallback),
	}
}

func isSet(secret string) string {
	if secret == "" {
		return "none"
	}
	return "set"
}
