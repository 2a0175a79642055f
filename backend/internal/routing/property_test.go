package routing_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/journey"
)

// Few teams, languages and figures: collisions are what is interesting.
var (
	someTeams     = []string{"noord", "heule", "energie"}
	someLanguages = []string{"nl", "fr", "ar", "tr"}
)

// several draws some of the values; it is never nil.
func several[T any](t *rapid.T, from []T, label string) []T {
	out := []T{}
	for _, one := range from {
		if rapid.Bool().Draw(t, label) {
			out = append(out, one)
		}
	}
	return out
}

func drawWorker(t *rapid.T, id core.ID) routing.Worker {
	return routing.Worker{
		ID: id, First: string(id), Team: rapid.SampledFrom(someTeams).Draw(t, "team"),
		Languages: several(t, someLanguages, "languages"), Topics: several(t, journey.Topics, "specialities"),
		Percent: rapid.SampledFrom([]int{50, 80, 100}).Draw(t, "percent"), Open: rapid.IntRange(0, 60).Draw(t, "open"),
		Last: monday.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "last")) * time.Hour), Away: rapid.IntRange(0, 3).Draw(t, "away") == 0,
	}
}

func drawWorkers(t *rapid.T) ([]routing.Worker, []core.ID) {
	var workers []routing.Worker
	var known []core.ID
	for i := range rapid.IntRange(0, 12).Draw(t, "workers") {
		known = append(known, core.ID(fmt.Sprintf("w%02d", i)))
		workers = append(workers, drawWorker(t, known[i]))
	}
	return workers, append(known, "gone")
}

func drawAsk(t *rapid.T, known []core.ID) routing.Ask {
	a := routing.Ask{
		Team: rapid.SampledFrom(append([]string{""}, someTeams...)).Draw(t, "asked team"), Topics: several(t, journey.Topics, "topics"),
		Language:    rapid.SampledFrom(append([]string{"", "ti"}, someLanguages...)).Draw(t, "language"),
		Interpreter: rapid.Bool().Draw(t, "interpreter"), Not: several(t, known, "not"),
	}
	if rapid.Bool().Draw(t, "known household") {
		a.Own = rapid.SampledFrom(known).Draw(t, "own")
	}
	if rapid.Bool().Draw(t, "at an hour") {
		a.Among = several(t, known, "among")
	}
	return a
}

// TestNobodyWhoMayNot: whatever the case, the chosen one and everyone ranked behind may take it, and when nobody may a human
// is named.
func TestNobodyWhoMayNot(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		got := r.Choose(a, workers)
		if (got.Worker == "") != (got.Fallback != "") || (got.Worker == "") != (len(got.Rank) == 0) || got.Why.Key == "" {
			t.Fatalf("neither a worker nor a human, or both: %+v", got)
		}
		if got.Worker != "" && got.Rank[0] != got.Worker {
			t.Fatalf("%s is chosen and %s ranked first", got.Worker, got.Rank[0])
		}
		for _, id := range got.Rank {
			w := workers[slices.IndexFunc(workers, func(w routing.Worker) bool { return w.ID == id })]
			if w.Away || slices.Contains(a.Not, id) || a.Among != nil && !slices.Contains(a.Among, id) || w.Team != got.Team {
				t.Fatalf("%+v cannot take %+v", w, a)
			}
			if id != a.Own && w.Team != a.Team && (w.Team != "energie" || !slices.Equal(a.Topics, []string{"energy"})) {
				t.Fatalf("%+v is of another team than %+v", w, a)
			}
		}
		if got.Worker != "" {
			return
		}
		for _, w := range workers {
			if w.Team == a.Team && !w.Away && !slices.Contains(a.Not, w.ID) && (a.Among == nil || slices.Contains(a.Among, w.ID)) {
				t.Fatalf("a human must decide although %+v can take %+v", w, a)
			}
		}
	})
}

// TestTheSentenceKeepsTheDoorShut: for who comes apart, the sentence names nobody who was left out and compares with nobody.
func TestTheSentenceKeepsTheDoorShut(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		if len(a.Not) == 0 {
			return
		}
		if a.Own != "" {
			a.Own = a.Not[0]
		}
		got := r.Choose(a, workers)
		text, err := json.Marshal(got.Why)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range a.Not {
			if strings.Contains(string(text), `"`+string(id)+`"`) {
				t.Fatalf("names %s: %s", id, text)
			}
		}
		for _, telling := range []string{"Open", "why.worker.own", "why.worker.only", "why.worker.free", "why.worker.longest"} {
			if strings.Contains(string(text), telling) {
				t.Fatalf("compares or tells of a household: %s", text)
			}
		}
	})
}

// TestTheOrderOfTheListSaysNothing: the same workers in another order give the same choice, and none of them is touched.
func TestTheOrderOfTheListSaysNothing(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		shuffled := rapid.Permutation(workers).Draw(t, "order")
		before := slices.Clone(shuffled)
		if one, other := r.Choose(a, workers), r.Choose(a, shuffled); !reflect.DeepEqual(one, other) {
			t.Fatalf("%+v, and in another order %+v", one, other)
		}
		if !reflect.DeepEqual(before, shuffled) {
			t.Fatal("the choice changed the list")
		}
	})
}

// TestAWorseColleagueChangesNothing: who is in no respect better than the chosen one is never chosen instead.
func TestAWorseColleagueChangesNothing(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		got := r.Choose(a, workers)
		if got.Worker == "" {
			return
		}
		worse := workers[slices.IndexFunc(workers, func(w routing.Worker) bool { return w.ID == got.Worker })]
		worse.ID, worse.First = "z-new", "z-new"
		worse.Languages, worse.Topics = several(t, worse.Languages, "fewer languages"), several(t, worse.Topics, "fewer topics")
		worse.Open += rapid.IntRange(0, 20).Draw(t, "more open")
		worse.Last = worse.Last.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "later")) * time.Hour)
		if a.Among != nil {
			a.Among = append(a.Among, worse.ID)
		}
		if now := r.Choose(a, append(workers, worse)); now.Worker != got.Worker {
			t.Fatalf("%s after %+v came, %s before", now.Worker, worse, got.Worker)
		}
	})
}

// TestTheStepsDecide: among the able of the team nobody with room is passed over for someone full, nobody who knows more for who
// knows less, and so on down the steps. It judges the result alone, without walking the steps.
func TestTheStepsDecide(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		got := r.Choose(a, workers)
		if got.Worker == "" || got.Worker == a.Own {
			return
		}
		chosen := workers[slices.IndexFunc(workers, func(w routing.Worker) bool { return w.ID == got.Worker })]
		for _, w := range workers {
			if w.Team != got.Team || w.Away || slices.Contains(a.Not, w.ID) || a.Among != nil && !slices.Contains(a.Among, w.ID) {
				continue
			}
			if slices.Compare(merits(a, w), merits(a, chosen)) < 0 {
				t.Fatalf("%+v is better than %+v for %+v", w, chosen, a)
			}
		}
	})
}

// merits are what the soft steps look at, smaller is better.
func merits(a routing.Ask, w routing.Worker) []int64 {
	m := make([]int64, 5)
	if float64(w.Open) >= 0.46*float64(w.Percent) {
		m[0] = 1
	}
	for _, topic := range a.Topics {
		if !slices.Contains([]string{"energy", "food", "lonely", "else"}, topic) && slices.Contains(w.Topics, topic) {
			m[1]--
		}
	}
	if a.Language != "" && a.Language != "nl" && !slices.Contains(w.Languages, a.Language) {
		m[2] = 1
	}
	m[3] = int64(w.Open * 10000 / w.Percent)
	m[4] = w.Last.Unix()
	return m
}

// TestAgainKeepsOrMoves: after a change the present worker stays exactly when they could have been given it by the hard steps.
func TestAgainKeepsOrMoves(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		workers, known := drawWorkers(t)
		a := drawAsk(t, known)
		present := rapid.SampledFrom(known).Draw(t, "present")
		got, moves := r.Again(a, workers, present)
		if moves != (got.Worker != present) {
			t.Fatalf("moves is %v, but %s had it and %s has it now", moves, present, got.Worker)
		}
		if !moves && (slices.Contains(a.Not, present) || a.Among != nil && !slices.Contains(a.Among, present)) {
			t.Fatalf("%s keeps what they may not have: %+v", present, a)
		}
		if moves {
			if fresh := r.Choose(a, workers); fresh.Worker != got.Worker || fresh.Fallback != got.Fallback || fresh.Team != got.Team {
				t.Fatalf("moves to %+v, a new request would go to %+v", got, fresh)
			}
		}
		if next, again := r.Again(a, workers, got.Worker); got.Worker != "" && again {
			t.Fatalf("%s got it and loses it at once to %s", got.Worker, next.Worker)
		}
	})
}
