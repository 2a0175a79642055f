package account

import (
	"cmp"
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/journey"
)

// Store keeps accounts and sessions; sqlstore is the one in the product.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
}

// Tx is what one transaction of the store can do. Look-ups return false for what is not there.
type Tx interface {
	audit.Tx
	Account(id core.ID) (Stored, bool, error)
	AccountByUsername(username string) (Stored, bool, error)
	Accounts() ([]Account, error)       // all, in any order
	InsertAccount(Stored) (bool, error) // false: the user name is taken
	UpdateAccount(Stored) error         // everything but ID, Username and Created
	EndSessions(account core.ID) error  // of one account
	Session(token []byte) (Session, bool, error)
	PutSession(Session) error
	DeleteSession(token []byte) error
	DropSessions(expiredBy time.Time) error
	PutPicture(account core.ID, picture []byte) error // in the place of the one before; none takes it away
	Picture(account core.ID) ([]byte, error)          // none where there is none
}

// Stored is an account with its password hash.
type Stored struct {
	Account
	Password string
}

// The audit actions of this package.
const (
	auditCreated  audit.Action = "account.created"
	auditDisabled audit.Action = "account.disabled"
	auditEnabled  audit.Action = "account.enabled"
	auditPassword audit.Action = "account.password"
	auditChanged  audit.Action = "account.changed"
	auditSignIn   audit.Action = "account.signed-in"
	auditRefused  audit.Action = "account.sign-in-refused"
	auditPicture  audit.Action = "account.picture"
)

type actorKey struct{}

// As names the account on whose behalf accounts are changed, for the audit. Without it the change is the program's own, or of
// somebody at its command line.
func As(ctx context.Context, actor core.ID) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

func actor(ctx context.Context) core.ID {
	if id, ok := ctx.Value(actorKey{}).(core.ID); ok {
		return id
	}
	return audit.System
}

// Deps are what the service works with. All are required.
type Deps struct {
	Store  Store
	Clock  core.Clock
	Random io.Reader
	Keys   *seal.Keys
	Words  []string               // see LoadCommonWords
	Team   func(team string) bool // whether the directory knows the team
}

// Service is the accounts of the staff.
type Service struct {
	deps   Deps
	chain  *audit.Chain
	guard  guard
	hasher *hasher
	common map[string]bool
	dummy  string // a hash that no password matches, for user names that do not exist
}

// NewService makes the service.
func NewService(deps Deps) (*Service, error) {
	s := &Service{
		deps: deps, chain: audit.New(deps.Keys), guard: newGuard(deps.Clock), hasher: newHasher(), common: map[string]bool{},
	}
	for _, word := range deps.Words {
		s.common[word] = true
	}
	var err error
	s.dummy, err = seal.SlowHash([]byte(core.NewID(deps.Random)), passwordCost, deps.Random)
	return s, err
}

// usernameForm is what a user name may be: 2 to 40 of these.
var usernameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// fullPost is the share of a new account, in percent.
const fullPost = 100

// Create makes an account. An empty first name becomes the first word of the name.
func (s *Service) Create(ctx context.Context, n New) (Account, error) {
	now := s.deps.Clock.Now()
	a := Account{
		ID: core.NewID(s.deps.Random), Username: strings.ToLower(strings.TrimSpace(n.Username)), Name: strings.TrimSpace(n.Name),
		First: strings.TrimSpace(n.First), Role: n.Role, Team: n.Team, Created: now, PasswordSet: now,
		Languages: n.Languages, Share: fullPost,
	}
	if len(a.Languages) == 0 {
		a.Languages = []string{"nl"}
	}
	if a.First == "" {
		a.First, _, _ = strings.Cut(a.Name, " ")
	}
	if err := s.check(a, n.Password); err != nil {
		return Account{}, err
	}
	hash, err := s.hasher.hash(ctx, n.Password, s.deps.Random)
	if err != nil {
		return Account{}, err
	}
	err = s.deps.Store.Update(ctx, func(tx Tx) error {
		inserted, err := tx.InsertAccount(Stored{a, hash})
		if err != nil {
			return err
		}
		if !inserted {
			return invalid("username", "refuse.username.taken")
		}
		return s.chain.Append(tx, a.Created, actor(ctx), auditCreated, a.ID)
	})
	return a, err
}

func (s *Service) check(a Account, password api.Personal) error {
	switch {
	case !usernameForm.MatchString(a.Username):
		return invalid("username", "refuse.username")
	case !shown(a.Name):
		return invalid("name", "refuse.name")
	case !shown(a.First):
		return invalid("first", "refuse.name")
	}
	if err := s.checkPlace(a.Role, a.Team); err != nil {
		return err
	}
	return s.checkPassword(password, a.Username)
}

// checkPlace: an administrator belongs to no team, everybody else to one.
func (s *Service) checkPlace(role Role, team string) error {
	switch role {
	case Admin:
		if team != "" {
			return invalid("team", "refuse.team.admin")
		}
	case Reception, Worker, Lead:
		if !s.deps.Team(team) {
			return invalid("team", "refuse.team")
		}
	default:
		return invalid("role", "refuse.role")
	}
	return nil
}

// shown reports whether a name can be shown: some characters, none that control.
func shown(name string) bool {
	length := utf8.RuneCountInString(name)
	return length > 0 && length <= api.MaxName && utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}

func invalid(field, key string) error {
	refusal := core.Refuse(api.CodeInvalid, key)
	refusal.Fields = []core.FieldError{{Field: field, Reason: refusal.Reason}}
	return refusal
}

// ByID returns an account, also a disabled one: who asks on behalf of a session must look at Disabled. Ask it on every
// request, then a change of role or team acts on the very next one (T-5).
func (s *Service) ByID(ctx context.Context, id core.ID) (a Account, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		stored, found, err := tx.Account(id)
		if err == nil && !found {
			err = core.Refuse(api.CodeNotFound, "refuse.notfound")
		}
		a = stored.Account
		return err
	})
	return a, err
}

// List returns all accounts by name, also disabled ones.
func (s *Service) List(ctx context.Context) (all []Account, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		all, err = tx.Accounts()
		return err
	})
	slices.SortFunc(all, func(a, b Account) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Username, b.Username))
	})
	return all, err
}

// Workers returns whom a request of the team can be assigned to, by name.
func (s *Service) Workers(ctx context.Context, team string) ([]Account, error) {
	all, err := s.List(ctx)
	var workers []Account
	for _, a := range all {
		if a.TakesRequests(team) {
			workers = append(workers, a)
		}
	}
	return workers, err
}

// TakesRequests reports whether requests of the team can be given to this account.
func (a Account) TakesRequests(team string) bool {
	return !a.Disabled && a.Team == team && team != "" && (a.Role == Worker || a.Role == Lead)
}

// Disable closes an account, or opens it again. Closing ends its sessions at once (T-16).
func (s *Service) Disable(ctx context.Context, id core.ID, disabled bool) error {
	action := auditEnabled
	if disabled {
		action = auditDisabled
	}
	return s.change(ctx, id, action, func(stored *Stored) { stored.Disabled = disabled })
}

// SetPlace gives an account another role and team. Sessions go on; what they may do changes with their next request (T-5).
func (s *Service) SetPlace(ctx context.Context, id core.ID, role Role, team string) error {
	if err := s.checkPlace(role, team); err != nil {
		return err
	}
	return s.change(ctx, id, auditChanged, func(stored *Stored) { stored.Role, stored.Team = role, team })
}

// SetWork says in which languages somebody talks with residents, what they know well, and which share of a full post they
// work, in percent: with none of it they are given nothing new.
func (s *Service) SetWork(ctx context.Context, id core.ID, languages, topics []string, share int) error {
	switch {
	case len(languages) == 0 || !listed(languages, talkLanguages()):
		return invalid("languages", "refuse.languages")
	case !listed(topics, journey.Topics):
		return invalid("topics", "refuse.topics")
	case share < 0 || share > fullPost:
		return invalid("share", "refuse.share")
	}
	return s.change(ctx, id, auditChanged, func(stored *Stored) {
		stored.Languages, stored.Topics, stored.Share = slices.Clone(languages), slices.Clone(topics), share
	})
}

func talkLanguages() []string {
	var codes []string
	for _, lang := range journey.TalkLanguages {
		codes = append(codes, lang.Code)
	}
	return codes
}

// listed reports whether every word is one of the known ones, and none stands twice.
func listed(words, known []string) bool {
	for i, word := range words {
		if !slices.Contains(known, word) || slices.Contains(words[:i], word) {
			return false
		}
	}
	return true
}

// SetPassword gives an account a new password and ends its sessions.
func (s *Service) SetPassword(ctx context.Context, id core.ID, password api.Personal) error {
	a, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	if err := s.checkPassword(password, a.Username); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password, s.deps.Random)
	if err != nil {
		return err
	}
	return s.change(ctx, id, auditPassword, func(stored *Stored) {
		stored.Password, stored.PasswordSet = hash, s.deps.Clock.Now()
	})
}

func (s *Service) change(ctx context.Context, id core.ID, action audit.Action, change func(*Stored)) error {
	return s.deps.Store.Update(ctx, func(tx Tx) error {
		stored, found, err := tx.Account(id)
		if err != nil {
			return err
		}
		if !found {
			return core.Refuse(api.CodeNotFound, "refuse.notfound")
		}
		change(&stored)
		if err := tx.UpdateAccount(stored); err != nil {
			return err
		}
		if action == auditDisabled || action == auditPassword {
			if err := tx.EndSessions(id); err != nil {
				return err
			}
		}
		return s.chain.Append(tx, s.deps.Clock.Now(), actor(ctx), action, id)
	})
}
