package account

import (
	"context"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// passwordCost is OWASP's lower bound for argon2id (Password Storage Cheat Sheet; T-9): 19 MiB, two passes, one thread.
var passwordCost = seal.Cost{KiB: 19 << 10, Passes: 2}

const (
	minPassword = 15 // characters (T-9)
	maxPassword = 200
	atOnce      = 2  // hashes computed at the same time: each holds 19 MiB and a core
	inQueue     = 10 // that wait for one of them; everybody else is asked to come back
)

// SignIn returns the account that the user name and password belong to. from names the place it comes from, for the
// limits. A wrong name, a wrong password and a disabled account get the same answer for the same work (T-11).
func (s *Service) SignIn(ctx context.Context, username string, password api.Personal, from string) (Account, error) {
	username = strings.ToLower(strings.TrimSpace(username))
	if ok, wait := s.guard.begin(username, from); !ok {
		return Account{}, tooMany(wait)
	}
	var stored Stored
	var found bool
	err := s.deps.Store.View(ctx, func(tx Tx) (err error) {
		stored, found, err = tx.AccountByUsername(username)
		return err
	})
	if err != nil {
		return Account{}, err
	}
	hash := s.dummy
	if found {
		hash = stored.Password
	}
	matches, err := s.hasher.matches(ctx, hash, password)
	if err != nil {
		return Account{}, err
	}
	if !matches || !found || stored.Disabled {
		return Account{}, s.refuse(ctx, stored.ID)
	}
	s.guard.succeed(username, from)
	return stored.Account, s.deps.Store.Update(ctx, func(tx Tx) error {
		return s.chain.Append(tx, s.deps.Clock.Now(), stored.ID, auditSignIn, stored.ID)
	})
}

// refuse notes the refusal; an unknown name leaves an entry too, without the name, which may be a password typed into
// the wrong field.
func (s *Service) refuse(ctx context.Context, id core.ID) error {
	err := s.deps.Store.Update(ctx, func(tx Tx) error {
		return s.chain.Append(tx, s.deps.Clock.Now(), audit.System, auditRefused, id)
	})
	if err != nil {
		return err
	}
	return core.Refuse(api.CodeForbidden, "refuse.signin")
}

func tooMany(wait time.Duration) error {
	refusal := core.Refuse(api.CodeTooMany, "refuse.toomany")
	refusal.Reason.Args = map[string]any{"Seconds": int(wait/time.Second) + 1}
	return refusal
}

// hasher computes few hashes at a time and lets few wait, so that a flood of sign-ins cannot take the machine (E-53).
type hasher struct {
	running chan struct{}
	waiting chan struct{}
}

func newHasher() *hasher {
	return &hasher{make(chan struct{}, min(atOnce, runtime.NumCPU())), make(chan struct{}, atOnce+inQueue)}
}

func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, tooMany(0)
	}
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running; <-h.waiting }, nil
	case <-ctx.Done():
		<-h.waiting
		return nil, ctx.Err()
	}
}

func (h *hasher) matches(ctx context.Context, hash string, password api.Personal) (bool, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	return seal.SlowMatch(hash, bounded(password)), nil
}

func (h *hasher) hash(ctx context.Context, password api.Personal, random io.Reader) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return seal.SlowHash(bounded(password), passwordCost, random)
}

// bounded cuts a password that no account can have.
func bounded(password api.Personal) []byte {
	text := password.Reveal()
	return []byte(text[:min(len(text), maxPassword*utf8.UTFMax+1)])
}

// checkPassword asks for length rather than for odd characters, and refuses what everybody tries first (ASVS 6.2.4).
func (s *Service) checkPassword(password api.Personal, username string) error {
	switch {
	case password.Len() < minPassword:
		return invalid("password", "refuse.password.short")
	case password.Len() > maxPassword:
		return invalid("password", "refuse.password.long")
	case s.guessable(password.Reveal(), username):
		return invalid("password", "refuse.password.common")
	}
	return nil
}

// guessable: a password is as good as known when its letters are nothing but common words or the user name, or when it
// repeats a few characters.
func (s *Service) guessable(password, username string) bool {
	folded := strings.ToLower(password)
	distinct := map[rune]bool{}
	letters := make([]rune, 0, len(folded))
	for _, r := range folded {
		distinct[r] = true
		if unicode.IsLetter(r) {
			letters = append(letters, r)
		}
	}
	if len(distinct) < 6 || repeats(folded) {
		return true
	}
	return s.madeOfCommonWords(string(letters), strings.Map(onlyLetters, username))
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// repeats reports whether the text is a shorter text over and over.
func repeats(text string) bool {
	return strings.Contains((text + text)[1:2*len(text)-1], text)
}

// madeOfCommonWords reports whether the letters can be cut into listed words. No letters at all can: digits alone are no
// password.
func (s *Service) madeOfCommonWords(letters, username string) bool {
	reached := make([]bool, len(letters)+1)
	reached[0] = true
	for end := 1; end <= len(letters); end++ {
		for start := range end {
			word := letters[start:end]
			if reached[start] && (s.common[word] || word == username) {
				reached[end] = true
			}
		}
	}
	return reached[len(letters)]
}

// LoadCommonWords reads a list of words that passwords are made of too often: one a line, "#" begins a remark.
func LoadCommonWords(text []byte) []string {
	var words []string
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		if word := strings.ToLower(strings.TrimSpace(line)); word != "" {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
