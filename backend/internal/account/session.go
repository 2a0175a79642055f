package account

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/alexedwards/scs/v2"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// SessionAccount is the name under which a session holds the ID of the account that signed in, as a string. The store
// looks for it, so that it can end all sessions of an account.
const SessionAccount = "account"

// Session is a stored session of a staff browser.
type Session struct {
	Token   []byte  // hash of the cookie's token
	Account core.ID // empty before sign-in
	Data    []byte  // sealed
	Expires time.Time
}

// SessionStore keeps the sessions of the staff pages. Of a token only a hash is kept: the token has 256 random bits, so a
// fast hash hides it, and a copied database opens no session.
func (s *Service) SessionStore() scs.CtxStore { return sessions{s} }

type sessions struct{ *Service }

var _ scs.CtxStore = sessions{}

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// sessionPlace binds the data of a session to its token.
func sessionPlace(token []byte) seal.Place {
	return seal.Place{Table: "sessions", Column: "data", Row: core.ID(token)}
}

// FindCtx returns the data of a session that has not expired.
func (s sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	key := hashed(token)
	var session Session
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		session, found, err = tx.Session(key)
		return err
	})
	if err != nil || !found || !s.deps.Clock.Now().Before(session.Expires) {
		return nil, false, err
	}
	data, err = s.deps.Keys.Open(sessionPlace(key), session.Data)
	if err != nil {
		return nil, false, nil // written under keys that are gone: the person signs in again
	}
	return data, true, nil
}

// CommitCtx stores a session and clears away those that expired. Committing a session of a disabled account is refused, so
// that a request that was under way cannot bring it back (T-16).
func (s sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	owner, _ := values[SessionAccount].(string)
	key := hashed(token)
	sealed, err := s.deps.Keys.Seal(sessionPlace(key), data)
	if err != nil {
		return err
	}
	session := Session{Token: key, Account: core.ID(owner), Data: sealed, Expires: expires.UTC().Truncate(time.Microsecond)}
	return s.deps.Store.Update(ctx, func(tx Tx) error {
		if err := tx.DropSessions(s.deps.Clock.Now()); err != nil {
			return err
		}
		if owner != "" {
			stored, found, err := tx.Account(core.ID(owner))
			if err != nil {
				return err
			}
			if !found || stored.Disabled {
				return tx.DeleteSession(key)
			}
		}
		return tx.PutSession(session)
	})
}

// DeleteCtx ends a session.
func (s sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.deps.Store.Update(ctx, func(tx Tx) error { return tx.DeleteSession(hashed(token)) })
}

// Find is FindCtx for callers without a context.
func (s sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (s sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx for callers without a context.
func (s sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
