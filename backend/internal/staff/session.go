package staff

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
)

// The server alone keeps these (T-15); the browser's cookie carries no date.
const (
	idleLimit = 15 * time.Minute // without a touch
	stayLimit = 8 * time.Hour    // a working day
)

// cookieName makes the browser refuse the cookie unless it is Secure, of this very host and of the whole site (T-14).
const cookieName = "__Host-onthaal"

// What a session holds: no personal value of a resident, ever.
const (
	keyAccount  = account.SessionAccount
	keySince    = "since" // when this sign-in happened
	keyLanguage = "language"
	keyNotice   = "notice"
	keyNoticeOf = "notice.of"
	keyUndo     = "notice.undo"
	keyTask     = "notice.task"
	keyVersion  = "notice.version"
	keyRequest  = "notice.request"
	keyLate     = "notice.late"
)

// sessions keeps who is signed in, on the server; the browser holds 256 random bits.
type sessions struct {
	scs   *scs.SessionManager
	store bounded
	clock core.Clock
}

func newSessions(store scs.CtxStore, clock core.Clock, fail func(http.ResponseWriter, *http.Request, error)) *sessions {
	m := scs.New()
	ours := bounded{store, clock}
	m.Store = ours
	m.IdleTimeout, m.Lifetime = idleLimit, stayLimit // makes scs store a session at every request; when it ends, bounded says
	m.ErrorFunc = fail
	m.Cookie = scs.SessionCookie{Name: cookieName, Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode}
	return &sessions{scs: m, store: ours, clock: clock}
}

// bounded sets when a session ends, by our own clock: a while after the last request, and never later than a working day
// after signing in (T-15).
type bounded struct {
	scs.CtxStore
	clock core.Clock
}

// CommitCtx stores a session with its end.
func (b bounded) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	ends := b.clock.Now().Add(idleLimit)
	if since, signedIn := values[keySince].(int64); signedIn {
		if last := time.UnixMicro(since).Add(stayLimit); last.Before(ends) {
			ends = last
		}
	}
	return b.CtxStore.CommitCtx(ctx, token, data, ends)
}

// serve answers with the session in the context. A quiet request reads the session and leaves its end where it was, so
// that a page that refreshes itself does not keep a deserted desk open.
func (s *sessions) serve(w http.ResponseWriter, r *http.Request, quiet bool, next http.HandlerFunc) {
	if !quiet {
		s.scs.LoadAndSave(next).ServeHTTP(w, r)
		return
	}
	ctx, err := s.scs.Load(r.Context(), tokenOf(r))
	if err != nil {
		s.scs.ErrorFunc(w, r, err)
		return
	}
	next(w, r.WithContext(ctx))
}

// begin signs an account in under a new token, so that a token planted before is worth nothing (T-14).
func (s *sessions) begin(ctx context.Context, who account.Account) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return err
	}
	s.scs.Put(ctx, keyAccount, string(who.ID))
	s.scs.Put(ctx, keySince, s.clock.Now().UnixMicro())
	return nil
}

// end forgets the session on the server (T-16) but keeps the language, which is nobody's secret.
func (s *sessions) end(ctx context.Context) error {
	lang := s.language(ctx)
	if err := s.scs.Destroy(ctx); err != nil {
		return err
	}
	if lang != "" {
		s.scs.Put(ctx, keyLanguage, lang)
	}
	return nil
}

func (s *sessions) account(ctx context.Context) core.ID {
	return core.ID(s.scs.GetString(ctx, keyAccount))
}

// outlived reports that the account's password was set anew after this session began.
func (s *sessions) outlived(ctx context.Context, who account.Account) bool {
	return who.PasswordSet.UnixMicro() > s.scs.GetInt64(ctx, keySince)
}

func (s *sessions) language(ctx context.Context) string { return s.scs.GetString(ctx, keyLanguage) }

// alive reports whether the token still opens a session of the account. It asks the store itself, because a context that
// holds a session once holds it for good, and a stream that stays open must notice that its session ended elsewhere.
func (s *sessions) alive(r *http.Request, id core.ID) (bool, error) {
	data, found, err := s.store.FindCtx(r.Context(), tokenOf(r))
	if err != nil || !found {
		return false, err
	}
	_, values, err := scs.GobCodec{}.Decode(data)
	owner, _ := values[keyAccount].(string)
	return core.ID(owner) == id, err
}

func tokenOf(r *http.Request) string {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// notice is one sentence on the next page: what was just done, and how to undo it. Of is a team or a worker by name,
// never a resident.
type notice struct {
	Key, Of, Undo string
	Task, Request core.ID // with undoTask; without a request it leads back to the list
	Version       int     // of the task, as it was
	Late          bool    // it was not done: a colleague was first
}

// where is the part of a request's page that shows the notice: what became of rights is noted one after the other, and the page
// must not jump away from them.
func (n notice) where() string {
	switch {
	case n.Undo == undoOutcome:
		return "#rechten"
	case n.OfHousehold():
		return "#gezin"
	}
	return ""
}

// OfHousehold reports whether the notice stands with the household.
func (n notice) OfHousehold() bool { return n.Undo == undoLinked || n.Undo == undoUnlike }

func (s *sessions) leave(ctx context.Context, n notice) {
	s.scs.Put(ctx, keyNotice, n.Key)
	s.scs.Put(ctx, keyNoticeOf, n.Of)
	s.scs.Put(ctx, keyUndo, n.Undo)
	s.scs.Put(ctx, keyTask, string(n.Task))
	s.scs.Put(ctx, keyVersion, n.Version)
	s.scs.Put(ctx, keyRequest, string(n.Request))
	s.scs.Put(ctx, keyLate, n.Late)
}

func (s *sessions) collect(ctx context.Context) *notice {
	key := s.scs.PopString(ctx, keyNotice)
	if key == "" {
		return nil
	}
	return &notice{
		Key: key, Of: s.scs.PopString(ctx, keyNoticeOf), Undo: s.scs.PopString(ctx, keyUndo),
		Task: core.ID(s.scs.PopString(ctx, keyTask)), Request: core.ID(s.scs.PopString(ctx, keyRequest)),
		Version: s.scs.PopInt(ctx, keyVersion), Late: s.scs.PopBool(ctx, keyLate),
	}
}
