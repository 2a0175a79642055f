package tour_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/tour"
	"wijkloket/kiosk/internal/view"
)

// moment is the tile of a moment in the person's language.
func (p *person) moment(at time.Time) string {
	return p.texts.T("kiosk.time.moment", i18n.Args{"Date": p.texts.Date(at), "Time": p.texts.Time(at)})
}

// behaves sets how the tour's backend answers from here on.
func (p *person) behaves(mode tour.Mode) { p.visit.Walk(tour.Stop{Backend: mode}) }

var tuesday = time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)

// A talk with a day, an hour and a worker, by touch alone, from left to right and from right to left.
func TestBookByTouch(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		p := newPerson(t, lang)
		p.say("home.talk", "place.here")
		p.touch(p.moment(tuesday))
		p.say("channel.none")
		if glass := p.glass(); !strings.Contains(glass, p.texts.N("kiosk.time.held", 10)) {
			t.Errorf("%s: the review does not say that the moment is held:\n%s", lang, glass)
		}
		p.say("review.send")
		glass := p.glass()
		for _, word := range []string{p.moment(tuesday), "Amira", "V-TEX", p.texts.T("kiosk.visit.bring.text")} {
			if !strings.Contains(glass, word) {
				t.Errorf("%s: the receipt lacks %q:\n%s", lang, word, glass)
			}
		}
		if !p.visit.Backend.Last.Start.Equal(tuesday) {
			t.Errorf("%s: sent for %v", lang, p.visit.Backend.Last.Start)
		}
	}
}

// Somebody else is faster: the next moments stand there with one kind sentence, and one of them is had by one touch.
func TestFasterByTouch(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk", "place.here")
	p.behaves(tour.Faster)
	p.touch(p.moment(tuesday))
	if !strings.Contains(p.glass(), p.texts.T("kiosk.time.taken")) {
		t.Fatalf("nothing says that it is gone:\n%s", p.glass())
	}
	p.behaves(tour.Answers)
	p.touch(p.moment(tuesday.Add(19 * time.Hour)))
	p.say("channel.none", "review.send")
	if !p.visit.Backend.Last.Start.Equal(tuesday.Add(19 * time.Hour)) {
		t.Errorf("sent for %v", p.visit.Backend.Last.Start)
	}
}

// opens opens the request of a code whose appointment stands as the mode says.
func (p *person) opens(mode tour.Mode) {
	p.visit.Walk(tour.Stop{Backend: mode, Walk: []view.Event{view.Open{Way: view.WayMine}, view.Type{Field: "code", Text: "KD7MRA"}, view.Next{}}})
}

// An appointment moves to another moment in another place, by touch, and the glass says what changed.
func TestMoveByTouch(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		p := newPerson(t, lang)
		p.opens(tour.Offered)
		p.say("kiosk.answer.other-spot")
		p.touch("V-TEX")
		p.touch(p.texts.T("kiosk.time.hour", i18n.Args{"Time": "14:00"}))
		p.say("kiosk.sure.yes")
		if glass := p.glass(); !strings.Contains(glass, p.texts.T("kiosk.visit.moved")) {
			t.Errorf("%s: nothing says that it moved:\n%s", lang, glass)
		}
	}
}

func TestAnswersByTouch(t *testing.T) {
	for says, test := range map[string]struct {
		mode    tour.Mode
		touches []string
	}{
		"kiosk.visit.accepted":  {tour.Offered, []string{"kiosk.answer.accept"}},
		"kiosk.visit.kept":      {tour.Earlier, []string{"kiosk.answer.keep"}},
		"kiosk.visit.callme":    {tour.Missed, []string{"kiosk.answer.callme", "kiosk.sure.yes"}},
		"kiosk.mine.cancelled":  {tour.Offered, []string{"kiosk.mine.cancel", "kiosk.cancel.yes"}},
		"kiosk.answer.callme":   {tour.Missed, []string{"kiosk.answer.notnow", "kiosk.sure.no"}},
		"kiosk.visit.elsewhere": {tour.Full, []string{"kiosk.answer.other-spot"}},
	} {
		p := newPerson(t, "nl")
		p.opens(test.mode)
		p.say(test.touches...)
		if glass := p.glass(); !strings.Contains(glass, p.texts.T(says)) {
			t.Errorf("after %v it does not say %s:\n%s", test.touches, says, glass)
		}
	}
}
