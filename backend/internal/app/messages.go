package app

import (
	"context"
	"io/fs"
	"net/http"
	"path/filepath"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/notify/transport"
	"wijkloket/backend/internal/reception"
	"wijkloket/backend/internal/request"
	"wijkloket/i18n"
)

// messages builds what carries messages to residents, and refuses a text that would say too much.
func (a *App) messages(texts *i18n.Bundle) error {
	text, err := fs.ReadFile(assets.Files, "data/messages/forbidden.yaml")
	if err != nil {
		return err
	}
	forbidden, err := notify.ReadForbidden(text)
	if err != nil {
		return err
	}
	if err := notify.Lint(texts, forbidden, a.samples()); err != nil {
		return err
	}
	wires, err := a.wires()
	if err != nil {
		return err
	}
	writer, guard, store := notify.NewWriter(texts), notify.Guard{Holiday: a.holiday}, a.tables.Messages()
	a.letters = writer
	a.clerk = notify.NewClerk(notify.Deps{
		Store: store, Clock: a.options.Clock, Source: a.Appointments, Writer: writer, Guard: guard, Transports: wires,
		Observe: a.messageMoved,
	})
	a.reception = reception.New(reception.Deps{
		Desk: notify.Reception{
			Store: store, Clock: a.options.Clock, Source: a.Appointments, Writer: writer, Guard: guard, Chain: audit.New(a.keys),
		},
		Requests: a.Requests, Store: store, Clock: a.options.Clock,
	})
	return nil
}

// wires are the ways out. The demo writes files instead; whoever has neither gets tasks for people.
func (a *App) wires() (map[notify.Channel]notify.Transport, error) {
	wires := map[notify.Channel]notify.Transport{}
	m := a.config.Messages
	if a.config.Demo {
		folder := filepath.Join(a.storage.DataDir, "outbox")
		for channel, extension := range map[notify.Channel]string{notify.SMS: "sms", notify.Email: "mail"} {
			box, err := transport.NewOutbox(folder, extension)
			if err != nil {
				return nil, err
			}
			wires[channel] = box
		}
	}
	if host, port, ok := m.Mail(); ok {
		mail, err := transport.NewSMTP(transport.SMTPSettings{
			Host: host, Port: port, Security: transport.Security(m.MailSecurity), User: m.MailUser, Password: m.MailPassword,
			From: m.MailFrom, ReplyTo: m.MailReplyTo,
		})
		if err != nil {
			return nil, err
		}
		wires[notify.Email] = mail
	}
	if m.SMSGateway != "" {
		sms, err := transport.NewSMS(m.SMSGateway, m.SMSToken)
		if err != nil {
			return nil, err
		}
		wires[notify.SMS] = sms
	}
	return wires, nil
}

// samples are the longest values that can stand in a message: the centres of the city, and a code word.
func (a *App) samples() notify.Samples {
	s := notify.Samples{CodeWord: []string{a.words.Longest()}, Titles: []string{"page.calendar.title"}}
	for _, centre := range a.Directory().Centres() {
		s.Centres = append(s.Centres, centre.Name)
	}
	return s
}

// holiday is a day off in the week; a Saturday is none, or nobody who comes on Monday would be reminded.
func (a *App) holiday(day time.Time) bool {
	weekday := day.In(core.Brussels).Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !a.calendar.Workday(day)
}

// messageMoved counts what became of a message, and tells the desk of one that became a task.
func (a *App) messageMoved(m notify.Row) {
	a.metrics.Message(string(m.Kind), string(m.Channel), string(m.State))
	if m.State != notify.Waiting {
		return
	}
	err := a.store.View(context.Background(), func(tx request.Tx) error {
		row, found, err := tx.Request(m.Request)
		if err == nil && found {
			a.Requests.Publish(request.ChangeOf(row, request.EventNoted))
		}
		return err
	})
	if err != nil {
		a.log.Error().Err(err).Msg("the desk was not told of a task")
	}
}

// delivered takes the reports of the SMS gateway.
func (a *App) delivered() (http.Handler, error) {
	return transport.NewCallback(a.config.SMSCallback, a.clerk.Deliver)
}

// send carries what is due.
func (a *App) send(ctx context.Context) error { return a.clerk.Tick(ctx) }
