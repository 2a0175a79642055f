package request

import (
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
)

// act is what a viewer can want of a request.
type act int

const (
	see      act = iota // know that it is there: a line of the queue
	read                // open it
	assign              // give it to a worker
	take                // take it oneself
	release             // give it back to the team
	note                // write a note
	move                // change its state
	handOver            // give it to another team
)

// mayDo is who may do what with requests of their own team. Nobody may do anything with another team's, and an
// administrator may do nothing here at all (T-18).
var mayDo = map[account.Role][]act{
	account.Reception: {see, read, assign, release, note, move, handOver},
	account.Worker:    {see, read, take, release, note, move, handOver},
	account.Lead:      {see, read, assign, take, release, note, move, handOver},
}

// allow refuses what the viewer may not do with the request. Another team's request looks like one that does not exist.
// A worker reads and changes own requests and those that nobody has: the rest is a colleague's, known by its line only. One that
// is kept apart is its worker's and the lead's alone.
func allow(v account.Viewer, a act, row Row) error {
	if !v.ReadsRequests(row.Team) || !slices.Contains(mayDo[v.Role], see) {
		return notFound()
	}
	if row.Apart && v.ID != row.Worker && v.Role != account.Lead {
		return allowApart(v, a)
	}
	if !slices.Contains(mayDo[v.Role], a) {
		return core.Refuse(api.CodeForbidden, "refuse.role.act")
	}
	if v.Role == account.Worker && a != see && row.Worker != "" && row.Worker != v.ID {
		refusal := core.Refuse(api.CodeForbidden, "refuse.colleague")
		refusal.Reason.Args = map[string]any{"Who": row.WorkerName}
		return refusal
	}
	return nil
}

// allowApart is what the others of the team may do with a request that its resident wants kept apart from the household. A
// colleague may be the household's worker, so that for colleagues it is not there: no line, no search, no opening, whether
// somebody has it or not. Reception knows the line, because it calls people in by their code word, and nothing more.
func allowApart(v account.Viewer, a act) error {
	switch {
	case v.Role != account.Reception:
		return notFound()
	case a != see:
		return core.Refuse(api.CodeForbidden, "refuse.apart")
	}
	return nil
}
