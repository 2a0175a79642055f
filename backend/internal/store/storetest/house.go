package storetest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/routing"
)

// House is a world in which everything that hangs on requests follows them, as in the product.
type House struct {
	*World
	Households   *household.Service
	Appointments *appointment.Service
	Hours        *calendar.Rules
}

// Furnish lets households, appointments and routing follow the requests of a world.
func (w *World) Furnish(t testing.TB) *House {
	t.Helper()
	hours := must(calendar.ReadRules(data(t, "data/calendar.yaml")))(t)
	city := w.Deps.City()
	hours.Days = w.Deps.Calendar
	hours.Team = func(place string) string {
		if _, known := city.CentresOf(place); known {
			return place
		}
		team, _ := city.TeamOf(place)
		return team
	}
	h := &House{World: w, Hours: hours}
	h.Households = household.New(household.Deps{Requests: w.Requests, Store: w.SQL.Households(), Clock: w.Clock, Random: rand.Reader})
	h.Appointments = appointment.New(appointment.Deps{
		Store: w.SQL.Appointments(), Requests: w.Requests, Households: h.Households, Calendar: hours,
		Routing: must(routing.Read(data(t, "data/routing.yaml")))(t), City: w.Deps.City, Promise: w.Deps.Calendar.Promise,
		Keys: w.Keys, Clock: w.Clock, Random: rand.Reader,
	})
	return h
}

// Worker adds a worker who can be met from Monday to Friday, from nine to twelve and from one to five: in a centre, and, on the
// days named, at home or by telephone instead.
func (h *House) Worker(t testing.TB, team, centre string, languages ...string) account.Account {
	t.Helper()
	a := h.Staff(t, account.Worker, team)
	a.Languages, a.Share = append([]string{"nl"}, languages...), 100
	err := h.SQL.Accounts().Update(context.Background(), func(tx account.Tx) error {
		stored, _, err := tx.Account(a.ID)
		if err != nil {
			return err
		}
		stored.Account = a
		return tx.UpdateAccount(stored)
	})
	if err != nil {
		t.Fatal(err)
	}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Block(t, a, day, 9*60, 12*60, calendar.Talk, centre)
		h.Block(t, a, day, 13*60, 15*60, calendar.Visit, "")
		h.Block(t, a, day, 15*60, 17*60, calendar.Phone, "")
	}
	return a
}

// Block adds a block to the weekly pattern of a worker.
func (h *House) Block(t testing.TB, a account.Account, day time.Weekday, from, to int, kind calendar.Kind, centre string) {
	t.Helper()
	err := h.SQL.Appointments().Update(context.Background(), func(tx appointment.Tx) error {
		return tx.InsertWeekly(calendar.Weekly{ID: core.NewID(rand.Reader), Worker: a.ID, Day: day, From: from, To: to, Kind: kind, Centre: centre})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// At is a moment on the local clock, days after the day on which a world begins.
func At(days, hour, minute int) time.Time {
	return time.Date(Start.Year(), Start.Month(), Start.Day()+days, hour, minute, 0, 0, core.Brussels).UTC()
}
