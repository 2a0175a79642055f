package routing

import (
	"slices"

	"wijkloket/backend/internal/core"
)

// Again says, after a change of address or topic, whether somebody else should have the request now, and who and why. The
// present worker keeps it when no hard step speaks against it: safety, another own worker of the household, another
// team. A colleague who knows the new topic better, or has more room, is no reason to make a resident tell it all again; nor is a
// worker's absence, which the team lead settles.
func (r *Rules) Again(a Ask, workers []Worker, present core.ID) (Choice, bool) {
	now := r.choose(a, workers, present)
	at := slices.IndexFunc(workers, func(w Worker) bool { return w.ID == present })
	if at < 0 || now.Worker == "" || now.Worker == a.Own || !a.mayBe(present) {
		return now, now.Worker != present
	}
	first := workers[at].First
	if now.Team != workers[at].Team {
		now.Why = core.Message{Key: "why.worker.again", Args: map[string]any{"Worker": first, "Then": now.Why}}
		return now, true
	}
	kept := core.Message{Key: "why.worker.kept", Args: map[string]any{"Worker": first}}
	return Choice{Team: now.Team, Worker: present, Rank: []core.ID{present}, Why: kept}, false
}
