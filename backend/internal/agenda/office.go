package agenda

import (
	"context"
	"io"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/calendar/ics"
	"wijkloket/backend/internal/core"
)

const (
	importAhead = 400 * 24 * time.Hour // of an office calendar is kept what lies this far ahead
	feedBehind  = 14 * 24 * time.Hour  // a feed shows what is this recent,
	feedAhead   = 400 * 24 * time.Hour // and what is to come
)

// Import reads an export of the worker's office calendar (iCalendar) and keeps when they are busy: from and to, and nothing
// else of it. It takes the place of the import before. It returns how many spans there are.
func (s *Service) Import(ctx context.Context, v account.Viewer, worker core.ID, text io.Reader) (int, error) {
	now := s.deps.Clock.Now()
	spans, err := ics.ReadBusy(text, now.Truncate(24*time.Hour), now.Add(importAhead), ics.Office)
	if err != nil {
		return 0, err
	}
	busy := make([]calendar.Busy, len(spans))
	for i, span := range spans {
		busy[i] = calendar.Busy{Worker: worker, From: span.From, To: span.To}
	}
	return len(busy), s.change(ctx, v, worker, auditImported, func(tx appointment.Tx) error {
		return tx.ReplaceOfficeBusy(worker, busy)
	})
}

// ForgetImport drops what was imported.
func (s *Service) ForgetImport(ctx context.Context, v account.Viewer, worker core.ID) error {
	return s.change(ctx, v, worker, auditImported, func(tx appointment.Tx) error { return tx.ReplaceOfficeBusy(worker, nil) })
}

// NewFeed gives the viewer's own calendar a new secret address; the one before stops working. The secret is shown once.
func (s *Service) NewFeed(ctx context.Context, v account.Viewer) (api.Personal, error) {
	secret := api.NewPersonal(string(core.NewID(s.deps.Random)) + string(core.NewID(s.deps.Random)))
	return secret, s.change(ctx, v, v.ID, auditFeed, func(tx appointment.Tx) error {
		return tx.PutFeed(v.ID, s.token(secret), s.deps.Clock.Now())
	})
}

// EndFeed takes the secret address of the viewer's calendar away.
func (s *Service) EndFeed(ctx context.Context, v account.Viewer) error {
	return s.change(ctx, v, v.ID, auditFeed, func(tx appointment.Tx) error { return tx.PutFeed(v.ID, nil, time.Time{}) })
}

func (s *Service) token(secret api.Personal) []byte {
	return s.deps.Keys.PRF("feed", []byte(secret.Reveal()))
}

// Feed is the calendar behind a secret address: hours and centres, in titles that say nothing. Whoever is no longer open for
// work has none; nor has who moved to a role without appointments.
func (s *Service) Feed(ctx context.Context, secret api.Personal) (text []byte, err error) {
	now := s.deps.Clock.Now()
	err = s.deps.Store.View(ctx, func(tx appointment.Tx) error {
		worker, found, err := tx.Feed(s.token(secret))
		if err != nil {
			return err
		}
		stored, known, err := tx.Account(worker)
		if err != nil {
			return err
		}
		if !found || !known || stored.Disabled || !meets(stored.Role) {
			return core.Refuse(api.CodeNotFound, "refuse.notfound")
		}
		rows, err := tx.WorkerAppointments(worker, now.Add(-feedBehind), now.Add(feedAhead))
		if err != nil {
			return err
		}
		text = ics.Feed(feedName, s.events(rows))
		return nil
	})
	return text, err
}

// What stands in an office calendar, which others see too. Workers read Dutch.
const (
	feedName    = "Kortrijk"
	titleMeet   = "Afspraak"
	titlePhone  = "Afspraak (telefoon)"
	titleAway   = "Afspraak (buitenshuis)"
	titleWaits  = "Onder voorbehoud"
	feedUIDHost = "wijkloket"
)

func (s *Service) events(rows []appointment.Row) []ics.Event {
	events := make([]ics.Event, 0, len(rows))
	for _, row := range rows {
		event := ics.Event{
			UID: string(row.ID) + "@" + feedUIDHost, Start: row.Start, End: row.End, Title: titleMeet, Changed: row.Changed, Sequence: row.Version,
			Cancelled: row.State == api.AppointmentCancelled,
		}
		switch {
		case row.State == api.AppointmentOffered:
			event.Title = titleWaits
		case row.Kind == calendar.Phone:
			event.Title = titlePhone
		case row.Kind == calendar.Visit:
			event.Title = titleAway
		default:
			event.Title = titleMeet + ", " + s.deps.CentreName(row.Centre)
		}
		events = append(events, event)
	}
	return events
}
