package sqlstore

import (
	"slices"
	"time"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/store"
)

// width is how many workers one query of a plan asks for: a team. The engines have no list in common that a parameter could
// be, so the queries have this many of them, and what is left over asks for nobody.
const width = 16

// theseWorkers are the parameters of a query for several workers.
const theseWorkers = ` IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) `

// Queries of a plan. $17 and $18 are the span, in days or moments, and $19 is now.
const (
	planWeekly    = selectWeekly + `WHERE account` + theseWorkers + `AND (until = '' OR until >= $17) AND since <= $18`
	planException = selectException + `WHERE account` + theseWorkers + `AND day >= $17 AND day <= $18`
	planAbsence   = selectAbsence + `WHERE account` + theseWorkers + `AND last_day >= $17 AND first_day <= $18`
	planClosure   = selectClosure + `WHERE last_day >= $1 AND first_day <= $2`

	// No appointment is longer than a day, which lets the index by start find those that touch the span.
	planBusy = `
		SELECT worker, starts, ends, kind, area FROM appointments
		WHERE worker` + theseWorkers + `AND state IN ('offered', 'booked') AND starts > $17 - 86400000000 AND ends > $17 AND starts < $18
		UNION ALL SELECT worker, starts, ends, kind, area FROM holds
		WHERE worker` + theseWorkers + `AND expires > $19 AND ends > $17 AND starts < $18
		UNION ALL SELECT account, starts, ends, '', '' FROM office_busy
		WHERE account` + theseWorkers + `AND ends > $17 AND starts < $18`
	planFreed = `
		SELECT worker, cell FROM cells
		WHERE worker` + theseWorkers + `AND freed AND cell >= $17 AND cell <= $18 AND until > $19
		ORDER BY worker, cell`
)

// Plan is all that is known of workers over a span.
func (t tx) Plan(workers []core.ID, from, until, now time.Time) (plan calendar.Plan, err error) {
	for team := range slices.Chunk(workers, width) {
		if err := t.planOf(&plan, team, from, until, now); err != nil {
			return calendar.Plan{}, err
		}
	}
	if len(workers) > 0 {
		plan.Closures, err = all(t, scanClosure, planClosure, string(calendar.DateOf(from)), string(calendar.DateOf(until)))
	}
	return plan, err
}

// planOf adds what is known of at most width workers.
func (t tx) planOf(plan *calendar.Plan, team []core.ID, from, until, now time.Time) error {
	days := span(team, string(calendar.DateOf(from)), string(calendar.DateOf(until)))
	moments := span(team, store.Stamp(from), store.Stamp(until), store.Stamp(now))
	cells := span(team, cellOf(from), cellOf(until), store.Stamp(now))
	return firstError(
		func() error { return gather(t, &plan.Weekly, scanWeekly, planWeekly, days) },
		func() error { return gather(t, &plan.Exceptions, scanException, planException, days) },
		func() error { return gather(t, &plan.Absences, scanAbsence, planAbsence, days) },
		func() error { return gather(t, &plan.Busy, scanBusy, planBusy, moments) },
		func() error { return t.freed(plan, cells) },
	)
}

// freed adds the cells that cool down, those beside each other as one.
func (t tx) freed(plan *calendar.Plan, args []any) error {
	var last calendar.Busy
	err := t.Each(planFreed, args, func(from store.Scanner) error {
		var worker core.ID
		var cell int64
		if err := from.Scan((*string)(&worker), &cell); err != nil {
			return err
		}
		if starts := startOf(cell); last.Worker == worker && last.To.Equal(starts) {
			last.To = startOf(cell + 1)
			return nil
		} else if last.Worker != "" {
			plan.Busy = append(plan.Busy, last)
		}
		last = calendar.Busy{Worker: worker, From: startOf(cell), To: startOf(cell + 1)}
		return nil
	})
	if last.Worker != "" {
		plan.Busy = append(plan.Busy, last)
	}
	return err
}

// span are the arguments of a plan's query: the workers, and what follows.
func span(team []core.ID, more ...any) []any {
	args := make([]any, width, width+len(more))
	for i := range args {
		args[i] = ""
		if i < len(team) {
			args[i] = string(team[i])
		}
	}
	return append(args, more...)
}

func gather[T any](t tx, into *[]T, scan func(store.Scanner) (T, error), query string, args []any) error {
	rows, err := all(t, scan, query, args...)
	*into = append(*into, rows...)
	return err
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Candidates are the workers who may take a request, with what they have in hand.
func (t tx) Candidates(now time.Time) ([]routing.Worker, error) {
	return all(t, scanCandidate, `
		SELECT a.id, a.first_name, a.team, a.languages, a.topics, a.share,
			(SELECT COUNT(*) FROM requests r WHERE r.worker = a.id AND r.state NOT IN ('closed', 'cancelled')),
			(SELECT COALESCE(MAX(e.at), 0) FROM events e WHERE e.after = a.id AND e.kind IN ('assigned', 'taken')),
			EXISTS (SELECT 1 FROM absences b WHERE b.account = a.id AND b.last_day >= $1 AND b.first_day <= $1)
		FROM accounts a WHERE a.role = 'worker' AND NOT a.disabled AND a.share > 0 ORDER BY a.id`, string(calendar.DateOf(now)))
}

func scanCandidate(from store.Scanner) (w routing.Worker, err error) {
	var languages, topics string
	var last int64
	err = from.Scan((*string)(&w.ID), &w.First, &w.Team, &languages, &topics, &w.Percent, &w.Open, &last, &w.Away)
	w.Languages, w.Topics, w.Last = unlist[string](languages), unlist[string](topics), store.Moment(last)
	return w, err
}
