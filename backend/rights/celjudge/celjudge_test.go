package celjudge

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"wijkloket/backend/rights"
)

var (
	draws = flag.Int("draws", 100_000, "households drawn for TestTheEngineSaysWhatCELDecides")
	seed  = flag.Uint64("seed", 0, "seed of the drawn households; 0 takes a new one")
)

const today = "2026-11-25"

// contest holds the engine against the judge.
type contest struct {
	drawer *drawer
	engine *rights.Rules
	days   []court
	seed   uint64
}

// court is one day of a contest.
type court struct {
	judge *judge
	check *rights.Check
	ours  map[string]int // by right: its place among the engine's results
}

// newContest prepares both sides for some days: the engine from the files, the judge from what it read of them.
func newContest(t testing.TB, files fs.FS, read *rules, days []string, seed uint64) *contest {
	t.Helper()
	engine, err := rights.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	c := &contest{drawer: newDrawer(read), engine: engine, seed: seed}
	for _, day := range days {
		at := court{newJudge(t, read, day), engine.At(day), map[string]int{}}
		for i, result := range at.check.Verdicts(rights.Answers{}, nil) {
			at.ours[result.ID] = i
		}
		if len(at.ours) != len(read.rights) {
			t.Fatalf("the engine knows %d rights, the judge %d", len(at.ours), len(read.rights))
		}
		c.days = append(c.days, at)
	}
	return c
}

// tally is what came of some draws.
type tally struct {
	households int
	full       int // verdicts on full answers
	partial    int // verdicts with skips
	decided    int // of those: CEL decided
	settled    int // of those: the engine decided
	wrong      []string
}

func (t *tally) add(more tally) {
	t.households += more.households
	t.full += more.full
	t.partial += more.partial
	t.decided += more.decided
	t.settled += more.settled
	t.wrong = append(t.wrong, more.wrong...)
}

func (t *tally) count(theirs said, ours rights.Result, full bool) {
	if full {
		t.full++
		return
	}
	t.partial++
	if theirs.decided() {
		t.decided++
	}
	if !ours.Open {
		t.settled++
	}
}

// draw holds one household against both sides. The first day has most of the draws.
func (c *contest) draw(n int, into *tally) error {
	random := rand.New(rand.NewPCG(c.seed, uint64(n)))
	answers := c.drawer.full(random)
	full := c.drawer.skip(random, answers)
	at := &c.days[max(0, random.IntN(5*len(c.days))-4*len(c.days))]
	text, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	given, err := c.engine.ParseAnswers(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	results := at.check.Verdicts(given, nil)
	opinions, err := at.judge.verdicts(c.drawer.known(answers), nil)
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	into.households++
	for i, theirs := range opinions {
		right := at.judge.rights[i].text
		if right.mild {
			continue // no right of its own
		}
		ours := results[at.ours[right.id]]
		if !right.info && !right.broken {
			into.count(theirs, ours, full)
		}
		if wrong := disagree(right, theirs, ours, full); wrong != "" {
			into.wrong = append(into.wrong, fmt.Sprintf("draw %d of seed %d: %s on %s with %s: %s\n\thave     %s\n\tlikely   %s\n\tpossible %s",
				n, c.seed, right.id, at.judge.day, text, wrong, right.levels.have, right.levels.likely, right.levels.possible))
		}
	}
	return nil
}

// disagree says what is wrong with a verdict of ours, or nothing.
func disagree(right *text, theirs said, ours rights.Result, full bool) string {
	switch {
	case ours.Broken != right.broken:
		return fmt.Sprintf("broken is %v, the judge says %v", ours.Broken, right.broken)
	case full && !theirs.decided():
		return fmt.Sprintf("CEL does not decide on full answers: %v to %v", theirs.low, theirs.high)
	case ours.Open && theirs.decided():
		return fmt.Sprintf("it is open, CEL decides %v", theirs.low)
	case ours.Verdict < theirs.low || ours.Verdict > theirs.high:
		return fmt.Sprintf("it is %v, CEL says %v to %v", ours.Verdict, theirs.low, theirs.high)
	}
	return ""
}

// run draws households on every core, until something is wrong.
func (c *contest) run(t testing.TB, households int) tally {
	t.Helper()
	var next atomic.Int64
	var stop atomic.Bool
	tallies := make([]tally, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for i := range tallies {
		workers.Go(func() {
			for n := int(next.Add(1)); n <= households && !stop.Load(); n = int(next.Add(1)) {
				if err := c.draw(n, &tallies[i]); err != nil {
					t.Errorf("draw %d of seed %d: %v", n, c.seed, err)
					stop.Store(true)
				}
				if len(tallies[i].wrong) > 0 {
					stop.Store(true)
				}
			}
		})
	}
	workers.Wait()
	var sum tally
	for _, one := range tallies {
		sum.add(one)
	}
	return sum
}

// report fails for what is wrong, and when CEL decided so little that agreeing with it says nothing.
func (t *tally) report(test *testing.T, seed uint64) {
	test.Helper()
	for _, wrong := range t.wrong {
		test.Error(wrong)
	}
	share := float64(t.decided) / float64(t.settled)
	test.Logf("seed %d: %d households; %d verdicts on full answers, all decided by CEL; %d with skips, %d decided by the engine, %d by CEL (%.2f %% of those)",
		seed, t.households, t.full, t.partial, t.settled, t.decided, 100*share)
	if !(share >= leastDecided) || t.full == 0 {
		test.Errorf("CEL decided %.0f %% of what the engine decided, less than %.0f %%, or nobody answered everything", 100*share, 100*leastDecided)
	}
}

// leastDecided is the share of the verdicts with skips that the engine decides, which CEL must decide too.
const leastDecided = 0.9

// chosenSeed is the seed of the flag, or a new one.
func chosenSeed() uint64 {
	for *seed == 0 {
		*seed = rand.Uint64()
	}
	return *seed
}

// TestTheEngineSaysWhatCELDecides: for random households with random skips, wherever CEL decides, the engine says the
// same, and CEL decides on all full answers. Most draws are for today; the others for a day before some figures exist,
// one before others, one with some figures too old and one with all too old.
func TestTheEngineSaysWhatCELDecides(t *testing.T) {
	files := cityFiles(t)
	read := readRules(t, files)
	days := []string{today, "2024-02-01", "2025-03-01", "2028-06-01", read.afterAll(t)}
	c := newContest(t, files, read, days, chosenSeed())
	sum := c.run(t, *draws)
	sum.report(t, c.seed)
}

// TestTheJudgeFindsAFault: with one thing changed on the side of the judge, it disagrees.
func TestTheJudgeFindsAFault(t *testing.T) {
	files := cityFiles(t)
	for name, fault := range map[string]func(*rules){
		"a ceiling": func(r *rules) {
			for _, v := range r.figures["leefloon"].Values {
				v.Low["alone"] *= 1.4
			}
		},
		"an age":       func(r *rules) { r.figures["adult"].Values[0].Value++ },
		"a code":       func(r *rules) { r.shared["statuut"].In = r.shared["statuut"].In[1:] },
		"a shelf life": func(r *rules) { r.figures["leefloon"].Values[2].ShelfUntil = "2026-11-01" },
		"a have":       func(r *rules) { r.rights["verhoogde-tegemoetkoming"].Have = nil },
		"a doubt": func(r *rules) {
			when := r.rights["inkomensgarantie-ouderen"].When
			when.All = slices.DeleteFunc(when.All, func(c *condition) bool { return c.Doubt != nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			read := readRules(t, files)
			fault(read)
			c := newContest(t, files, read, []string{today}, chosenSeed())
			sum := c.run(t, *draws)
			if len(sum.wrong) == 0 {
				t.Fatalf("seed %d: no disagreement in %d households", c.seed, sum.households)
			}
			t.Logf("found after %d households", sum.households)
		})
	}
}
