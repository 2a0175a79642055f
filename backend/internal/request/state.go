package request

import (
	"slices"
	"time"

	"wijkloket/backend/api"
)

// moves are the steps that staff can make from each state. A closed or cancelled request is over: who comes back makes a
// new one. Nobody is met who was not contacted or invited before.
var moves = map[api.State][]api.State{
	api.StateNew:       {api.StateContacted, api.StateScheduled, api.StateClosed},
	api.StateContacted: {api.StateScheduled, api.StateMet, api.StateClosed},
	api.StateScheduled: {api.StateMet, api.StateMissed, api.StateContacted, api.StateClosed},
	api.StateMissed:    {api.StateContacted, api.StateScheduled, api.StateClosed},
	api.StateMet:       {api.StateScheduled, api.StateClosed},
	api.StateClosed:    nil,
	api.StateCancelled: nil,
}

// canMove reports whether staff can move a request from one state to the other.
func canMove(from, to api.State) bool { return slices.Contains(moves[from], to) }

// over reports that nothing can happen to a request any more.
func over(s api.State) bool { return s == api.StateClosed || s == api.StateCancelled }

// keeps reports that reaching the state keeps the promise: somebody of the team spoke to the resident.
func keeps(s api.State) bool {
	return s == api.StateContacted || s == api.StateScheduled || s == api.StateMet
}

// owes reports that the resident waits for us: nobody was in contact, and they do not come back on their own.
func (r Row) owes() bool { return r.Kept.IsZero() && r.State.Open() && r.Channel != api.ChannelNone }

// standing tells how a request stands to its promise now. Nothing is owed to who comes back on their own, and a request
// that ended before anybody was reached owes nothing any more.
func (r Row) standing(now time.Time, days *Calendar) Standing {
	switch {
	case !r.Kept.IsZero():
		return Kept
	case !r.owes():
		return NotOwed
	case now.After(r.Promise):
		return Passed
	case !days.day(r.Promise).After(days.NextWorkday(now)):
		return Soon
	default:
		return Calm
	}
}
