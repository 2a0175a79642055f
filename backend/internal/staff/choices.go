package staff

import (
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
)

// choices is what the viewer may do now.
type choices struct {
	Meet          bool // an appointment can be made
	Bound         bool // the resident expects to be met: first that, then ending or giving away
	Take, Release bool
	Give          []workerView
	Next          api.State // the natural step
	Other         []api.State
	Close         bool
	Teams         []directory.Team
	Strong        string // the one strong action: take, give, meet, next or none
}

// workerView is a colleague to give the request to.
type workerView struct {
	ID   core.ID
	Name string
	Open int // requests in hand
}

// choicesFor is what the page offers. The feature decides again when it is chosen; this only keeps a page from offering
// what will be refused.
func (s *Staff) choicesFor(v *visit, d request.Detail, m meetView, workers []account.Account, open map[core.ID]int) choices {
	c := choices{Next: worklist.Next(d.State, d.Moves), Meet: m.May && !m.Live(), Bound: m.Live() && d.State.Open()}
	if c.Bound {
		c.Next = "" // the card of the appointment has what can be done
	}
	for _, to := range d.Moves {
		switch to {
		case c.Next, api.StateScheduled: // an appointment is made with its hour
		case api.StateClosed:
			c.Close = true
		default:
			if !c.Bound {
				c.Other = append(c.Other, to)
			}
		}
	}
	if c.Next == api.StateClosed {
		c.Next, c.Close = "", true
	}
	if d.State.Open() {
		c.Take = d.Worker == "" && takeWork.allows(v.who.Role)
		c.Release = !c.Bound && d.Worker != "" && (d.Worker == v.who.ID || giveWork.allows(v.who.Role))
		if !c.Bound {
			c.Teams = s.otherTeams(d.Request.Team)
		}
		if giveWork.allows(v.who.Role) {
			c.Give = give(workers, open, d.Worker)
		}
	}
	c.Close = c.Close && !c.Bound
	if c.Meet && c.Next != "" && d.State != api.StateScheduled {
		c.Next, c.Other = "", append([]api.State{c.Next}, c.Other...) // the natural step is an hour
	}
	c.Strong = strongest(c, d.Worker == "")
	return c
}

// strongest picks the one strong action of the page.
func strongest(c choices, nobodys bool) string {
	switch {
	case nobodys && c.Take:
		return "take"
	case nobodys && len(c.Give) > 0:
		return "give"
	case c.Next != "":
		return "next"
	case c.Meet:
		return "meet"
	}
	return ""
}

// give lists the colleagues who may be given the request, the least loaded first.
func give(workers []account.Account, open map[core.ID]int, has core.ID) []workerView {
	var out []workerView
	for _, worker := range workers {
		if worker.ID != has && !worker.Disabled && takeWork.allows(worker.Role) {
			out = append(out, workerView{worker.ID, worker.Name, open[worker.ID]})
		}
	}
	slices.SortStableFunc(out, func(a, b workerView) int { return a.Open - b.Open })
	return out
}

func (s *Staff) otherTeams(own string) []directory.Team {
	return slices.DeleteFunc(slices.Clone(s.city().Teams()), func(t directory.Team) bool { return string(t.ID) == own })
}
