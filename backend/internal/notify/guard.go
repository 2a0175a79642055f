package notify

import (
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Receipts of messages that never went.
const (
	ReceiptNoChannel  = "plan-none"    // the plan says: do not contact me
	ReceiptNeverWrite = "never-write"  // the plan names a way of writing and forbids to write
	ReceiptNoNumber   = "no-number"    // the plan names a telephone and holds no number
	ReceiptNoAddress  = "no-address"   // the plan names e-mail and holds no address
	ReceiptNotWanted  = "not-wanted"   // a reminder that the resident does not want
	ReceiptNoHour     = "no-hour-left" // the plan's hours leave no moment before the deadline
	ReceiptTooLate    = "too-late"     // the deadline passed
	ReceiptPointless  = "pointless"    // the request ended or the appointment changed
)

// Nobody is disturbed before the first hour of a day or from the last one on, whatever else a plan says.
const (
	dayBegins = 8
	dayEnds   = 20
)

// hours are the parts of a day in which a resident can be reached: from the first hour up to the second.
var hours = map[api.DayPart][2]int{
	api.Morning:   {dayBegins, 12},
	api.Noon:      {12, 14},
	api.Afternoon: {14, 17},
	api.Evening:   {17, dayEnds},
}

// Guard holds a message against a contact plan. Holiday says whether the day of a moment is a day on which nobody should be
// disturbed; Sundays are such days without it.
type Guard struct {
	Holiday func(day time.Time) bool
}

// Decision is what a plan allows for one message: a channel and the first stretch of time in which it may go, or neither and
// the receipt that says why.
type Decision struct {
	Channel Channel
	From    time.Time // not before the moment of the decision
	Until   time.Time // the last moment before it, never after the deadline
	Why     string
}

// Decide says how and when a message of the kind may go, at the moment now, no sooner than notBefore and before the deadline.
func (g Guard) Decide(plan api.ContactPlan, kind Kind, now, notBefore, deadline time.Time) Decision {
	if !now.Before(deadline) {
		return Decision{Why: ReceiptTooLate}
	}
	channel, why := channelOf(plan)
	if channel != "" && !wanted(plan.Remind, kind) {
		channel, why = "", ReceiptNotWanted
	}
	if channel == "" {
		return Decision{Why: why}
	}
	from, until, ok := g.window(plan.When, kind, later(now, notBefore), deadline)
	if !ok {
		return Decision{Why: ReceiptNoHour}
	}
	return Decision{Channel: channel, From: from, Until: until}
}

// channelOf is the one way that a plan leaves open.
func channelOf(plan api.ContactPlan) (channel Channel, why string) {
	written := plan.Channel == api.ChannelSMS || plan.Channel == api.ChannelEmail
	switch {
	case written && plan.NeverWrite:
		return "", ReceiptNeverWrite
	case plan.Channel == api.ChannelEmail && plan.Email.IsZero():
		return "", ReceiptNoAddress
	case plan.Channel == api.ChannelEmail:
		return Email, ""
	case plan.Channel != api.ChannelSMS && plan.Channel != api.ChannelPhone:
		return "", ReceiptNoChannel
	case plan.Phone.IsZero():
		return "", ReceiptNoNumber
	case plan.Channel == api.ChannelSMS:
		return SMS, ""
	default:
		return Call, ""
	}
}

// wanted reports whether the resident's choice of reminders lets the kind through.
func wanted(choice api.Remind, kind Kind) bool {
	switch kind {
	case ReminderBefore:
		return choice == "" || choice == api.RemindBoth || choice == api.RemindBefore
	case ReminderDay:
		return choice == "" || choice == api.RemindBoth || choice == api.RemindDay
	default:
		return true
	}
}

// window is the first stretch of allowed time at or after a moment that begins before the deadline.
func (g Guard) window(parts []api.DayPart, kind Kind, at, deadline time.Time) (from, until time.Time, ok bool) {
	for day := noon(at); hour(day, dayBegins).Before(deadline); day = day.AddDate(0, 0, 1) {
		if kind != ReminderDay && g.quiet(day) { // whoever has a talk on such a day must not miss it
			continue
		}
		for _, part := range inOrder(parts) {
			from, until = later(hour(day, part[0]), at), earlier(hour(day, part[1]), deadline)
			if !from.Add(margin).After(until) {
				return from, until, true
			}
		}
	}
	return time.Time{}, time.Time{}, false
}

func (g Guard) quiet(day time.Time) bool {
	return day.Weekday() == time.Sunday || g.Holiday != nil && g.Holiday(day)
}

// inOrder are the chosen hours as the day passes; none chosen is all of the day.
func inOrder(parts []api.DayPart) [][2]int {
	if len(parts) == 0 {
		return [][2]int{{dayBegins, dayEnds}}
	}
	var chosen [][2]int
	for _, part := range []api.DayPart{api.Morning, api.Noon, api.Afternoon, api.Evening} {
		if slices.Contains(parts, part) {
			chosen = append(chosen, hours[part])
		}
	}
	return chosen
}

// noon is the middle of the day of a moment in Kortrijk, which no change of the clocks moves to another day.
func noon(at time.Time) time.Time { return hour(at.In(core.Brussels), 12) }

// hour is a full hour on the day of a moment that is in the zone of Kortrijk.
func hour(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, core.Brussels)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
