package sqlstore

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store"
)

// InsertRequest stores a new request, unless its idempotency key or its locator is there already.
func (t tx) InsertRequest(r request.Row) (bool, error) {
	return one(t.Exec(`
		INSERT INTO requests (id, locator, idempotency, body, code, team, centre, kiosk, place, state, worker, language,
			channel, parts, voicemail, introduce, never_write, consent, data_key, name, phone, email, address, message,
			code_word, why, about, phone_index, email_index, created, promise, kept, changed, version,
			remind, apart, birth_year, person_index, escalated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
			$25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39)
		ON CONFLICT DO NOTHING`,
		string(r.ID), r.Locator, r.Idempotency, r.Body, r.Code, r.Team, r.Centre, r.Kiosk, string(r.Place), string(r.State), orNull(r.Worker), r.Language,
		string(r.Channel), list(r.Parts), r.Voicemail, string(r.Introduce), r.NeverWrite, r.Consent, blob(r.Sealed.DataKey), blob(r.Sealed.Name),
		blob(r.Sealed.Phone), blob(r.Sealed.Email), blob(r.Sealed.Address), blob(r.Sealed.Message), blob(r.Sealed.CodeWord), blob(r.Sealed.Why),
		blob(r.Sealed.About), blob(r.PhoneIndex), blob(r.EmailIndex), store.Stamp(r.Created), store.Stamp(r.Promise), store.Stamp(r.Kept),
		store.Stamp(r.Changed), r.Version, string(r.Remind), r.Apart, blob(r.Sealed.Born), blob(r.PersonIndex), int(r.Escalated)))
}

// UpdateRequest stores what can change of a request, if nobody changed it in between.
func (t tx) UpdateRequest(r request.Row) (bool, error) {
	return one(t.Exec(`
		UPDATE requests SET team = $1, centre = $2, state = $3, worker = $4, channel = $5, parts = $6, voicemail = $7,
			introduce = $8, never_write = $9, phone = $10, email = $11, code_word = $12, phone_index = $13, email_index = $14,
			promise = $15, kept = $16, changed = $17, version = $18, remind = $19, escalated = $20,
			place = $21, address = $22, about = $23, why = $24
		WHERE id = $25 AND version = $26`,
		r.Team, r.Centre, string(r.State), orNull(r.Worker), string(r.Channel), list(r.Parts), r.Voicemail,
		string(r.Introduce), r.NeverWrite, blob(r.Sealed.Phone), blob(r.Sealed.Email), blob(r.Sealed.CodeWord), blob(r.PhoneIndex), blob(r.EmailIndex),
		store.Stamp(r.Promise), store.Stamp(r.Kept), store.Stamp(r.Changed), r.Version,
		string(r.Remind), int(r.Escalated), string(r.Place), blob(r.Sealed.Address), blob(r.Sealed.About), blob(r.Sealed.Why),
		string(r.ID), r.Version-1))
}

const selectRequest = `
	SELECT r.id, r.locator, r.idempotency, r.body, r.code, r.team, r.centre, r.kiosk, r.place, r.state, COALESCE(r.worker, ''),
		r.language, r.channel, r.parts, r.voicemail, r.introduce, r.never_write, r.consent, r.data_key, r.name, r.phone, r.email,
		r.address, r.message, r.code_word, r.why, r.about, r.phone_index, r.email_index, r.created, r.promise, r.kept, r.changed,
		r.version, r.remind, r.apart, r.birth_year, r.person_index, r.escalated, COALESCE(w.name, ''), COALESCE(w.first_name, '')
	FROM requests r LEFT JOIN accounts w ON w.id = r.worker `

func scanRequest(from store.Scanner) (r request.Row, err error) {
	var id, place, state, worker, channel, parts, introduce string
	var created, promise, kept, changed int64
	err = from.Scan(&id, &r.Locator, &r.Idempotency, &r.Body, &r.Code, &r.Team, &r.Centre, &r.Kiosk, &place, &state, &worker,
		&r.Language, &channel, &parts, &r.Voicemail, &introduce, &r.NeverWrite, &r.Consent, &r.Sealed.DataKey, &r.Sealed.Name,
		&r.Sealed.Phone, &r.Sealed.Email, &r.Sealed.Address, &r.Sealed.Message, &r.Sealed.CodeWord, &r.Sealed.Why, &r.Sealed.About,
		&r.PhoneIndex, &r.EmailIndex, &created, &promise, &kept, &changed, &r.Version,
		(*string)(&r.Remind), &r.Apart, &r.Sealed.Born, &r.PersonIndex, &r.Escalated, &r.WorkerName, &r.WorkerFirst)
	r.ID, r.Place, r.State, r.Worker = core.ID(id), api.Place(place), api.State(state), core.ID(worker)
	r.Channel, r.Parts, r.Introduce = api.Channel(channel), unlist[api.DayPart](parts), api.Introduction(introduce)
	r.Created, r.Promise, r.Kept, r.Changed = store.Moment(created), store.Moment(promise), store.Moment(kept), store.Moment(changed)
	return r, err
}

// Request looks a request up by its ID.
func (t tx) Request(id core.ID) (request.Row, bool, error) {
	return first(t, scanRequest, selectRequest+"WHERE r.id = $1", string(id))
}

// RequestByLocator looks a request up by the public part of its code.
func (t tx) RequestByLocator(locator string) (request.Row, bool, error) {
	return first(t, scanRequest, selectRequest+"WHERE r.locator = $1", locator)
}

// RequestByIdempotency looks a request up by what was derived from its Idempotency-Key.
func (t tx) RequestByIdempotency(key []byte) (request.Row, bool, error) {
	return first(t, scanRequest, selectRequest+"WHERE r.idempotency = $1", key)
}

// Requests are those of a team that fit, the latest change first.
func (t tx) Requests(team string, f request.Selection, limit int) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+`
		WHERE r.team = $1
			AND (CAST($2 AS TEXT) = '' OR r.worker = CAST($2 AS TEXT))
			AND (CAST($3 AS TEXT) = '' OR r.centre = CAST($3 AS TEXT))
			AND (NOT CAST($4 AS BOOLEAN) OR r.state NOT IN ('met', 'closed', 'cancelled') OR (CAST($5 AS BIGINT) > 0 AND r.changed >= CAST($5 AS BIGINT)))
		ORDER BY r.changed DESC, r.id LIMIT $6`,
		team, string(f.Worker), f.Centre, f.OpenOnly, store.Stamp(f.Since), limit)
}

// Promised are the requests whose promise comes near, the earliest first, a page after another.
func (t tx) Promised(before time.Time, after request.Row, limit int) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+`
		WHERE r.kept = 0 AND r.promise < $1 AND r.escalated < 2 AND r.channel <> 'none' AND r.state NOT IN ('met', 'closed', 'cancelled')
			AND (r.promise > $2 OR (r.promise = $2 AND r.id > $3))
		ORDER BY r.promise, r.id LIMIT $4`,
		store.Stamp(before), store.Stamp(after.Promise), string(after.ID), limit)
}

// RequestsByPhone are those of a team with this blind index.
func (t tx) RequestsByPhone(team string, index []byte) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+"WHERE r.phone_index = $1 AND r.team = $2 ORDER BY r.changed DESC, r.id", index, team)
}

// RequestsByEmail are those of a team with this blind index.
func (t tx) RequestsByEmail(team string, index []byte) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+"WHERE r.email_index = $1 AND r.team = $2 ORDER BY r.changed DESC, r.id", index, team)
}

// InsertEvent adds to the history of a request.
func (t tx) InsertEvent(e request.EventRow) error {
	_, err := t.Exec(`INSERT INTO events (id, request, at, account, kind, before, after, reason, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(e.ID), string(e.Request), store.Stamp(e.At), orNull(e.Account), string(e.Kind), e.From, e.To, blob(e.Reason), blob(e.Why))
	return err
}

// Events is the history of a request, newest first.
func (t tx) Events(id core.ID) (events []request.EventRow, err error) {
	err = t.Each(`
		SELECT e.id, e.request, e.at, COALESCE(e.account, ''), e.kind, e.before, e.after, e.reason, e.why, COALESCE(a.name, '')
		FROM events e LEFT JOIN accounts a ON a.id = e.account WHERE e.request = $1 ORDER BY e.number DESC`, []any{string(id)},
		func(from store.Scanner) error {
			var e request.EventRow
			var at int64
			err := from.Scan((*string)(&e.ID), (*string)(&e.Request), &at, (*string)(&e.Account), (*string)(&e.Kind), &e.From, &e.To, &e.Reason, &e.Why, &e.Who)
			e.At = store.Moment(at)
			events = append(events, e)
			return err
		})
	return events, err
}

// LastOpened is when an account last opened a request.
func (t tx) LastOpened(id, account core.ID) (time.Time, error) {
	var at int64
	err := t.Row(`SELECT COALESCE(MAX(at), 0) FROM events WHERE request = $1 AND account = $2 AND kind = $3`,
		string(id), string(account), string(request.EventOpened)).Scan(&at)
	return store.Moment(at), err
}

// InsertNote adds a note to a request.
func (t tx) InsertNote(n request.NoteRow) error {
	_, err := t.Exec(`INSERT INTO notes (id, request, at, account, note) VALUES ($1, $2, $3, $4, $5)`,
		string(n.ID), string(n.Request), store.Stamp(n.At), string(n.Account), n.Note)
	return err
}

// InsertOutcome adds what became of a right.
func (t tx) InsertOutcome(o request.OutcomeRow) error {
	_, err := t.Exec(`INSERT INTO outcomes (id, request, at, account, outcome) VALUES ($1, $2, $3, $4, $5)`,
		string(o.ID), string(o.Request), store.Stamp(o.At), string(o.Account), o.Outcome)
	return err
}

// Outcomes are what became of the rights of a request, oldest first.
func (t tx) Outcomes(id core.ID) (outcomes []request.OutcomeRow, err error) {
	err = t.Each(`
		SELECT o.id, o.request, o.at, o.account, o.outcome, a.name
		FROM outcomes o JOIN accounts a ON a.id = o.account WHERE o.request = $1 ORDER BY o.number`, []any{string(id)},
		func(from store.Scanner) error {
			var o request.OutcomeRow
			var at int64
			err := from.Scan((*string)(&o.ID), (*string)(&o.Request), &at, (*string)(&o.Account), &o.Outcome, &o.Who)
			o.At = store.Moment(at)
			outcomes = append(outcomes, o)
			return err
		})
	return outcomes, err
}

// Notes are the notes of a request, newest first.
func (t tx) Notes(id core.ID) (notes []request.NoteRow, err error) {
	err = t.Each(`
		SELECT n.id, n.request, n.at, n.account, n.note, a.name
		FROM notes n JOIN accounts a ON a.id = n.account WHERE n.request = $1 ORDER BY n.number DESC`, []any{string(id)},
		func(from store.Scanner) error {
			var n request.NoteRow
			var at int64
			err := from.Scan((*string)(&n.ID), (*string)(&n.Request), &at, (*string)(&n.Account), &n.Note, &n.Who)
			n.At = store.Moment(at)
			notes = append(notes, n)
			return err
		})
	return notes, err
}
