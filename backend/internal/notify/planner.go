package notify

import (
	"io"
	"time"

	"wijkloket/backend/internal/core"
)

// Occasion is what messages are planned for: a request and, for all but a kept promise, an appointment as it stands after
// the change.
type Occasion struct {
	Request     core.ID
	Appointment core.ID
	Version     int // of the appointment, which grows with each change: moving there and back is two occasions
	Language    string
	Start       time.Time // of the appointment
}

// Change is what becomes of the messages of an appointment: those of the kinds in Drop, of earlier occasions, lose their
// point, and Add begins. It is carried out in the transaction of the change itself.
type Change struct {
	occasion Occasion
	Drop     []Kind
	Add      []Row
}

// How long before the start a message still helps.
const (
	lastHint   = 30 * time.Minute   // someone has to be able to leave home, or to stay there
	afterwards = 7 * 24 * time.Hour // how long the kind word after a missed talk makes sense
)

// aboutAppointment are the kinds that speak of one appointment at one hour.
var aboutAppointment = []Kind{Confirmation, Changed, Cancelled, ReminderBefore, ReminderDay, Earlier, Missed, VisitOffer}

// Booked plans the messages of a new appointment.
func Booked(now time.Time, o Occasion) Change {
	return o.plan(now, aboutAppointment, o.row(Confirmation, now, o.Start.Add(-lastHint)), o.before(), o.day())
}

// Moved plans the messages of an appointment that got another hour, place or worker.
func Moved(now time.Time, o Occasion) Change {
	return o.plan(now, aboutAppointment, o.row(Changed, now, o.Start.Add(-lastHint)), o.before(), o.day())
}

// CancelledByStaff plans the message of an appointment that does not take place; until its hour, so that nobody comes in vain.
func CancelledByStaff(now time.Time, o Occasion) Change {
	return o.plan(now, aboutAppointment, o.row(Cancelled, now, o.Start))
}

// Withdrawn is an appointment that the resident cancelled or moved away from: who did it knows it, and nothing is said.
func Withdrawn(o Occasion) Change { return o.plan(time.Time{}, aboutAppointment) }

// NotMet plans the message after a talk to which nobody came.
func NotMet(now time.Time, o Occasion) Change {
	return o.plan(now, aboutAppointment, o.row(Missed, now, now.Add(afterwards)))
}

// FreeEarlier plans the offer of an earlier hour, which is kept free until the given moment. It is the one message whose start
// is not that of the appointment, and an hour is offered once.
func FreeEarlier(now time.Time, o Occasion, hour, until time.Time) Change {
	o.Start = hour
	return o.plan(now, nil, o.row(Earlier, now, until))
}

// Offered plans the message that proposes a home visit. It is no appointment before the resident says yes, so there are no
// reminders of it.
func Offered(now time.Time, o Occasion) Change {
	return o.plan(now, aboutAppointment, o.row(VisitOffer, now, o.Start.Add(-lastHint)))
}

// PromiseKept plans the message that we have the request and are at work on it; it has to come before the promised moment.
func PromiseKept(now time.Time, o Occasion, promised time.Time) Change {
	o = Occasion{Request: o.Request, Language: o.Language} // said once, and of no appointment
	return o.plan(now, nil, o.row(Kept, now, promised))
}

// before is the reminder two days before, until the evening before.
func (o Occasion) before() Row {
	day := noon(o.Start)
	return o.row(ReminderBefore, hour(day.AddDate(0, 0, -2), dayBegins), hour(day.AddDate(0, 0, -1), dayEnds))
}

// day is the reminder of the same morning.
func (o Occasion) day() Row {
	return o.row(ReminderDay, hour(noon(o.Start), dayBegins), o.Start.Add(-lastHint))
}

func (o Occasion) row(kind Kind, notBefore, deadline time.Time) Row {
	return Row{
		Request: o.Request, Appointment: o.Appointment, Occasion: o.Version, Kind: kind, Language: o.Language, Start: o.Start,
		State: Queued, NotBefore: notBefore.UTC(), Deadline: deadline.UTC(), NextTry: notBefore.UTC(),
	}
}

// plan keeps of the rows those whose time is still to come. A reminder whose moment passed would repeat what the message of
// the change itself just said.
func (o Occasion) plan(now time.Time, drop []Kind, rows ...Row) Change {
	change := Change{occasion: o, Drop: drop}
	for _, row := range rows {
		if !row.NotBefore.Before(now) && row.NotBefore.Before(row.Deadline) {
			change.Add = append(change.Add, row)
		}
	}
	return change
}

// Apply carries out a change in the transaction of what caused it. A second time it does nothing.
func (c Change) Apply(tx Planned, now time.Time, random io.Reader) error {
	if o := c.occasion; len(c.Drop) > 0 {
		if _, err := tx.DropMessages(o.Request, o.Appointment, o.Version, now, ReceiptPointless, c.Drop...); err != nil {
			return err
		}
	}
	for _, row := range c.Add {
		row.ID, row.Created, row.Changed, row.Version = core.NewID(random), now, now, 1
		if _, err := tx.EnqueueMessage(row); err != nil {
			return err
		}
	}
	return nil
}
