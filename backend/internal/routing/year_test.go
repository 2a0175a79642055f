package routing_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/journey"
)

// A year of Kortrijk: 7 teams, 77 workers, some 300 requests a week, one in four of a household that has a worker. It begins
// with a full house, so that every day counts.
const (
	yearDays    = 365
	weekly      = 300
	repeats     = 0.25
	meanInHand  = 47.0 // days from a request to its closing
	movesOfHome = 0.05 // of the households that come back, live in another team's area by then
)

var wijkteams = []string{"bissegem", "centrum", "heule", "marke", "noord", "zuid", "zuidelijke-rand"}

// langs are the languages of a city, the frequent ones more often.
var langs = []string{"nl", "nl", "nl", "nl", "nl", "nl", "nl", "nl", "nl", "nl", "nl", "nl", "fr", "fr", "ar", "ar", "tr", "uk", "pl", "ro", "fa", "ti"}

// household is who a worker follows, and where they live now.
type household struct {
	team, language string
	worker         core.ID
}

// inHand is an open request.
type inHand struct {
	worker int
	until  time.Time
	drawn  bool
}

// year is the simulated city. What it measures is of the workers who are there: away, nobody gets anything.
type year struct {
	*rand.Rand
	pull       bool // languages, topics and households that come back
	rules      *routing.Rules
	workers    []routing.Worker
	households []household
	open       []inHand
	back       []time.Time // when a worker came back from the last absence

	drawn []int // open requests that only some of the team could have been given: of an own household, in a language, on a topic

	share    []float64 // sums over the counted days: of the share of the full list,
	fair     []float64 // of what would have been fair,
	drawnTo  []float64 // and of the part that was drawn
	counted  []int     // days on which a worker was there, after having had time to catch up
	idle     []int     // working days in a row with room and without a new request
	mostIdle int       // the longest of them
	strayed  []string  // households that lost their worker without need
	returned int       // requests of households whose own worker was there
	unserved int       // requests for which a human had to decide although a worker could
}

func newYear(t testing.TB, seed uint64, pull bool) *year {
	y := &year{Rand: rand.New(rand.NewPCG(seed, 46)), pull: pull, rules: rules(t)}
	for i := range 77 {
		w := routing.Worker{
			ID: core.ID(fmt.Sprintf("w%02d", i)), First: fmt.Sprintf("W%02d", i), Team: wijkteams[i%len(wijkteams)],
			Languages: []string{"nl"}, Percent: 50 + 10*y.IntN(6),
		}
		for range y.IntN(4) {
			w.Languages = append(w.Languages, langs[y.IntN(len(langs))])
		}
		for _, topic := range journey.Topics {
			if y.IntN(5) == 0 {
				w.Topics = append(w.Topics, topic)
			}
		}
		y.workers = append(y.workers, w)
	}
	n := len(y.workers)
	y.back, y.drawn, y.counted, y.idle = make([]time.Time, n), make([]int, n), make([]int, n), make([]int, n)
	y.share, y.fair, y.drawnTo = make([]float64, n), make([]float64, n), make([]float64, n)
	return y
}

// run lives the year, a day at a time.
func (y *year) run() {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	free := make([]time.Time, len(y.workers))
	for day := range yearDays {
		now := start.AddDate(0, 0, day)
		y.close(now)
		if now.Weekday() == time.Saturday || now.Weekday() == time.Sunday {
			continue
		}
		for i := range y.workers {
			switch w := &y.workers[i]; {
			case w.Away && now.After(free[i]):
				w.Away, y.back[i] = false, now
			case !w.Away && y.IntN(50) == 0: // some five times a year, for a day to two weeks
				w.Away, free[i] = true, now.AddDate(0, 0, 1+y.IntN(14))
			}
		}
		got := make([]bool, len(y.workers))
		for range weekly/5 - 10 + y.IntN(21) {
			if i, ok := y.ask(now); ok {
				got[i] = true
			}
			now = now.Add(time.Minute)
		}
		y.measure(now, day, got)
	}
}

// close ends what is done by now.
func (y *year) close(now time.Time) {
	y.open = slices.DeleteFunc(y.open, func(o inHand) bool {
		over := !o.until.After(now)
		if over {
			y.workers[o.worker].Open--
			if o.drawn {
				y.drawn[o.worker]--
			}
		}
		return over
	})
}

// ask is one request, and reports who got it.
func (y *year) ask(now time.Time) (int, bool) {
	at := len(y.households)
	if known := y.Float64() < repeats; y.pull && known && at > 0 {
		at = y.IntN(at)
		if y.Float64() < movesOfHome {
			y.households[at].team = wijkteams[y.IntN(len(wijkteams))]
		}
	} else {
		y.households = append(y.households, household{team: wijkteams[y.IntN(len(wijkteams))], language: y.language()})
	}
	home := &y.households[at]
	a := routing.Ask{Team: home.team, Language: home.language, Own: home.worker}
	if y.pull && y.IntN(2) == 0 {
		a.Topics = []string{journey.Topics[y.IntN(len(journey.Topics))]}
	}
	got := y.rules.Choose(a, y.workers)
	if got.Worker == "" {
		if slices.ContainsFunc(y.workers, func(w routing.Worker) bool { return w.Team == home.team && !w.Away }) {
			y.unserved++
		}
		return 0, false
	}
	i := y.index(got.Worker)
	if home.worker != "" && !y.workers[y.index(home.worker)].Away {
		y.returned++
		if got.Worker != home.worker {
			y.strayed = append(y.strayed, fmt.Sprintf("%+v went to %s", *home, got.Worker))
		}
	}
	if home.worker == "" {
		home.worker = got.Worker
	}
	anyone := y.rules.Choose(routing.Ask{Team: home.team}, y.workers)
	y.take(i, now, len(got.Rank) < len(anyone.Rank))
	return i, true
}

func (y *year) language() string {
	if y.pull {
		return langs[y.IntN(len(langs))]
	}
	return ""
}

func (y *year) index(id core.ID) int {
	return slices.IndexFunc(y.workers, func(w routing.Worker) bool { return w.ID == id })
}

func (y *year) take(i int, now time.Time, drawn bool) {
	w := &y.workers[i]
	w.Open, w.Last = w.Open+1, now
	days := min(y.ExpFloat64()*meanInHand, 5*meanInHand)
	y.open = append(y.open, inHand{i, now.Add(time.Duration(days * 24 * float64(time.Hour))), drawn})
	if drawn {
		y.drawn[i]++
	}
}

// settled is how long the year runs before it is measured, and catchUp how long after an absence a worker is not: the list
// shrank meanwhile, and the rules fill it again.
const (
	settled = 120
	catchUp = 14 * 24 * time.Hour
)

func (y *year) measure(now time.Time, day int, got []bool) {
	for i, w := range y.workers {
		if got[i] || w.Away || y.carried(i) >= 1 {
			y.idle[i] = 0
		} else {
			y.idle[i]++
			y.mostIdle = max(y.mostIdle, y.idle[i])
		}
	}
	if day < settled {
		return
	}
	for _, team := range wijkteams {
		var there []int
		for i, w := range y.workers {
			if w.Team == team && !w.Away && now.Sub(y.back[i]) > catchUp {
				there = append(there, i)
			}
		}
		level := y.level(there)
		for _, i := range there {
			y.share[i] += y.carried(i)
			y.drawnTo[i] += y.drawnShare(i)
			y.fair[i] += max(level, y.drawnShare(i))
			y.counted[i]++
		}
	}
}

// carried is the share of a full list that a worker has in hand, and drawnShare the part of it that was drawn.
func (y *year) carried(i int) float64    { return float64(y.workers[i].Open) / full(y.workers[i]) }
func (y *year) drawnShare(i int) float64 { return float64(y.drawn[i]) / full(y.workers[i]) }

func full(w routing.Worker) float64 { return 0.46 * float64(w.Percent) }

// level is what is fair on one day. Colleagues of a team are interchangeable but for what is drawn to one of them: own
// households, a language, a topic. That cannot be evened out without sending a household from desk to desk; all the rest
// can. So the level is how high the rest fills up the lists, the lowest first, as water does: a list that drawn requests
// alone lift above it should hold those and nothing more.
func (y *year) level(there []int) float64 {
	total := 0
	for _, i := range there {
		total += y.workers[i].Open
	}
	low, high := 0.0, 3.0
	for range 30 {
		level, held := (low+high)/2, 0.0
		for _, i := range there {
			held += max(level, y.drawnShare(i)) * full(y.workers[i])
		}
		if held < float64(total) {
			low = level
		} else {
			high = level
		}
	}
	return low
}

// mostDays is how many working days in a row a worker who is there and has room may be without a new request: four weeks. Fewer
// would be unfair to colleagues where a list is short of nothing but full of own households.
const mostDays = 20

// TestAYearIsFair proves over a year: caseloads stay within 10 % of fair, nobody with room is forgotten, households stay with
// their worker. First where all colleagues are interchangeable, then with languages, topics and households that come back.
func TestAYearIsFair(t *testing.T) {
	for _, pull := range []bool{false, true} {
		for seed := range uint64(3) {
			y := newYear(t, seed, pull)
			y.run()
			widest, filled := 0.0, 0
			for i, w := range y.workers {
				off := y.share[i]/y.fair[i] - 1
				widest = max(widest, math.Abs(off))
				if y.drawnTo[i] < 0.95*y.fair[i] {
					filled++
				}
				if math.Abs(off) > 0.10 {
					days := float64(y.counted[i])
					t.Errorf("pull %v, seed %d: %s of %s carries %.3f of a full list, fair is %.3f", pull, seed, w.First, w.Team, y.share[i]/days, y.fair[i]/days)
				}
			}
			t.Logf("pull %v, seed %d: at most %.1f %% from fair; %d of %d lists filled up by caseload, longest without a new request %d working days; %d of %d returns to the own worker",
				pull, seed, 100*widest, filled, len(y.workers), y.mostIdle, y.returned-len(y.strayed), y.returned)
			if filled < 60 {
				t.Errorf("pull %v, seed %d: only %d lists are filled up by caseload: fair says little", pull, seed, filled)
			}
			if y.mostIdle > mostDays {
				t.Errorf("pull %v, seed %d: a worker with room got nothing on %d working days in a row", pull, seed, y.mostIdle)
			}
			if len(y.strayed) > 0 || pull && y.returned < 1000 {
				t.Errorf("pull %v, seed %d: %d of %d households lost their worker: %v", pull, seed, len(y.strayed), y.returned, y.strayed)
			}
			if y.unserved > 0 {
				t.Errorf("pull %v, seed %d: %d requests went to a human although a worker was there", pull, seed, y.unserved)
			}
		}
	}
}
