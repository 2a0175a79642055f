package request

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/limit"
)

// guard slows down whoever tries codes (T-34). There are 26^9 secrets; at sixty guesses a minute in all, a year of guessing
// opens any request at all with a chance of about one in 170,000.
type guard struct {
	locator *limit.Delay // grows with every failure; its longest wait bounds what a stranger can do to the holder
	source  *limit.Rate  // per place it comes from
	all     *limit.Rate  // all together
}

const (
	freePerLocator = 5
	firstWait      = 2 * time.Second
	longestWait    = time.Minute
	freePerSource  = 20
	sourceEvery    = 15 * time.Second
	freeInAll      = 120
	allEvery       = time.Second
)

func newGuard(clock core.Clock) guard {
	return guard{
		locator: limit.NewDelay(clock, freePerLocator, firstWait, longestWait),
		source:  limit.NewRate(clock, sourceEvery, freePerSource),
		all:     limit.NewRate(clock, allEvery, freeInAll),
	}
}

// everyone is the one key of the limit for all.
const everyone = ""

// begin starts an attempt, which counts as a wrong one until succeed is called. While a flood from many places uses up what
// all may try together, a place without a wrong attempt still gets its turn: that is where the honest holders are (E-49).
func (g guard) begin(locator, from string) error {
	clean := g.source.Full(from)
	if ok, wait := g.source.Allow(from); !ok {
		return tooMany(wait)
	}
	if ok, wait := g.all.Allow(everyone); !ok && !clean {
		return tooMany(wait)
	}
	if locator == "" {
		return nil
	}
	if ok, wait := g.locator.Begin(locator); !ok {
		return tooMany(wait)
	}
	return nil
}

// succeed ends an attempt well.
func (g guard) succeed(locator, from string) {
	g.source.Return(from)
	g.all.Return(everyone)
	g.locator.Succeed(locator)
}

func tooMany(wait time.Duration) error {
	refusal := core.Refuse(api.CodeTooMany, "refuse.toomany")
	refusal.Reason.Args = map[string]any{"Seconds": int(wait/time.Second) + 1}
	return refusal
}
