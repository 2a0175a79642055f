package flow

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// inPhone is the ID of "on the telephone" among the other places of an appointment; the rest are centres.
const inPhone = "phone"

// onAppointment handles what one can do with the appointment of an opened request. What changes it is asked once more and
// nothing is done by looking around.
func (f *Flow) onAppointment(event view.Event) {
	v := f.visit()
	switch v.At().Screen {
	case session.Mine:
		if e, ok := event.(view.Choose); ok {
			f.chooseMine(e.ID)
		}
	case session.Elsewhere:
		if e, ok := event.(view.Choose); ok {
			f.otherPlace(e.ID)
		}
	case session.MyTimes:
		f.onMyTimes(event)
	case session.Sure:
		switch event.(type) {
		case view.Yes:
			f.doMove()
		case view.No:
			f.back()
		}
	}
}

// chooseMine takes one of the answers below the appointment.
func (f *Flow) chooseMine(id string) {
	v := f.visit()
	if !f.mayAnswer(id) {
		return
	}
	v.Opened.Move, v.Opened.Done = &session.Move{}, ""
	switch reply := api.Reply(id); {
	case id == view.WayMove:
		v.Go(session.Spot{Screen: session.MyTimes})
	case id == view.WayOtherSpot:
		v.Go(session.Spot{Screen: session.Elsewhere})
	case reply == api.ReplyCallMe || reply == api.ReplyNotNow:
		v.Opened.Move.Reply = reply
		v.Go(session.Spot{Screen: session.Sure})
	default: // a yes, or which of two moments: the touch is clear enough
		v.Opened.Move.Reply = reply
		f.reply(reply)
	}
}

// otherPlace looks for moments in another place.
func (f *Flow) otherPlace(id string) {
	v := f.visit()
	move := &session.Move{Place: api.PlaceCentre, Centre: id}
	if id == inPhone {
		move = &session.Move{Place: api.PlacePhone}
	} else if _, known := f.city().CentreName(id); !known {
		return
	}
	v.Opened.Move = move
	v.Go(session.Spot{Screen: session.MyTimes})
}

func (f *Flow) onMyTimes(event view.Event) {
	v := f.visit()
	move := v.Opened.Move
	switch e := event.(type) {
	case view.Choose:
		if slot, known := slotWith(move.All.Slots, e.ID); known {
			move.Start = slot
			v.Go(session.Spot{Screen: session.Sure})
		}
	case view.More, view.Retry:
		f.lookOn(&move.All, f.lookMine)
	}
}

// lookMine looks up the moments for the opened request.
func (f *Flow) lookMine(from time.Time) {
	opened := f.visit().Opened
	ask := api.SlotsOfMine{Code: opened.Code, Place: opened.Move.Place, Centre: opened.Move.Centre, Many: true, From: from}
	f.look(&opened.Move.All, func(ctx context.Context) (api.SlotOffer, error) { return f.Backend.SlotsOfMine(ctx, ask) })
}

// doMove does what was asked once more.
func (f *Flow) doMove() {
	move := f.visit().Opened.Move
	if move.Reply != "" {
		f.reply(move.Reply)
		return
	}
	f.book(*move)
}

// replied are the keys of what was done by a reply.
var replied = map[api.Reply]string{
	api.ReplyAccept: "kiosk.visit.accepted", api.ReplyCallMe: "kiosk.visit.callme", api.ReplyNotNow: "kiosk.visit.notnow",
	api.ReplyEarlier: "kiosk.visit.moved", api.ReplyKeep: "kiosk.visit.kept",
}

// reply gives an answer with one touch.
func (f *Flow) reply(reply api.Reply) {
	v := f.visit()
	answer := api.Answer{Code: v.Opened.Code, Reply: reply, Start: v.Opened.Status.AskedAbout(reply)}
	v.Busy, v.Problems = true, nil
	f.update(replied[reply], func(ctx context.Context) (api.Status, error) { return f.Backend.Reply(ctx, answer) })
}

// book moves the appointment, or makes one.
func (f *Flow) book(move session.Move) {
	v := f.visit()
	done := "kiosk.visit.made"
	if a := v.Opened.Status.Appointment; a != nil && a.State.Live() {
		done = "kiosk.visit.moved"
	}
	booking := api.Booking{Code: v.Opened.Code, Start: move.Start.Start, Place: move.Place, Centre: move.Centre}
	v.Busy, v.Problems = true, nil
	f.update(done, func(ctx context.Context) (api.Status, error) { return f.Backend.Book(ctx, booking) })
}

// momentGone shows the other moments when the one that was to be booked is gone, and reports that it did.
func (f *Flow) momentGone(err error) bool {
	v := f.visit()
	p := (*api.Problem)(nil)
	if v.Opened.Move == nil || !asProblem(err, &p) || p.Code != api.CodeSlotTaken {
		return false
	}
	v.Opened.Move.All = others(p.Slots)
	v.Go(session.Spot{Screen: session.MyTimes})
	key := "kiosk.time.taken"
	if a := v.Opened.Status.Appointment; a != nil && a.State.Live() {
		key = "kiosk.visit.taken"
	}
	v.Problems = problem(string(journey.StepTime), key)
	return true
}
