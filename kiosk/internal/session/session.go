// Package session is one resident's visit to the kiosk: everything that was chosen, typed, sent and received lives in one
// [Visit], so that forgetting it is letting go of one pointer (T-24, T-25). It knows no Fyne and no network, and its clock
// is handed in.
package session

import (
	"context"
	"time"
)

// The idle rule of A-18 and T-24, counted from the last touch.
const (
	WarnAfter = 60 * time.Second // everything personal leaves the glass, one touch goes on
	WipeAfter = 90 * time.Second // the visit is over
)

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Phase is how far a visit has gone without a touch.
type Phase int

// The phases of a visit.
const (
	Nobody Phase = iota // nothing was chosen or typed since the last wipe
	Active
	Warned // only the warning may be on the glass
	Over   // to be wiped now
)

// Session holds the present visit and when its person was last noticed. It belongs to the goroutine of the glass and has
// no lock.
type Session struct {
	clock    Clock
	defaults Settings
	visit    *Visit
	touched  time.Time
	ctx      context.Context
	forget   context.CancelFunc
}

// New makes a session without a visitor. defaults are the settings with which every visit starts.
func New(clock Clock, defaults Settings) *Session {
	s := &Session{clock: clock, defaults: defaults}
	s.begin()
	return s
}

func (s *Session) begin() {
	s.visit = newVisit(s.defaults)
	s.touched = s.clock.Now()
	s.ctx, s.forget = context.WithCancel(context.Background())
}

// Visit is the present visit; never nil. Do not keep it: after Wipe it is another one.
func (s *Session) Visit() *Visit { return s.visit }

// Context ends when the visit does: work done for a visitor stops with the visit.
func (s *Session) Context() context.Context { return s.ctx }

// Touch notes that the person is still there. It may be called as often as one likes (A-18: at least ten times).
func (s *Session) Touch() { s.touched = s.clock.Now() }

// Phase tells how long the person has been away.
func (s *Session) Phase() Phase {
	away := s.clock.Now().Sub(s.touched)
	switch {
	case s.visit.untouched(s.defaults):
		return Nobody
	case away >= WipeAfter:
		return Over
	case away >= WarnAfter:
		return Warned
	default:
		return Active
	}
}

// Left is the time until the visit is wiped.
func (s *Session) Left() time.Duration { return max(0, WipeAfter-s.clock.Now().Sub(s.touched)) }

// Wipe ends the visit: what it held is let go of, work for it is called off, and the next person starts with the default
// settings.
func (s *Session) Wipe() {
	s.forget()
	s.begin()
}

// Close calls off work for the last visit.
func (s *Session) Close() { s.forget() }
