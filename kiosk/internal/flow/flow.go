// Package flow decides what the kiosk shows: it turns what a person did ([view.Event]) into steps of the journey and calls
// to the backend, and the state of the visit into the next picture ([view.View]). It knows no Fyne: the glass is an
// interface, calls run in goroutines of their own, and their answers come back through [UI.Do], so that everything here
// happens on one goroutine and needs no lock.
package flow

import (
	"context"
	"io"
	"reflect"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/view"
)

// UI is the glass.
type UI interface {
	// Show draws a picture. It is called on the goroutine of the glass.
	Show(view.View)
	// Do runs f on the goroutine of the glass, soon. It may be called from any goroutine.
	Do(f func())
}

// Backend is the line to the backend. A refusal is an *api.Problem; every other error means that no answer came, and
// says nothing about whether the call arrived.
type Backend interface {
	Submit(ctx context.Context, key string, request api.NewRequest) (api.Receipt, error)
	Status(ctx context.Context, code api.Personal) (api.Status, error)
	Cancel(ctx context.Context, code api.Personal) (api.Status, error)
	ChangeContact(ctx context.Context, change api.ContactChange) (api.Status, error)
	OpenHandover(ctx context.Context, visit api.NewHandover) (api.Handover, error)
	HandoverStatus(ctx context.Context, key api.Personal) (api.HandoverStatus, error)
	EndHandover(ctx context.Context, key api.Personal) error

	Slots(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error)
	Hold(ctx context.Context, ask api.HoldAsk) (api.Hold, error)
	Release(ctx context.Context, token api.Personal) error
	SlotsOfMine(ctx context.Context, ask api.SlotsOfMine) (api.SlotOffer, error)
	Book(ctx context.Context, booking api.Booking) (api.Status, error)
	Reply(ctx context.Context, answer api.Answer) (api.Status, error)
}

// Deps is what a Flow is made of.
type Deps struct {
	UI      UI
	Backend Backend
	City    func() *directory.Directory // the newest
	Rights  func() *rights.Rules        // the newest
	Texts   *i18n.Bundle
	Clock   session.Clock
	Random  io.Reader
	// Print puts a slip on paper and says when that is done; nil: there is no printer. Its errors are those of package device.
	Print func(ctx context.Context, paper slip.Slip) error
	// Kiosk is the centre in which the kiosk stands; empty where nobody said.
	Kiosk string
	// Public is the address of the phone pages, for the QR of a receipt.
	Public string
	// Emergency are the numbers to call.
	Emergency []journey.EmergencyLine
	// Settings are those of a fresh visit.
	Settings session.Settings
	// Steps of the theme, in the order in which the header's buttons walk through them.
	TextSteps, ContrastModes []string
}

// Flow presents one kiosk.
type Flow struct {
	Deps
	session *session.Session
	led     led
	shown   view.View
	notice  string // key of a sentence on the home screen about what just ended
	noticed time.Time
	polled  time.Time
	asking  bool // a hand-over's status is being asked
	running sync.WaitGroup
	waits   []*waiting
	life    context.Context // of the kiosk, longer than any visit
	end     context.CancelFunc
}

// New makes a Flow; nothing is shown before [Flow.Start].
func New(deps Deps) *Flow {
	f := &Flow{Deps: deps, session: session.New(deps.Clock, deps.Settings)}
	f.life, f.end = context.WithCancel(context.Background())
	return f
}

// Start shows the first screen.
func (f *Flow) Start() { f.show() }

// Close calls off all work and waits until it has stopped.
func (f *Flow) Close() {
	f.release()
	f.session.Close()
	f.end()
	f.running.Wait()
}

// Redraw shows the visit again, because the glass has changed.
func (f *Flow) Redraw() {
	f.shown = view.View{}
	f.show()
}

// At names the screen that the visit stands on, with its step or question: "home", "ask/place", "check-question/V3".
func (f *Flow) At() string {
	at := f.visit().At()
	if part := string(at.Step) + at.Question; part != "" {
		return string(at.Screen) + "/" + part
	}
	return string(at.Screen)
}

// Wait returns when no call is under way. Their answers may still be waiting in [UI.Do].
func (f *Flow) Wait() { f.running.Wait() }

// Touched notes a touch that meant nothing by itself.
func (f *Flow) Touched() {
	if f.over() {
		return
	}
	f.session.Touch()
}

// Handle takes what a person did and shows what follows.
func (f *Flow) Handle(event view.Event) {
	if f.over() {
		return
	}
	f.session.Touch()
	f.notice = ""
	f.react(event)
	f.attend()
	f.show()
}

// noticeStays is how long the home screen says what just ended: to the one who walks away, not to the next (T-28).
const noticeStays = 15 * time.Second

// Tick lets time pass: the idle rule, the next try of a request, the state of a hand-over. Call it a few times a second.
func (f *Flow) Tick() {
	if f.over() {
		return
	}
	if f.Clock.Now().Sub(f.noticed) >= noticeStays {
		f.notice = ""
	}
	f.callOff()
	f.resend()
	f.pollHandover()
	f.show()
}

// over wipes a visit whose person has gone, and reports that it did.
func (f *Flow) over() bool {
	if f.session.Phase() != session.Over {
		return false
	}
	f.wipe("")
	f.show()
	return true
}

// wipe ends the visit. notice is what the home screen says about it, if anything.
func (f *Flow) wipe(notice string) {
	if v := f.visit(); v.Handover != nil && v.Taken == nil {
		f.endHandover(v.Handover.Key)
	}
	f.release()
	f.session.Wipe()
	f.shown, f.asking, f.waits = view.View{}, false, nil
	f.notice, f.noticed = notice, f.Clock.Now()
}

func (f *Flow) visit() *session.Visit { return f.session.Visit() }

func (f *Flow) city() city { return city{f.City()} }

func (f *Flow) setting() journey.Setting {
	s := f.bareSetting()
	s.Times, s.Slots = true, f.onOffer()
	return s
}

// bareSetting is the setting without the moments on offer, which depend on it.
func (f *Flow) bareSetting() journey.Setting {
	return journey.Setting{City: f.city(), Kiosk: f.Kiosk, Right: f.knowsRight, ContactOnly: f.visit().Purpose == session.Changing}
}

func (f *Flow) texts() *i18n.Localizer { return f.Texts.For(f.visit().Settings.Language) }

// show draws the visit as it stands, unless that is on the glass already.
func (f *Flow) show() {
	next := f.picture()
	if reflect.DeepEqual(next, f.shown) {
		return
	}
	f.shown = next
	f.UI.Show(next)
}

// work makes a call for the present visit, away from the glass, and hands the answer back to it. A visit that has ended
// meanwhile gets none: its call was called off.
func work[T any](f *Flow, call func(context.Context) (T, error), then func(T, error)) {
	ctx := f.session.Context()
	f.running.Add(1)
	go func() {
		defer f.running.Done()
		answer, err := call(ctx)
		f.UI.Do(func() {
			if ctx.Err() == nil {
				then(answer, err)
				f.attend()
				f.show()
			}
		})
	}()
}
