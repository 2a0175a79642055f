package handover_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/handover"
	"wijkloket/backend/journey"
)

type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

type city struct{}

func (city) CentreIDs() []string { return []string{"overleie", "v-tex"} }
func (city) CentreName(id string) (string, bool) {
	return "Wijkcentrum " + id, id == "overleie" || id == "v-tex"
}
func (city) TeamAt(api.Address) (string, bool) { return "noord", true }

func words(t handoverT) handover.Words {
	words, err := handover.ReadWords(assets.Files)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

type handoverT interface {
	Fatal(args ...any)
	Helper()
}

func newService(t handoverT) (*handover.Service, *clock) {
	t.Helper()
	at := &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	s, err := handover.New(handover.Deps{
		Clock: at, Random: rand.Reader, Words: words(t), City: func() journey.City { return city{} },
		Area: func(name string) bool { return name == "Overleie" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, at
}

func open(t handoverT, s *handover.Service) (secret api.Personal, opened api.Handover) {
	t.Helper()
	opened, err := s.Open(context.Background(), api.NewHandover{Language: "fr", Step: "channel", Choices: api.Choices{Place: "home"}}, "http://phone.example")
	if err != nil {
		t.Fatal(err)
	}
	_, fragment, _ := strings.Cut(opened.URL.Reveal(), "#")
	return api.NewPersonal(fragment), opened
}

// T-29, T-30: the secret is in the fragment alone, has 128 bits, and the kiosk's key is another.
func TestSecretIsInTheFragmentAlone(t *testing.T) {
	s, at := newService(t)
	secret, opened := open(t, s)
	address, _, _ := strings.Cut(opened.URL.Reveal(), "#")
	if address != "http://phone.example/h" {
		t.Errorf("address %q", address)
	}
	for name, text := range map[string]string{"secret": secret.Reveal(), "key": opened.Key.Reveal()} {
		if raw, err := base64.RawURLEncoding.DecodeString(text); err != nil || len(raw) != 16 {
			t.Errorf("%s is not 128 bits: %v", name, err)
		}
	}
	if secret == opened.Key {
		t.Error("one secret for both")
	}
	if left := opened.Expires.Sub(at.now); left != 2*time.Minute {
		t.Errorf("lives %v", left)
	}
	if _, err := s.Take(opened.Key); core.CodeOf(err) != api.CodeUnknownCode {
		t.Error("the kiosk's key takes the visit")
	}
	if _, err := s.Status(secret); core.CodeOf(err) != api.CodeUnknownCode {
		t.Error("the phone's secret follows it")
	}
}

func TestTakenOnceWithTheSameTwoWords(t *testing.T) {
	s, _ := newService(t)
	secret, opened := open(t, s)
	if status, err := s.Status(opened.Key); err != nil || status != (api.HandoverStatus{}) {
		t.Errorf("before: %+v %v", status, err)
	}
	taken, err := s.Take(secret)
	if err != nil {
		t.Fatal(err)
	}
	if taken.Language != "fr" || taken.Step != "channel" || taken.Choices.Place != api.PlaceHome || taken.Words[0] == taken.Words[1] {
		t.Errorf("%+v", taken)
	}
	status, err := s.Status(opened.Key)
	if diff := cmp.Diff(api.HandoverStatus{Taken: true, Words: taken.Words}, status); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// Expired, used, ended and unknown cannot be told apart.
func TestGoneLooksTheSame(t *testing.T) {
	s, at := newService(t)
	used, _ := open(t, s)
	if _, err := s.Take(used); err != nil {
		t.Fatal(err)
	}
	ended, opened := open(t, s)
	s.End(opened.Key)
	expired, late := open(t, s)
	at.now = at.now.Add(2 * time.Minute)
	var first error
	for name, secret := range map[string]api.Personal{
		"used": used, "ended": ended, "expired": expired, "unknown": api.NewPersonal("AAAAAAAAAAAAAAAAAAAAAA"), "empty": {}, "long": api.NewPersonal(strings.Repeat("x", 9999)),
	} {
		_, err := s.Take(secret)
		if first == nil {
			first = err
		}
		if diff := cmp.Diff(first, err); err == nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	if _, err := s.Status(late.Key); core.CodeOf(err) != api.CodeUnknownCode {
		t.Errorf("the kiosk still follows: %v", err)
	}
}

// "That is not my phone" sends the phone away; a phone that nobody sent away goes on.
func TestKioskSendsAPhoneAway(t *testing.T) {
	s, at := newService(t)
	secret, opened := open(t, s)
	thief, err := s.Take(secret)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := open(t, s)
	mine, err := s.Take(other)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Alive(thief.Ref) {
		t.Error("away too early")
	}
	at.now = at.now.Add(119 * time.Second) // the resident looked for a while
	s.End(opened.Key)
	s.End(opened.Key)
	if s.Alive(thief.Ref) || !s.Alive(mine.Ref) {
		t.Error("the wrong phone goes on")
	}
	at.now = at.now.Add(59 * time.Minute)
	if s.Alive(thief.Ref) {
		t.Error("forgotten before the visit's cookie is over")
	}
}

// T-31: text in a field of choices does not travel, whatever a kiosk sends.
func TestOnlyPickedChoicesTravel(t *testing.T) {
	const canary = "Canary7391"
	s, _ := newService(t)
	opened, err := s.Open(context.Background(), api.NewHandover{Language: "nl", Step: "when", Choices: api.Choices{
		Kiosk: canary, Place: canary, Centre: canary, Area: canary, Channel: canary, When: []api.DayPart{canary, "noon"},
		Introduce: canary, Topics: []string{"money", canary}, TalkLanguage: canary, Companion: canary,
	}}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(opened.URL.Reveal(), "#")
	taken, err := s.Take(api.NewPersonal(secret))
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := json.Marshal(taken); strings.Contains(string(text), canary) {
		t.Errorf("%s", text)
	}
	good := api.Choices{Kiosk: "overleie", Place: api.PlaceCentre, Centre: "v-tex", Area: "Overleie", Channel: api.ChannelPhone, Voicemail: true,
		When: []api.DayPart{api.Noon}, Introduce: api.IntroduceCity, Topics: []string{"money"}, TalkLanguage: "tr", Interpreter: true, Companion: api.CompanionOwn}
	opened, err = s.Open(context.Background(), api.NewHandover{Language: "nl", Step: "review", Choices: good}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ = strings.Cut(opened.URL.Reveal(), "#")
	if taken, err = s.Take(api.NewPersonal(secret)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(good, taken.Choices); diff != "" {
		t.Error(diff)
	}
	for field, n := range map[string]api.NewHandover{"language": {Language: canary, Step: "when"}, "step": {Language: "nl", Step: canary}} {
		if _, err := s.Open(context.Background(), n, ""); core.CodeOf(err) != api.CodeInvalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// A flood fills the table to its limit and leaves again by itself.
func TestOpenIsBounded(t *testing.T) {
	s, at := newService(t)
	for range handover.MaxOpen {
		open(t, s)
	}
	_, err := s.Open(context.Background(), api.NewHandover{Language: "nl", Step: "place"}, "")
	if core.CodeOf(err) != api.CodeTooMany {
		t.Errorf("one more: %v", err)
	}
	at.now = at.now.Add(2 * time.Minute)
	if open(t, s); s.Count() != 1 {
		t.Errorf("%d are left", s.Count())
	}
}

// T-30: of many phones at once, one wins.
func TestOneWinner(t *testing.T) {
	s, _ := newService(t)
	for range 50 {
		secret, _ := open(t, s)
		var winners atomic.Int32
		var wait sync.WaitGroup
		for range 16 {
			wait.Go(func() {
				if _, err := s.Take(secret); err == nil {
					winners.Add(1)
				}
			})
		}
		wait.Wait()
		if winners.Load() != 1 {
			t.Fatalf("%d winners", winners.Load())
		}
	}
}

// Whatever the order of opening, taking, ending and waiting: a secret wins at most once, only within its two minutes, and
// never after its end.
func TestHandoverAgainstAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, at := newService(t)
		type model struct {
			secret, key api.Personal
			born        time.Time
			won, ended  bool
			ref         handover.Ref
		}
		var all []*model
		pick := func(t *rapid.T) *model {
			if len(all) == 0 {
				t.Skip("none yet")
			}
			return rapid.SampledFrom(all).Draw(t, "handover")
		}
		t.Repeat(map[string]func(*rapid.T){
			"open": func(t *rapid.T) {
				secret, opened := open(t, s)
				all = append(all, &model{secret: secret, key: opened.Key, born: at.now})
			},
			"take": func(t *rapid.T) {
				m := pick(t)
				may := !m.won && !m.ended && at.now.Sub(m.born) < api.HandoverLife
				taken, err := s.Take(m.secret)
				if (err == nil) != may {
					t.Fatalf("taken: %v, may: %v", err == nil, may)
				}
				if err == nil {
					m.won, m.ref = true, taken.Ref
				}
			},
			"end": func(t *rapid.T) {
				m := pick(t)
				_, err := s.Status(m.key)
				s.End(m.key)
				m.ended = m.ended || err == nil
				if m.won && err == nil && s.Alive(m.ref) {
					t.Fatal("sent away and still alive")
				}
			},
			"wait": func(t *rapid.T) {
				at.now = at.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "seconds")) * time.Second)
			},
		})
	})
}
