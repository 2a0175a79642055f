package sqlstore

import (
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/store"
)

// EnqueueMessage stores a message, unless it is there already.
func (t tx) EnqueueMessage(m notify.Row) (bool, error) {
	return one(t.Exec(`
		INSERT INTO messages (id, request, appointment, kind, about, occasion, channel, state, language, not_before, deadline, next_try, attempts,
			reference, receipt, account, created, changed, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (request, appointment, kind, about, occasion) DO NOTHING`,
		string(m.ID), string(m.Request), string(m.Appointment), string(m.Kind), store.Stamp(m.Start), m.Occasion, string(m.Channel), string(m.State), m.Language,
		store.Stamp(m.NotBefore), store.Stamp(m.Deadline), store.Stamp(m.NextTry), m.Attempts, m.Reference, m.Receipt, orNull(m.By),
		store.Stamp(m.Created), store.Stamp(m.Changed), m.Version))
}

// DropMessages drops those of a request that nobody has acted on.
func (t tx) DropMessages(request, appointment core.ID, before int, at time.Time, receipt string, kinds ...notify.Kind) (int, error) {
	if len(kinds) == 0 {
		kinds = []notify.Kind{""}
	}
	var dropped int64
	for _, kind := range kinds {
		n, err := t.Exec(`
			UPDATE messages SET state = 'dropped', receipt = $1, changed = $2, version = version + 1
			WHERE request = $3 AND (CAST($4 AS TEXT) = '' OR appointment = CAST($4 AS TEXT)) AND (CAST($5 AS TEXT) = '' OR kind = CAST($5 AS TEXT))
				AND state IN ('queued', 'task') AND occasion < $6`,
			receipt, store.Stamp(at), string(request), string(appointment), string(kind), before)
		if err != nil {
			return 0, err
		}
		dropped += n
	}
	return int(dropped), nil
}

// messageTeam is the team that has the request of a message now; see withTeam.
const messageTeam = `(SELECT r.team FROM requests r WHERE r.id = m.request)`

const selectMessage = `
	SELECT m.id, m.request, m.appointment, ` + messageTeam + `, m.kind, m.about, m.occasion, m.channel, m.state, m.language, m.not_before, m.deadline, m.next_try,
		m.attempts, m.reference, m.receipt, COALESCE(m.account, ''), m.created, m.changed, m.version
	FROM messages m `

func scanMessage(from store.Scanner) (m notify.Row, err error) {
	var about, notBefore, deadline, nextTry, created, changed int64
	err = from.Scan((*string)(&m.ID), (*string)(&m.Request), (*string)(&m.Appointment), &m.Team, (*string)(&m.Kind), &about, &m.Occasion,
		(*string)(&m.Channel), (*string)(&m.State), &m.Language, &notBefore, &deadline, &nextTry,
		&m.Attempts, &m.Reference, &m.Receipt, (*string)(&m.By), &created, &changed, &m.Version)
	m.Start, m.NotBefore, m.Deadline, m.NextTry = store.Moment(about), store.Moment(notBefore), store.Moment(deadline), store.Moment(nextTry)
	m.Created, m.Changed = store.Moment(created), store.Moment(changed)
	return m, err
}

// DueMessages are those that the clerk has to look at.
func (t tx) DueMessages(now time.Time, limit int) ([]notify.Row, error) {
	return all(t, scanMessage, selectMessage+`
		WHERE m.state IN ('queued', 'sending', 'task') AND m.next_try <= $1 ORDER BY m.next_try, m.id LIMIT $2`, store.Stamp(now), limit)
}

// UpdateMessage stores what can change of a message, if nobody changed it in between.
func (t tx) UpdateMessage(m notify.Row) (bool, error) {
	return one(t.Exec(`
		UPDATE messages SET channel = $1, state = $2, next_try = $3, attempts = $4, reference = $5, receipt = $6, changed = $7, version = $8, account = $9
		WHERE id = $10 AND version = $11`,
		string(m.Channel), string(m.State), store.Stamp(m.NextTry), m.Attempts, m.Reference, m.Receipt, store.Stamp(m.Changed), m.Version, orNull(m.By),
		string(m.ID), m.Version-1))
}

// Message looks a message up by its ID.
func (t tx) Message(id core.ID) (notify.Row, bool, error) {
	return first(t, scanMessage, selectMessage+`WHERE m.id = $1`, string(id))
}

// MessageByReference looks a message up by the gateway's name for it: the latest, should a gateway use one twice.
func (t tx) MessageByReference(reference string) (notify.Row, bool, error) {
	return first(t, scanMessage, selectMessage+`WHERE m.reference = $1 AND m.reference <> '' ORDER BY m.created DESC, m.id LIMIT 1`, reference)
}

// MessagesOf are all messages of a request.
func (t tx) MessagesOf(request core.ID) ([]notify.Row, error) {
	return all(t, scanMessage, selectMessage+`WHERE m.request = $1 ORDER BY m.created DESC, m.id`, string(request))
}

// Tasks are what people have to do for the requests that are with a team.
func (t tx) Tasks(team string, limit int) ([]notify.Row, error) {
	return all(t, scanMessage, selectMessage+`WHERE m.state = 'task' AND `+messageTeam+` = $1 ORDER BY m.deadline, m.id LIMIT $2`, team, limit)
}
