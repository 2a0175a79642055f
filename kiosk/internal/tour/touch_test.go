package tour_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wijkloket/backend/api"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/tour"
	"wijkloket/kiosk/internal/widget"
)

// person is a finger in front of the glass: it finds things by their words, as people do, and touches them.
type person struct {
	t     testing.TB
	visit *tour.Visit
	texts *i18n.Localizer
}

func newPerson(t testing.TB, lang string) *person {
	t.Helper()
	s := spec()
	s.Panel = panels["standing"]
	p := &person{t: t, visit: tour.NewVisit(test.NewTempApp(t), s, lang), texts: s.Texts.For(lang)}
	t.Cleanup(p.visit.Close)
	return p
}

func (p *person) canvas() fyne.Canvas { return p.visit.Window.Canvas() }

// see calls f for everything on the glass.
func (p *person) see(f func(kiosktest.Seen)) {
	kiosktest.Walk(p.canvas().Content(), p.canvas().Size(), f)
}

// wordsOf are all words on an object.
func wordsOf(o fyne.CanvasObject) string {
	var words []string
	kiosktest.Walk(o, o.Size(), func(s kiosktest.Seen) {
		if text, ok := s.Object.(*widget.Text); ok {
			words = append(words, text.Text())
		}
	})
	return strings.Join(words, "\n")
}

// touch touches the control that carries a word, scrolling to it when it is below.
func (p *person) touch(word string) {
	p.t.Helper()
	for range 20 {
		at, found := p.find(word)
		if found {
			test.TapCanvas(p.canvas(), at)
			p.visit.Settle()
			return
		}
		down, more := p.find(p.texts.T("kiosk.down"))
		if !more {
			break
		}
		test.TapCanvas(p.canvas(), down)
	}
	p.t.Fatalf("%s: nothing to touch says %q", p.visit.At(), word)
}

// tiles are all tiles of the screen, also those that one has to scroll to.
func (p *person) tiles() (tiles []*widget.Tile) {
	p.see(func(s kiosktest.Seen) {
		if tile, ok := s.Object.(*widget.Tile); ok {
			tiles = append(tiles, tile)
		}
	})
	return tiles
}

// find is the middle of the control whose first line is the word, where it can be seen.
func (p *person) find(word string) (at fyne.Position, found bool) {
	p.see(func(s kiosktest.Seen) {
		if _, ok := s.Object.(fyne.Tappable); !ok {
			return
		}
		if able, ok := s.Object.(fyne.Disableable); ok && able.Disabled() {
			return
		}
		first, _, _ := strings.Cut(wordsOf(s.Object), "\n")
		shown := s.Shown()
		if first == word && shown.H >= s.At.H/2 && shown.H > 0 {
			at, found = fyne.NewPos(shown.X+shown.W/2, shown.Y+shown.H/2), true
		}
	})
	return at, found
}

// key types on the keyboard of the glass.
func (p *person) key(text string) {
	p.t.Helper()
	for _, r := range text {
		if r == ' ' {
			p.touch(p.texts.T("kiosk.key.space"))
			continue
		}
		p.touch(string(r))
	}
}

// glass is everything that can be read on the glass: words, and what stands in fields.
func (p *person) glass() string {
	var all []string
	p.see(func(s kiosktest.Seen) {
		switch o := s.Object.(type) {
		case *widget.Text:
			all = append(all, o.Text())
		case *widget.Entry:
			all = append(all, o.Text())
		}
	})
	return strings.Join(all, "\n")
}

func (p *person) reads(key string, args ...i18n.Args) {
	p.t.Helper()
	if want := p.texts.T(key, args...); !strings.Contains(p.glass(), want) {
		p.t.Fatalf("%s: the glass does not say %q but\n%s", p.visit.At(), want, p.glass())
	}
}

// say touches the control with the text of a key.
func (p *person) say(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.touch(p.texts.T(key))
	}
}

// The main job by touch, in both writing directions: at most six touches to a confirmed request.
func TestRequestByTouch(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		t.Run(lang, func(t *testing.T) {
			p := newPerson(t, lang)
			p.touch(i18n.OwnName(lang))
			p.say("home.talk", "place.here", "time.callme", "channel.none", "review.send")
			p.reads("confirm.title")
			if glass := p.glass(); !strings.Contains(glass, "KD7MRA-X4TYH-9QCFW") || !strings.Contains(glass, "Rivier") {
				t.Errorf("code or code word is not on the glass:\n%s", glass)
			}
			p.say("action.done")
			p.reads("kiosk.wiped")
		})
	}
}

// With a telephone number, typed on the glass: a fault, putting it right, another language half-way, back, and on.
func TestPhoneNumberByTouch(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		t.Run(lang, func(t *testing.T) {
			p := newPerson(t, lang)
			p.say("home.talk", "place.here", "time.callme", "channel.phone")
			p.key("0470 12")
			p.say("action.next")
			p.reads("wrong.phone")
			p.key(" 34 56")
			p.otherLanguageAndBack(lang)
			if !strings.Contains(p.glass(), "0470 12 34 56") {
				t.Fatal("the half typed number is lost with the language (A-26)")
			}
			p.say("action.back")
			p.say("channel.phone", "action.next")
			p.say("when.evening", "action.next", "voicemail.no", "introduce.firstname", "writing.no")
			p.reads("review.title")
			if strings.Contains(p.glass(), "0470") {
				t.Error("the review shows the number (T-27)")
			}
			p.say("review.send")
			p.reads("confirm.title")
			sent := p.visit.Backend.Last
			if sent.Contact.Phone.Reveal() != "+32 470 12 34 56" || !sent.Contact.NeverWrite || sent.Contact.Voicemail || sent.Contact.When[0] != api.Evening {
				t.Errorf("sent channel %s, when %v, voicemail %t, never write %t", sent.Contact.Channel, sent.Contact.When, sent.Contact.Voicemail, sent.Contact.NeverWrite)
			}
		})
	}
}

// after a fault one types in the field that has it, without looking for it; putting one right leads to no other by force.
func TestFaultIsWhereOneTypes(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk", "place.home")
	p.key("overleiestraat")
	p.say("action.next")
	p.reads("wrong.number")
	p.key("12")
	if glass := p.glass(); !strings.Contains(glass, "overleiestraat\n") || strings.Contains(glass, "overleiestraat12") {
		t.Errorf("the digits went to another field than the one at fault:\n%s", glass)
	}
	p.say("action.next")
	p.reads("time.title")
}

// Who looks for another address begins with the street again, whatever stands there.
func TestAnotherAddressBeginsWithTheStreet(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.team")
	p.key("overleies")
	p.say("kiosk.find.go", "kiosk.team.again")
	p.key("traat")
	if !strings.Contains(p.glass(), "overleiestraat") {
		t.Errorf("the rest of the street went to another field:\n%s", p.glass())
	}
}

// otherLanguageAndBack changes the language on the way and changes it back.
func (p *person) otherLanguageAndBack(lang string) {
	p.t.Helper()
	p.touch(i18n.OwnName(lang))
	p.touch("English")
	if !strings.Contains(p.glass(), "On which number?") && p.visit.At() != "ask/phone" {
		p.t.Fatalf("after the language the glass shows %s", p.visit.At())
	}
	p.touch("English")
	p.touch(i18n.OwnName(lang))
}

// My team by touch: streets are offered while one types, and the answer names a number to call.
func TestTeamByTouch(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.team")
	p.key("overleies")
	p.touch("Overleiestraat")
	p.key("45")
	p.say("kiosk.find.go")
	if glass := p.glass(); !strings.Contains(glass, "Wijkteam Noord") || !strings.Contains(glass, "1777") {
		t.Errorf("the answer is\n%s", glass)
	}
	p.say("home.talk")
	p.reads("place.title")
}

// T-24 on the glass itself: no word of the visit after the warning, none after the end.
func TestNothingPersonalStaysOnTheGlass(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk", "place.here", "time.callme", "channel.phone")
	p.key("0499887766")
	if !strings.Contains(p.glass(), "0499887766") {
		t.Fatal("the number is not on the glass while it is typed")
	}
	p.wait(60 * time.Second)
	p.reads("kiosk.idle.title")
	if strings.Contains(p.glass(), "0499") {
		t.Error("the warning shows the number")
	}
	p.say("kiosk.idle.go")
	if !strings.Contains(p.glass(), "0499887766") {
		t.Error("one touch does not bring the visit back")
	}
	p.wait(90 * time.Second)
	p.reads("home.why")
	p.say("home.talk", "place.here", "time.callme", "channel.phone")
	if strings.Contains(p.glass(), "0499") {
		t.Error("the next person sees the number")
	}
}

// a touch at any place of the glass answers the warning, not only one on its button.
func TestTouchAnywhereAnswersTheWarning(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk")
	p.wait(70 * time.Second)
	p.reads("kiosk.idle.title")
	var anywhere desktop.Mouseable
	p.see(func(s kiosktest.Seen) {
		if m, ok := s.Object.(*widget.Anywhere); ok && s.At.W == p.canvas().Size().Width && s.At.H == p.canvas().Size().Height {
			anywhere = m
		}
	})
	if anywhere == nil {
		t.Fatal("nothing covers the glass")
	}
	anywhere.MouseDown(&desktop.MouseEvent{})
	anywhere.MouseUp(&desktop.MouseEvent{})
	p.visit.Settle()
	p.reads("place.title")
}

func (p *person) wait(d time.Duration) {
	p.visit.Clock.At = p.visit.Clock.At.Add(d)
	p.visit.Flow.Tick()
	p.visit.Settle()
}

// The ways out are in the same place on every screen: stop, hide and the emergency numbers.
func TestWaysOutAreAlwaysThere(t *testing.T) {
	app := test.NewTempApp(t)
	s := spec()
	s.Panel = panels["standing"]
	texts := s.Texts.For("nl")
	places := map[string]fyne.Position{}
	for _, stop := range tour.Stops() {
		visit := tour.NewVisit(app, s, "nl")
		visit.Walk(stop)
		p := &person{t: t, visit: visit, texts: texts}
		for _, key := range []string{"kiosk.stop", "action.hide", "action.emergency"} {
			at, found := p.find(texts.T(key))
			if stop.Name == "warning" {
				continue // there a touch anywhere goes on, to where they are
			}
			if !found {
				t.Errorf("%s: no %s", stop.Name, key)
				continue
			}
			if before, known := places[key]; known && before != at {
				t.Errorf("%s: %s is at %v, elsewhere at %v", stop.Name, key, at, before)
			}
			places[key] = at
		}
		visit.Close()
	}
}
