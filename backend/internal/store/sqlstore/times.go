package sqlstore

import (
	"time"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

const selectWeekly = `SELECT id, account, weekday, from_minute, to_minute, kind, centre, since, until FROM patterns `

func scanWeekly(from store.Scanner) (w calendar.Weekly, err error) {
	err = from.Scan((*string)(&w.ID), (*string)(&w.Worker), &w.Day, &w.From, &w.To, (*string)(&w.Kind), &w.Centre, (*string)(&w.Since), (*string)(&w.Until))
	return w, err
}

// Weekly is the pattern of a worker, from Monday on.
func (t tx) Weekly(worker core.ID) ([]calendar.Weekly, error) {
	return all(t, scanWeekly, selectWeekly+`WHERE account = $1 ORDER BY (weekday + 6) % 7, from_minute, id`, string(worker))
}

// InsertWeekly adds a block to a pattern.
func (t tx) InsertWeekly(w calendar.Weekly) error {
	_, err := t.Exec(`
		INSERT INTO patterns (id, account, weekday, from_minute, to_minute, kind, centre, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(w.ID), string(w.Worker), int(w.Day), w.From, w.To, string(w.Kind), w.Centre, string(w.Since), string(w.Until))
	return err
}

// DeleteWeekly takes a block out of a worker's pattern.
func (t tx) DeleteWeekly(worker, id core.ID) (bool, error) {
	return one(t.Exec(`DELETE FROM patterns WHERE id = $1 AND account = $2`, string(id), string(worker)))
}

const selectException = `SELECT id, account, day, from_minute, to_minute, away, kind, centre FROM exceptions `

func scanException(from store.Scanner) (e calendar.Exception, err error) {
	err = from.Scan((*string)(&e.ID), (*string)(&e.Worker), (*string)(&e.On), &e.From, &e.To, &e.Off, (*string)(&e.Kind), &e.Centre)
	return e, err
}

// Exceptions are those of a worker from a day on, by day and hour.
func (t tx) Exceptions(worker core.ID, from calendar.Date) ([]calendar.Exception, error) {
	return all(t, scanException, selectException+`WHERE account = $1 AND day >= $2 ORDER BY day, from_minute, id`, string(worker), string(from))
}

// InsertException adds a change of one day.
func (t tx) InsertException(e calendar.Exception) error {
	_, err := t.Exec(`INSERT INTO exceptions (id, account, day, from_minute, to_minute, away, kind, centre) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		string(e.ID), string(e.Worker), string(e.On), e.From, e.To, e.Off, string(e.Kind), e.Centre)
	return err
}

// DeleteException takes a change of one day back.
func (t tx) DeleteException(worker, id core.ID) (bool, error) {
	return one(t.Exec(`DELETE FROM exceptions WHERE id = $1 AND account = $2`, string(id), string(worker)))
}

const selectAbsence = `SELECT id, account, first_day, last_day FROM absences `

func scanAbsence(from store.Scanner) (a calendar.Absence, err error) {
	err = from.Scan((*string)(&a.ID), (*string)(&a.Worker), (*string)(&a.First), (*string)(&a.Last))
	return a, err
}

// Absences are those of a worker that end on a day or later, by their first day.
func (t tx) Absences(worker core.ID, from calendar.Date) ([]calendar.Absence, error) {
	return all(t, scanAbsence, selectAbsence+`WHERE account = $1 AND last_day >= $2 ORDER BY first_day, id`, string(worker), string(from))
}

// InsertAbsence adds an absence.
func (t tx) InsertAbsence(a calendar.Absence) error {
	_, err := t.Exec(`INSERT INTO absences (id, account, first_day, last_day) VALUES ($1, $2, $3, $4)`,
		string(a.ID), string(a.Worker), string(a.First), string(a.Last))
	return err
}

// DeleteAbsence takes an absence of a worker back.
func (t tx) DeleteAbsence(worker, id core.ID) (bool, error) {
	return one(t.Exec(`DELETE FROM absences WHERE id = $1 AND account = $2`, string(id), string(worker)))
}

const selectClosure = `SELECT id, centre, first_day, last_day FROM closures `

func scanClosure(from store.Scanner) (c calendar.Closure, err error) {
	err = from.Scan((*string)(&c.ID), &c.Centre, (*string)(&c.First), (*string)(&c.Last))
	return c, err
}

// Closures are those that end on a day or later, by their first day.
func (t tx) Closures(from calendar.Date) ([]calendar.Closure, error) {
	return all(t, scanClosure, selectClosure+`WHERE last_day >= $1 ORDER BY first_day, id`, string(from))
}

// InsertClosure adds days on which a centre, or everything, is closed.
func (t tx) InsertClosure(c calendar.Closure) error {
	_, err := t.Exec(`INSERT INTO closures (id, centre, first_day, last_day) VALUES ($1, $2, $3, $4)`,
		string(c.ID), c.Centre, string(c.First), string(c.Last))
	return err
}

// DeleteClosure takes closing days back.
func (t tx) DeleteClosure(id core.ID) (bool, error) {
	return one(t.Exec(`DELETE FROM closures WHERE id = $1`, string(id)))
}

func scanBusy(from store.Scanner) (b calendar.Busy, err error) {
	var starts, ends int64
	err = from.Scan((*string)(&b.Worker), &starts, &ends, (*string)(&b.Kind), &b.Area)
	b.From, b.To = store.Moment(starts), store.Moment(ends)
	return b, err
}

// ReplaceOfficeBusy stores what an office calendar says now.
func (t tx) ReplaceOfficeBusy(worker core.ID, busy []calendar.Busy) error {
	if _, err := t.Exec(`DELETE FROM office_busy WHERE account = $1`, string(worker)); err != nil {
		return err
	}
	for _, b := range busy {
		_, err := t.Exec(`INSERT INTO office_busy (account, starts, ends) VALUES ($1, $2, $3)`, string(worker), store.Stamp(b.From), store.Stamp(b.To))
		if err != nil {
			return err
		}
	}
	return nil
}

// OfficeBusy is what an office calendar said of the time after a moment.
func (t tx) OfficeBusy(worker core.ID, from time.Time) ([]calendar.Busy, error) {
	return all(t, scanBusy, `SELECT account, starts, ends, '', '' FROM office_busy WHERE account = $1 AND ends > $2 ORDER BY starts, ends`,
		string(worker), store.Stamp(from))
}

// PutFeed gives a worker's calendar its secret address, or takes it away.
func (t tx) PutFeed(worker core.ID, token []byte, created time.Time) error {
	if _, err := t.Exec(`DELETE FROM feeds WHERE account = $1`, string(worker)); err != nil || len(token) == 0 {
		return err
	}
	_, err := t.Exec(`INSERT INTO feeds (token, account, created) VALUES ($1, $2, $3)`, token, string(worker), store.Stamp(created))
	return err
}

// Feed is whose calendar has this address. That of somebody who no longer works here has none.
func (t tx) Feed(token []byte) (worker core.ID, ok bool, err error) {
	err = t.Row(`SELECT f.account FROM feeds f JOIN accounts a ON a.id = f.account WHERE f.token = $1 AND NOT a.disabled`, token).Scan((*string)(&worker))
	ok, err = found(err)
	return worker, ok, err
}

// FeedSince is when a worker's calendar got its address.
func (t tx) FeedSince(worker core.ID) (time.Time, error) {
	var created int64
	err := t.Row(`SELECT COALESCE(MAX(created), 0) FROM feeds WHERE account = $1`, string(worker)).Scan(&created)
	return store.Moment(created), err
}
