package session_test

import (
	"context"
	"runtime"
	"testing"
	"time"
	"weak"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
)

type clock struct{ at time.Time }

func (c *clock) Now() time.Time { return c.at }

var defaults = session.Settings{Language: "nl", Text: "m", Contrast: "normal"}

func start() (*session.Session, *clock) {
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	return session.New(c, defaults), c
}

func TestPhases(t *testing.T) {
	s, c := start()
	if s.Phase() != session.Nobody {
		t.Error("a fresh kiosk has a visitor")
	}
	s.Visit().Go(session.Spot{Screen: session.Find})
	s.Touch()
	for _, step := range []struct {
		after time.Duration
		want  session.Phase
	}{{59 * time.Second, session.Active}, {time.Second, session.Warned}, {29 * time.Second, session.Warned}, {time.Second, session.Over}} {
		c.at = c.at.Add(step.after)
		if got := s.Phase(); got != step.want {
			t.Errorf("%v later the phase is %d, want %d (T-24, A-18)", step.after, got, step.want)
		}
	}
}

// A change of settings alone is a visit too, or the next person would get them.
func TestSettingsAloneAreAVisit(t *testing.T) {
	s, c := start()
	s.Visit().Settings.Language = "ar"
	s.Touch()
	c.at = c.at.Add(90 * time.Second)
	if s.Phase() != session.Over {
		t.Error("a changed language stays")
	}
	s.Wipe()
	if s.Visit().Settings != defaults {
		t.Errorf("the next person gets %+v", s.Visit().Settings)
	}
}

func TestWipeCallsOffWork(t *testing.T) {
	s, _ := start()
	ctx := s.Context()
	s.Wipe()
	if ctx.Err() != context.Canceled {
		t.Error("work for the former visit goes on")
	}
	if s.Context().Err() != nil {
		t.Error("work for the new visit cannot start")
	}
}

// T-25: no object of a former visit can be reached after the wipe.
func TestWipeLetsGo(t *testing.T) {
	s, _ := start()
	v := s.Visit()
	v.Type("name", "Amira")
	v.Opened = &session.Opened{Code: api.NewPersonal("KD7MRA")}
	v.Receipt = &session.Receipt{}
	visit, opened, receipt := weak.Make(v), weak.Make(v.Opened), weak.Make(v.Receipt)
	v = nil
	s.Wipe()
	for range 3 {
		runtime.GC()
	}
	if visit.Value() != nil || opened.Value() != nil || receipt.Value() != nil {
		t.Errorf("still reachable: visit %t, opened %t, receipt %t", visit.Value() != nil, opened.Value() != nil, receipt.Value() != nil)
	}
	runtime.KeepAlive(s)
}

var screens = []session.Spot{
	{Screen: session.Home}, {Screen: session.Find}, {Screen: session.Areas}, {Screen: session.Code}, {Screen: session.Emergency}, {Screen: session.Languages},
	{Screen: session.Ask, Step: journey.StepPlace}, {Screen: session.Ask, Step: journey.StepPhone}, {Screen: session.Ask, Step: journey.StepName},
}

// Going anywhere and back never loses what was typed, the way back stays short, and a wipe leaves nothing.
func TestBackNeverLoses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c := start()
		type place struct {
			spot  session.Spot
			field string
		}
		typed := map[place]string{}
		t.Repeat(map[string]func(*rapid.T){
			"type": func(t *rapid.T) {
				field, text := rapid.SampledFrom([]string{"name", "phone"}).Draw(t, "field"), rapid.String().Draw(t, "text")
				s.Visit().Type(field, text)
				typed[place{s.Visit().At(), field}] = text
			},
			"go":   func(t *rapid.T) { s.Visit().Go(rapid.SampledFrom(screens).Draw(t, "to")) },
			"back": func(*rapid.T) { s.Visit().Back() },
			"language": func(t *rapid.T) {
				s.Visit().Settings.Language = rapid.SampledFrom([]string{"nl", "ar"}).Draw(t, "lang")
			},
			"touch": func(*rapid.T) { s.Touch() },
			"wait":  func(t *rapid.T) { c.at = c.at.Add(time.Duration(rapid.IntRange(1, 50).Draw(t, "s")) * time.Second) },
			"wipe": func(t *rapid.T) {
				s.Wipe()
				typed = map[place]string{}
				if v := s.Visit(); v.At().Screen != session.Home || v.CanGoBack() || v.Settings != defaults || s.Phase() != session.Nobody {
					t.Fatalf("after a wipe: %+v", v)
				}
			},
			"": func(t *rapid.T) {
				v := s.Visit()
				if steps := wayBack(v); steps > len(screens) {
					t.Fatalf("the way back has %d screens", steps)
				}
				for at, want := range typed {
					if at.spot != v.At() {
						continue
					}
					if got, ok := v.Typed(at.field); !ok || got.Reveal() != want {
						t.Fatalf("%v: the field %s holds %q, want %q", at.spot, at.field, got.Reveal(), want)
					}
				}
			},
		})
		for at := range typed { // wherever it was typed, it is there on return
			s.Visit().Go(at.spot)
			if got, ok := s.Visit().Typed(at.field); !ok || got.Reveal() != typed[at] {
				t.Fatalf("back at %v, %s is lost", at.spot, at.field)
			}
		}
	})
}

// wayBack counts the screens behind a copy of the visit.
func wayBack(v *session.Visit) int {
	copied, steps := *v, 0
	for copied.CanGoBack() {
		copied.Back()
		steps++
	}
	return steps
}

func TestForgetKeepsTheReceiptAlone(t *testing.T) {
	s, _ := start()
	v := s.Visit()
	v.Go(session.Spot{Screen: session.Ask, Step: journey.StepName})
	v.Type("name", "Amira")
	v.Answers.Name = api.NewPersonal("Amira")
	v.Receipt = &session.Receipt{}
	v.Forget()
	if _, ok := v.Typed("name"); ok || !v.Answers.Name.IsZero() || v.Receipt == nil {
		t.Error("after the receipt, what was typed is still there or the receipt is not")
	}
}
