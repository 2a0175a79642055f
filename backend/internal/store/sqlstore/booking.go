package sqlstore

import (
	"errors"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

// quarter is how long a cell of a worker's time is, in seconds.
const quarter = 15 * 60

// cellOf is the cell that a moment is in.
func cellOf(at time.Time) int64 {
	seconds := at.Unix()
	cell := seconds / quarter
	if seconds%quarter < 0 {
		cell--
	}
	return cell
}

// startOf is when a cell begins.
func startOf(cell int64) time.Time { return time.Unix(cell*quarter, 0).UTC() }

// Occupy takes cells for an owner, if all of them are free. An owner may have back what cools down after it.
func (t tx) Occupy(worker core.ID, first, last int64, owner core.ID, until, now time.Time) (bool, error) {
	if last < first {
		return false, errors.New("sqlstore: no cells to occupy")
	}
	_, err := t.Exec(`
		DELETE FROM cells WHERE worker = $1 AND cell >= $2 AND cell <= $3
			AND ((until > 0 AND until <= $4) OR (freed AND owner = $5))`,
		string(worker), first, last, store.Stamp(now), string(owner))
	if err != nil {
		return false, err
	}
	taken, err := t.Exec(`
		WITH RECURSIVE span (cell) AS (
			SELECT CAST($2 AS BIGINT) UNION ALL SELECT cell + 1 FROM span WHERE cell < CAST($3 AS BIGINT)
		)
		INSERT INTO cells (worker, cell, owner, until, freed)
		SELECT CAST($1 AS TEXT), cell, CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS BOOLEAN) FROM span WHERE 1 = 1
		ON CONFLICT (worker, cell) DO NOTHING`,
		string(worker), first, last, string(owner), store.Stamp(until), false)
	return taken == last-first+1, err
}

// Vacate gives up the cells of an owner. Those that cool down already go on doing so.
func (t tx) Vacate(owner core.ID, until time.Time) error {
	if until.IsZero() {
		_, err := t.Exec(`DELETE FROM cells WHERE owner = $1 AND NOT freed`, string(owner))
		return err
	}
	_, err := t.Exec(`UPDATE cells SET freed = $1, until = $2 WHERE owner = $3 AND NOT freed`, true, store.Stamp(until), string(owner))
	return err
}

// InsertHold stores a hold. Its cells are taken by Occupy.
func (t tx) InsertHold(h appointment.HoldRow) error {
	_, err := t.Exec(`INSERT INTO holds (id, token, worker, kind, centre, area, starts, ends, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(h.ID), h.Token, string(h.Worker), string(h.Kind), h.Centre, h.Area, store.Stamp(h.Start), store.Stamp(h.End), store.Stamp(h.Expires))
	return err
}

// HoldByToken looks a hold up by what was derived from its holder's secret.
func (t tx) HoldByToken(token []byte) (appointment.HoldRow, bool, error) {
	return first(t, scanHold, `SELECT id, token, worker, kind, centre, area, starts, ends, expires FROM holds WHERE token = $1`, token)
}

func scanHold(from store.Scanner) (h appointment.HoldRow, err error) {
	var starts, ends, expires int64
	err = from.Scan((*string)(&h.ID), &h.Token, (*string)(&h.Worker), (*string)(&h.Kind), &h.Centre, &h.Area, &starts, &ends, &expires)
	h.Start, h.End, h.Expires = store.Moment(starts), store.Moment(ends), store.Moment(expires)
	return h, err
}

// DeleteHold removes a hold, if it is there. Its cells are given up by Vacate.
func (t tx) DeleteHold(id core.ID) error {
	_, err := t.Exec(`DELETE FROM holds WHERE id = $1`, string(id))
	return err
}

// DropHolds clears away holds that expired, with their cells, and cells that have cooled down.
func (t tx) DropHolds(expiredBy time.Time) (int, error) {
	by := store.Stamp(expiredBy)
	if _, err := t.Exec(`DELETE FROM cells WHERE NOT freed AND owner IN (SELECT id FROM holds WHERE expires <= $1)`, by); err != nil {
		return 0, err
	}
	if _, err := t.Exec(`DELETE FROM cells WHERE until > 0 AND until <= $1`, by); err != nil {
		return 0, err
	}
	dropped, err := t.Exec(`DELETE FROM holds WHERE expires <= $1`, by)
	return int(dropped), err
}

// InsertAppointment stores a new appointment. Its cells are taken by Occupy.
func (t tx) InsertAppointment(a appointment.Row) error {
	_, err := t.Exec(`
		INSERT INTO appointments (id, request, worker, team, kind, centre, area, state, starts, ends, accepted, account, created, changed, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		string(a.ID), string(a.Request), string(a.Worker), a.Team, string(a.Kind), a.Centre, a.Area, string(a.State), store.Stamp(a.Start), store.Stamp(a.End),
		store.Stamp(a.Accepted), orNull(a.By), store.Stamp(a.Created), store.Stamp(a.Changed), a.Version)
	return err
}

// UpdateAppointment stores what can change of an appointment, if nobody changed it in between.
func (t tx) UpdateAppointment(a appointment.Row) (bool, error) {
	return one(t.Exec(`
		UPDATE appointments SET worker = $1, team = $2, kind = $3, centre = $4, area = $5, state = $6, starts = $7, ends = $8, accepted = $9,
			changed = $10, version = $11
		WHERE id = $12 AND version = $13`,
		string(a.Worker), a.Team, string(a.Kind), a.Centre, a.Area, string(a.State), store.Stamp(a.Start), store.Stamp(a.End), store.Stamp(a.Accepted),
		store.Stamp(a.Changed), a.Version, string(a.ID), a.Version-1))
}

const selectAppointment = `
	SELECT a.id, a.request, a.worker, a.team, a.kind, a.centre, a.area, a.state, a.starts, a.ends, a.accepted, COALESCE(a.account, ''),
		a.created, a.changed, a.version, w.first_name, w.name, w.languages
	FROM appointments a JOIN accounts w ON w.id = a.worker `

func scanAppointment(from store.Scanner) (a appointment.Row, err error) {
	var state, languages string
	var starts, ends, accepted, created, changed int64
	err = from.Scan((*string)(&a.ID), (*string)(&a.Request), (*string)(&a.Worker), &a.Team, (*string)(&a.Kind), &a.Centre, &a.Area, &state, &starts, &ends,
		&accepted, (*string)(&a.By), &created, &changed, &a.Version, &a.WorkerFirst, &a.WorkerName, &languages)
	a.State, a.Languages = api.AppointmentState(state), unlist[string](languages)
	a.Start, a.End, a.Accepted = store.Moment(starts), store.Moment(ends), store.Moment(accepted)
	a.Created, a.Changed = store.Moment(created), store.Moment(changed)
	return a, err
}

// Appointment looks an appointment up by its ID.
func (t tx) Appointment(id core.ID) (appointment.Row, bool, error) {
	return first(t, scanAppointment, selectAppointment+`WHERE a.id = $1`, string(id))
}

// LatestAppointment is the last that was made for a request.
func (t tx) LatestAppointment(request core.ID) (appointment.Row, bool, error) {
	return first(t, scanAppointment, selectAppointment+`WHERE a.request = $1 ORDER BY a.number DESC LIMIT 1`, string(request))
}

// withTeam is the team that has the request of an appointment now. As a question about each appointment it keeps an engine from
// beginning with all requests that a team ever had.
const withTeam = `(SELECT r.team FROM requests r WHERE r.id = a.request)`

// TeamAppointments are those of the requests that are with a team now.
func (t tx) TeamAppointments(team string, worker core.ID, from, until time.Time) ([]appointment.Row, error) {
	return all(t, scanAppointment, selectAppointment+`
		WHERE a.starts >= $3 AND a.starts < $4 AND (CAST($2 AS TEXT) = '' OR a.worker = CAST($2 AS TEXT)) AND `+withTeam+` = $1
		ORDER BY a.starts, a.number`,
		team, string(worker), store.Stamp(from), store.Stamp(until))
}

// WorkerAppointments are those of a worker.
func (t tx) WorkerAppointments(worker core.ID, from, until time.Time) ([]appointment.Row, error) {
	return all(t, scanAppointment, selectAppointment+`WHERE a.worker = $1 AND a.starts >= $2 AND a.starts < $3 ORDER BY a.starts, a.number`,
		string(worker), store.Stamp(from), store.Stamp(until))
}

// Waiting are booked appointments that an earlier moment could be offered for.
func (t tx) Waiting(kind calendar.Kind, team, centre string, after time.Time, limit int) ([]appointment.Row, error) {
	return all(t, scanAppointment, selectAppointment+`
		WHERE a.state = 'booked' AND a.kind = $1 AND a.centre = $3 AND a.starts > $4 AND `+withTeam+` = $2
		ORDER BY a.number LIMIT $5`,
		string(kind), team, centre, store.Stamp(after), limit)
}

// Offered are the appointments that wait for a yes and start before a moment.
func (t tx) Offered(before time.Time, limit int) ([]appointment.Row, error) {
	return all(t, scanAppointment, selectAppointment+"WHERE a.state = 'offered' AND a.starts < $1 ORDER BY a.starts, a.id LIMIT $2",
		store.Stamp(before), limit)
}

// PutEarlier offers an earlier moment for an appointment.
func (t tx) PutEarlier(e appointment.EarlierRow) error {
	_, err := t.Exec(`
		INSERT INTO earlier (appointment, worker, centre, starts, ends, created) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (appointment) DO UPDATE SET worker = excluded.worker, centre = excluded.centre, starts = excluded.starts,
			ends = excluded.ends, created = excluded.created`,
		string(e.Appointment), string(e.Worker), e.Centre, store.Stamp(e.Start), store.Stamp(e.End), store.Stamp(e.Created))
	return err
}

// Earlier is the earlier moment that is offered for an appointment.
func (t tx) Earlier(id core.ID) (appointment.EarlierRow, bool, error) {
	return first(t, scanEarlier, `SELECT appointment, worker, centre, starts, ends, created FROM earlier WHERE appointment = $1`, string(id))
}

func scanEarlier(from store.Scanner) (e appointment.EarlierRow, err error) {
	var starts, ends, created int64
	err = from.Scan((*string)(&e.Appointment), (*string)(&e.Worker), &e.Centre, &starts, &ends, &created)
	e.Start, e.End, e.Created = store.Moment(starts), store.Moment(ends), store.Moment(created)
	return e, err
}

// DeleteEarlier takes the offer back, if there is one.
func (t tx) DeleteEarlier(id core.ID) error {
	_, err := t.Exec(`DELETE FROM earlier WHERE appointment = $1`, string(id))
	return err
}
