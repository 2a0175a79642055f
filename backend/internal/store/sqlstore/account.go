package sqlstore

import (
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

const selectAccount = `SELECT id, username, name, first_name, role, team, disabled, password, password_set, created, languages, topics, share FROM accounts `

func scanAccount(from store.Scanner) (s account.Stored, err error) {
	var set, created int64
	var languages, topics string
	err = from.Scan((*string)(&s.ID), &s.Username, &s.Name, &s.First, (*string)(&s.Role), &s.Team, &s.Disabled, &s.Password, &set, &created, &languages, &topics, &s.Share)
	s.Languages, s.Topics = unlist[string](languages), unlist[string](topics)
	s.PasswordSet, s.Created = store.Moment(set), store.Moment(created)
	return s, err
}

// Account looks an account up by its ID.
func (t tx) Account(id core.ID) (account.Stored, bool, error) {
	s, err := scanAccount(t.Row(selectAccount+"WHERE id = $1", string(id)))
	ok, err := found(err)
	return s, ok, err
}

// AccountByUsername looks an account up by its user name.
func (t tx) AccountByUsername(username string) (account.Stored, bool, error) {
	s, err := scanAccount(t.Row(selectAccount+"WHERE username = $1", username))
	ok, err := found(err)
	return s, ok, err
}

// Accounts are all accounts, in no order: the engines sort names differently.
func (t tx) Accounts() (all []account.Account, err error) {
	err = t.Each(selectAccount, nil, func(from store.Scanner) error {
		s, err := scanAccount(from)
		all = append(all, s.Account)
		return err
	})
	return all, err
}

// InsertAccount stores an account, unless its user name is taken.
func (t tx) InsertAccount(s account.Stored) (bool, error) {
	return one(t.Exec(`
		INSERT INTO accounts (id, username, name, first_name, role, team, disabled, password, password_set, created, languages, topics, share)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (username) DO NOTHING`,
		string(s.ID), s.Username, s.Name, s.First, string(s.Role), s.Team, s.Disabled, s.Password, store.Stamp(s.PasswordSet), store.Stamp(s.Created),
		list(s.Languages), list(s.Topics), s.Share))
}

// UpdateAccount stores what can change of an account.
func (t tx) UpdateAccount(s account.Stored) error {
	_, err := t.Exec(`UPDATE accounts SET name = $1, first_name = $2, role = $3, team = $4, disabled = $5, password = $6, password_set = $7,
		languages = $8, topics = $9, share = $10 WHERE id = $11`,
		s.Name, s.First, string(s.Role), s.Team, s.Disabled, s.Password, store.Stamp(s.PasswordSet),
		list(s.Languages), list(s.Topics), s.Share, string(s.ID))
	return err
}

// Session looks a session up by the hash of its token.
func (t tx) Session(token []byte) (account.Session, bool, error) {
	s := account.Session{Token: token}
	var expires int64
	err := t.Row(`SELECT account, data, expires FROM sessions WHERE token = $1`, token).Scan((*string)(&s.Account), &s.Data, &expires)
	s.Expires = store.Moment(expires)
	ok, err := found(err)
	return s, ok, err
}

// PutSession stores a session, or replaces it.
func (t tx) PutSession(s account.Session) error {
	_, err := t.Exec(`
		INSERT INTO sessions (token, account, data, expires) VALUES ($1, $2, $3, $4)
		ON CONFLICT (token) DO UPDATE SET account = excluded.account, data = excluded.data, expires = excluded.expires`,
		s.Token, string(s.Account), s.Data, store.Stamp(s.Expires))
	return err
}

// DeleteSession ends a session, if it is there.
func (t tx) DeleteSession(token []byte) error {
	_, err := t.Exec(`DELETE FROM sessions WHERE token = $1`, token)
	return err
}

// EndSessions ends all sessions of an account.
func (t tx) EndSessions(id core.ID) error {
	_, err := t.Exec(`DELETE FROM sessions WHERE account = $1`, string(id))
	return err
}

// DropSessions clears away what expired.
func (t tx) DropSessions(expiredBy time.Time) error {
	_, err := t.Exec(`DELETE FROM sessions WHERE expires <= $1`, store.Stamp(expiredBy))
	return err
}

// PutPicture keeps the picture of an account.
func (t tx) PutPicture(account core.ID, picture []byte) error {
	if len(picture) == 0 {
		_, err := t.Exec(`DELETE FROM pictures WHERE account = $1`, string(account))
		return err
	}
	_, err := t.Exec(`INSERT INTO pictures (account, picture) VALUES ($1, $2) ON CONFLICT (account) DO UPDATE SET picture = excluded.picture`,
		string(account), picture)
	return err
}

// Picture is that of an account.
func (t tx) Picture(account core.ID) (picture []byte, err error) {
	err = t.Row(`SELECT picture FROM pictures WHERE account = $1`, string(account)).Scan(&picture)
	_, err = found(err)
	return picture, err
}
