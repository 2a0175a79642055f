package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

// A race is one person's attempt at one hour, beside many others. The world is small, so that they meet all the time.
const (
	races       = 10_000
	racesShort  = 1_000
	racers      = 64 // at once
	raceRound   = 400
	raceWorkers = 3
	raceHours   = 16 // half hours at which a talk of an hour may begin, so that neighbours overlap
	racePeople  = 40
	holdLife    = 10 * time.Minute
	coolDown    = 5 * time.Minute
	watchEvery  = 50 * time.Millisecond
)

// track is where the races run: one database that two programs work on, so that the engine itself has to keep people apart and
// not only the one writer of a program.
type track struct {
	*World
	t         *testing.T
	programs  []appointment.Store
	workers   []core.ID
	people    []core.ID // requests
	won, lost atomic.Int64
}

// testRaces runs thousands of people against each other for a few hours of a few workers: they hold, book, move, cancel, stay
// away until the hold expires, and hours cool down, while the clock goes on. At no moment do two appointments or holds of a worker
// overlap, and no hour is lost: whatever is taken is taken by somebody, and what is free can be had.
func testRaces(t *testing.T, e Engine) {
	total := races
	if testing.Short() {
		total = racesShort
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	url := e.URL(t)
	if strings.HasPrefix(url, "postgres:") {
		url += "&deadlock_timeout=20ms" // to find out that two programs wait for each other; usually after a second
	}
	w := Open(t, url)
	other := Reopen(t, w.URL, w.Keys, w.Deps.Random)
	track := &track{World: w, t: t, programs: []appointment.Store{w.SQL.Appointments(), other.SQL.Appointments()}}
	for range raceWorkers {
		track.workers = append(track.workers, track.Staff(t, account.Worker, "noord").ID)
	}
	for n := range racePeople {
		track.people = append(track.people, track.ID(t, track.Send(t, "overleie", n).Locator))
	}
	for run := 0; run < total && !t.Failed(); run += raceRound {
		track.round(seed, run)
	}
	track.empty()
	t.Logf("%d changes won, %d lost", track.won.Load(), track.lost.Load())
	if won, lost := track.won.Load(), track.lost.Load(); int(won+lost) < total || won < int64(total)/20 || lost < int64(total)/20 {
		t.Errorf("%d won and %d lost: that is no race", won, lost)
	}
}

// round runs some races, and looks on all the while.
func (k *track) round(seed uint64, run int) {
	var next atomic.Int64
	var running atomic.Int32
	running.Store(racers)
	parallel(racers+1, func(racer int) {
		if racer == racers {
			for running.Load() > 0 {
				k.check()
				time.Sleep(watchEvery)
			}
			return
		}
		defer running.Add(-1)
		for n := next.Add(1); n <= raceRound; n = next.Add(1) {
			k.race(rand.New(rand.NewPCG(seed, uint64(run)+uint64(n))))
		}
	})
	k.check()
}

// race is one attempt: what somebody does, drawn by chance.
func (k *track) race(r *rand.Rand) {
	person := k.people[r.IntN(len(k.people))]
	worker := k.workers[r.IntN(len(k.workers))]
	start := Start.AddDate(0, 0, 1).Add(time.Duration(r.IntN(raceHours)) * 30 * time.Minute)
	name := core.ID(fmt.Sprintf("%016x", r.Uint64()))
	cooling := time.Time{}
	if r.IntN(2) == 0 {
		cooling = k.Clock.Now().Add(coolDown)
	}
	program := k.programs[r.IntN(len(k.programs))]
	try := func(do func(appointment.Tx) (bool, error)) bool { return k.try(program, do) }
	switch r.IntN(8) {
	case 0, 1, 2:
		if try(func(tx appointment.Tx) (bool, error) { return k.take(tx, name, worker, start) }) && r.IntN(4) > 0 {
			try(func(tx appointment.Tx) (bool, error) { return k.book(tx, name, person) })
		}
	case 3:
		try(func(tx appointment.Tx) (bool, error) { return k.bookAtOnce(tx, person, worker, start) })
	case 4:
		try(func(tx appointment.Tx) (bool, error) { return k.move(tx, person, worker, start, cooling) })
	case 5, 6:
		try(func(tx appointment.Tx) (bool, error) { return k.cancel(tx, person, cooling) })
	case 7:
		k.Clock.Add(time.Minute)
		try(func(tx appointment.Tx) (bool, error) {
			_, err := tx.DropHolds(k.Clock.Now())
			return true, err
		})
	}
}

// try runs one change; false takes it back. A database that says "not now", because two programs stood in each other's way,
// loses the race like one that says "taken".
func (k *track) try(program appointment.Store, do func(appointment.Tx) (bool, error)) (ok bool) {
	err := program.Update(context.Background(), func(tx appointment.Tx) (err error) {
		if ok, err = do(tx); err == nil && !ok {
			err = errTaken
		}
		return err
	})
	switch {
	case err == nil:
		k.won.Add(1)
	case errors.Is(err, errTaken), errors.Is(err, store.ErrDuplicate), errors.Is(err, store.ErrUnavailable):
		k.lost.Add(1)
	default:
		k.t.Error(err)
	}
	return err == nil
}

// take holds an hour.
func (k *track) take(tx appointment.Tx, name, worker core.ID, start time.Time) (bool, error) {
	now := k.Clock.Now()
	from, to := cells(start)
	if ok, err := tx.Occupy(worker, from, to, name, now.Add(holdLife), now); err != nil || !ok {
		return false, err
	}
	return true, tx.InsertHold(appointment.HoldRow{ID: name, Token: []byte(name), Worker: worker, Kind: "talk", Start: start, End: start.Add(time.Hour), Expires: now.Add(holdLife)})
}

// book makes an appointment of a hold, whatever became of it meanwhile.
func (k *track) book(tx appointment.Tx, name, person core.ID) (bool, error) {
	hold, found, err := tx.HoldByToken([]byte(name))
	if err != nil || !found || !hold.Expires.After(k.Clock.Now()) {
		return false, err
	}
	if err := tx.Vacate(hold.ID, time.Time{}); err != nil {
		return false, err
	}
	if err := tx.DeleteHold(hold.ID); err != nil {
		return false, err
	}
	return k.bookAtOnce(tx, person, hold.Worker, hold.Start)
}

// bookAtOnce books an hour for who has none yet.
func (k *track) bookAtOnce(tx appointment.Tx, person, worker core.ID, start time.Time) (bool, error) {
	row := k.talk(person, worker, start)
	if latest, found, err := tx.LatestAppointment(person); err != nil || found && latest.State.Live() {
		return false, err
	}
	from, to := cells(start)
	if ok, err := tx.Occupy(worker, from, to, row.ID, time.Time{}, k.Clock.Now()); err != nil || !ok {
		return false, err
	}
	return true, tx.InsertAppointment(row)
}

// move gives an appointment another hour, perhaps one that overlaps with its own.
func (k *track) move(tx appointment.Tx, person, worker core.ID, start, cooling time.Time) (bool, error) {
	row, found, err := tx.LatestAppointment(person)
	if err != nil || !found || !row.State.Live() {
		return false, err
	}
	if err := tx.Vacate(row.ID, cooling); err != nil {
		return false, err
	}
	from, to := cells(start)
	if ok, err := tx.Occupy(worker, from, to, row.ID, time.Time{}, k.Clock.Now()); err != nil || !ok {
		return false, err
	}
	row.Worker, row.Start, row.End, row.Version = worker, start, start.Add(time.Hour), row.Version+1
	return tx.UpdateAppointment(row)
}

// cancel calls an appointment off.
func (k *track) cancel(tx appointment.Tx, person core.ID, cooling time.Time) (bool, error) {
	row, found, err := tx.LatestAppointment(person)
	if err != nil || !found || !row.State.Live() {
		return false, err
	}
	row.State, row.Version = api.AppointmentCancelled, row.Version+1
	if ok, err := tx.UpdateAppointment(row); err != nil || !ok {
		return false, err
	}
	return true, tx.Vacate(row.ID, cooling)
}

// taken is time of a worker, as appointments and holds say themselves.
type taken struct {
	worker, owner       string
	start, end, expires int64
}

// ownedCell is a cell that is not cooling down.
type ownedCell struct {
	worker, owner string
	cell          int64
}

// check looks at one moment of the database without asking the code that made it: what appointments and holds say, and what
// the cells say, must be the same.
func (k *track) check() {
	k.t.Helper()
	all, owned, err := k.moment()
	if err != nil {
		k.t.Error(err)
	}
	for i, one := range all {
		if i > 0 && all[i-1].worker == one.worker && all[i-1].end > one.start {
			k.t.Errorf("doubled: %v and %v", all[i-1], one)
		}
		for cell := one.start / 900e6; cell < one.end/900e6; cell++ {
			mine := ownedCell{one.worker, one.owner, cell}
			if !owned[mine] {
				k.t.Errorf("%v does not have cell %d of its own time", one, cell)
			}
			delete(owned, mine)
		}
	}
	for cell := range owned {
		k.t.Errorf("%d cells are lost to owners that are neither alive nor held: %v", len(owned), cell)
		break
	}
}

// moment reads what is taken. The clock is read once the moment of the database is fixed, so that no change in it knew a later
// time.
func (k *track) moment() (alive []taken, owned map[ownedCell]bool, err error) {
	owned = map[ownedCell]bool{}
	err = k.DB.View(context.Background(), func(tx *store.Tx) error {
		if err := tx.Row(`SELECT COUNT(*) FROM cells`).Scan(new(int)); err != nil {
			return err
		}
		now := store.Stamp(k.Clock.Now())
		err := tx.Each(`
			SELECT worker, id, starts, ends, 0 FROM appointments WHERE state IN ('offered', 'booked')
			UNION ALL SELECT worker, id, starts, ends, expires FROM holds ORDER BY 1, 3`, nil, func(from store.Scanner) error {
			var one taken
			err := from.Scan(&one.worker, &one.owner, &one.start, &one.end, &one.expires)
			if one.expires == 0 || one.expires > now {
				alive = append(alive, one)
			}
			return err
		})
		if err != nil {
			return err
		}
		return tx.Each(`SELECT worker, owner, cell FROM cells WHERE NOT freed AND (until = 0 OR until > $1)`, []any{now}, func(from store.Scanner) error {
			var one ownedCell
			err := from.Scan(&one.worker, &one.owner, &one.cell)
			owned[one] = true
			return err
		})
	})
	return alive, owned, err
}

// empty cancels everything and lets time pass: then every hour of every worker can be had.
func (k *track) empty() {
	k.t.Helper()
	for _, person := range k.people {
		k.change(k.t, func(tx appointment.Tx) error {
			_, err := k.cancel(tx, person, k.Clock.Now().Add(coolDown))
			return err
		})
	}
	k.Clock.Add(holdLife)
	k.check()
	for _, worker := range k.workers {
		for half := 0; half < raceHours; half += 2 {
			k.change(k.t, func(tx appointment.Tx) error {
				start := Start.AddDate(0, 0, 1).Add(time.Duration(half) * 30 * time.Minute)
				if ok, err := k.take(tx, core.ID(fmt.Sprint(worker, half)), worker, start); err != nil || !ok {
					k.t.Errorf("the hour of %s is lost: %v", start, err)
					return err
				}
				return nil
			})
		}
	}
}
