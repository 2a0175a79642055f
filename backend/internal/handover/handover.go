// Package handover passes a running visit from the kiosk to the resident's phone: language, step and choices, never a
// word that was typed (T-31). Everything is in memory and forgotten after minutes; a restart of the program ends every
// open hand-over and loses nothing that was promised.
//
// Two secrets of 128 bits belong to a hand-over. The phone's is in the QR, works once and for two minutes (T-30); the
// kiosk's own key follows and ends it. Neither opens what the other does. Unknown, expired and used secrets give one and
// the same refusal.
package handover

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// MaxOpen is how many hand-overs may be known at a time. A city has a dozen kiosks; a flood is refused and not stored.
const MaxOpen = 2000

// settle is how long the kiosk may still follow and end a hand-over after a phone took it: long enough to compare two
// words and to say "that is not my phone".
const settle = 2 * time.Minute

// refusedFor is how long a phone stays shut out that the kiosk sent away: longer than a visit's cookie lives.
const refusedFor = time.Hour

// Deps are what a Service needs. City and Area judge what a kiosk sends, so that nothing typed can travel as a choice.
type Deps struct {
	Clock  core.Clock
	Random io.Reader
	Words  Words
	City   func() journey.City
	Area   func(name string) bool // a neighbourhood that the directory offers; nil knows none
}

// Ref names a hand-over in the phone's sealed cookie; it opens nothing.
type Ref = core.ID

// Taken is what the phone gets.
type Taken struct {
	Language string
	Step     string
	Choices  api.Choices
	Words    [2]string // the kiosk shows the same
	Ref      Ref
}

// digest is what the table keeps of a secret, so that looking one up takes the same time however much of it is right.
type digest [sha256.Size]byte

type handover struct {
	taken   Taken
	secret  digest
	key     digest
	expires time.Time
	used    bool
}

// Service holds the open hand-overs. It is safe for many goroutines.
type Service struct {
	deps Deps

	mu       sync.Mutex
	bySecret map[digest]*handover
	byKey    map[digest]*handover
	refused  map[Ref]time.Time // sent away by the kiosk, until
}

// New makes an empty Service.
func New(d Deps) (*Service, error) {
	if d.Clock == nil || d.Random == nil || d.City == nil {
		return nil, errors.New("handover: clock, random and city are needed")
	}
	if err := d.Words.check(); err != nil {
		return nil, err
	}
	return &Service{deps: d, bySecret: map[digest]*handover{}, byKey: map[digest]*handover{}, refused: map[Ref]time.Time{}}, nil
}

// Open makes a hand-over and the address for its QR: base/h#secret. It refuses an unknown language or step, and too many
// open ones. Choices that no list knows are dropped.
func (s *Service) Open(_ context.Context, n api.NewHandover, base string) (api.Handover, error) {
	if !i18n.Known(n.Language) {
		return api.Handover{}, wrong("language")
	}
	if !journey.Known(journey.StepID(n.Step)) {
		return api.Handover{}, wrong("step")
	}
	secret, key := s.newSecret(), s.newSecret()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.deps.Clock.Now()
	s.forget(now)
	if len(s.byKey) >= MaxOpen {
		return api.Handover{}, core.Refuse(api.CodeTooMany, "")
	}
	h := &handover{
		taken: Taken{
			Language: n.Language, Step: n.Step, Choices: s.onlyPicked(n.Choices),
			Words: s.pickWords(n.Language), Ref: core.NewID(s.deps.Random),
		},
		secret: sha256.Sum256([]byte(secret)), key: sha256.Sum256([]byte(key)), expires: now.Add(api.HandoverLife),
	}
	s.bySecret[h.secret], s.byKey[h.key] = h, h
	return api.Handover{URL: api.NewPersonal(base + "/h#" + secret), Key: api.NewPersonal(key), Expires: h.expires}, nil
}

// Take hands the visit to the phone that holds the secret, once.
func (s *Service) Take(secret api.Personal) (Taken, error) {
	sum := sha256.Sum256([]byte(secret.Reveal()))
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.deps.Clock.Now()
	s.forget(now)
	h, ok := s.bySecret[sum]
	if !ok {
		return Taken{}, gone()
	}
	delete(s.bySecret, sum)
	h.used, h.expires = true, now.Add(settle)
	return h.taken, nil
}

// Status tells the kiosk whether a phone took over.
func (s *Service) Status(key api.Personal) (api.HandoverStatus, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.find(key)
	if err != nil {
		return api.HandoverStatus{}, err
	}
	if !h.used {
		return api.HandoverStatus{}, nil
	}
	return api.HandoverStatus{Taken: true, Words: h.taken.Words}, nil
}

// End ends a hand-over: the QR stops working, and a phone that took it already is sent away. The kiosk calls it when
// the resident goes back, wipes, or says "that is not my phone". Ending what is gone is no error.
func (s *Service) End(key api.Personal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.find(key)
	if err != nil {
		return
	}
	s.drop(h)
	if h.used {
		s.refused[h.taken.Ref] = s.deps.Clock.Now().Add(refusedFor)
	}
}

// Alive reports whether the phone that took the hand-over may go on, which it may until the kiosk sends it away.
func (s *Service) Alive(ref Ref) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	until, refused := s.refused[ref]
	return !refused || !until.After(s.deps.Clock.Now())
}

// Count is how many hand-overs are known now, for a metric.
func (s *Service) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(s.deps.Clock.Now())
	return len(s.byKey)
}

// find looks a kiosk's key up. The caller holds the lock.
func (s *Service) find(key api.Personal) (*handover, error) {
	s.forget(s.deps.Clock.Now())
	h, ok := s.byKey[sha256.Sum256([]byte(key.Reveal()))]
	if !ok {
		return nil, gone()
	}
	return h, nil
}

// forget drops what is over. The caller holds the lock.
func (s *Service) forget(now time.Time) {
	for _, h := range s.byKey {
		if !now.Before(h.expires) {
			s.drop(h)
		}
	}
	for ref, until := range s.refused {
		if !now.Before(until) {
			delete(s.refused, ref)
		}
	}
}

func (s *Service) drop(h *handover) {
	delete(s.byKey, h.key)
	delete(s.bySecret, h.secret)
}

// onlyPicked keeps the choices that the journey's lists and the directory know (T-31).
func (s *Service) onlyPicked(c api.Choices) api.Choices {
	city := s.deps.City()
	setting := journey.Setting{City: city}
	if _, known := city.CentreName(c.Kiosk); known {
		setting.Kiosk = c.Kiosk
	}
	if s.deps.Area == nil || !s.deps.Area(c.Area) {
		c.Area = ""
	}
	return journey.FromChoices(c, setting).Choices(setting)
}

func (s *Service) pickWords(language string) [2]string {
	words := s.deps.Words[language]
	first := s.below(len(words))
	second := s.below(len(words) - 1)
	if second >= first {
		second++ // two different words
	}
	return [2]string{words[first], words[second]}
}

func (s *Service) below(n int) int {
	drawn, err := rand.Int(s.deps.Random, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // a program without randomness must stop
	}
	return int(drawn.Int64())
}

// newSecret is 128 random bits.
func (s *Service) newSecret() string {
	var raw [16]byte
	if _, err := io.ReadFull(s.deps.Random, raw[:]); err != nil {
		panic(err) // a program without randomness must stop
	}
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// gone is the one answer to a secret or key that is unknown, expired, used or ended.
func gone() error { return core.Refuse(api.CodeUnknownCode, "error.handover.gone") }

func wrong(field string) error {
	return &core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{{Field: field, Reason: core.Message{Key: "error.field.shape"}}}}
}
