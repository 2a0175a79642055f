package account

import (
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/limit"
)

// guard slows down guessing. Delays belong to a user name as seen from one place, so that a stranger elsewhere who tries a
// name a thousand times keeps its owner out of nothing (T-12, E-48).
type guard struct {
	pair   *limit.Delay // user name and place
	source *limit.Rate  // place, whatever the names
}

const (
	freePerPair   = 5
	longestWait   = time.Minute
	freePerSource = 60 // an office shares one address
	sourceEvery   = 5 * time.Second
)

func newGuard(clock core.Clock) guard {
	return guard{
		pair:   limit.NewDelay(clock, freePerPair, time.Second, longestWait),
		source: limit.NewRate(clock, sourceEvery, freePerSource),
	}
}

func (g guard) begin(username, from string) (bool, time.Duration) {
	if ok, wait := g.source.Allow(from); !ok {
		return false, wait
	}
	return g.pair.Begin(username + "\x00" + from)
}

func (g guard) succeed(username, from string) {
	g.source.Return(from) // this one did not count; those before it did
	g.pair.Succeed(username + "\x00" + from)
}
