package notify

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
)

// The audit actions of this package.
const (
	auditDone    audit.Action = "message.told"
	auditPrinted audit.Action = "message.printed"
)

// Reception is what people do with messages: calls to make (beltaken), what to tell at the desk (balietaken), letters to print.
// Whose request it is, the caller has checked.
type Reception struct {
	Store  Store
	Clock  core.Clock
	Source Source
	Writer Writer
	Guard  Guard
	Chain  *audit.Chain
}

// Line is a task in the list of a team: nothing about the person but the public part of the code.
type Line struct {
	Row     Row
	Locator string
	From    time.Time // the hours in which the plan allows the call; zero at the desk
	Until   time.Time
}

// Task is a task as it is done: what to say, in steps.
type Task struct {
	Line
	Number api.Personal // to call; empty at the desk
	Steps  []api.Personal
}

// Tasks are the open tasks of a team, the most urgent first. Those of a request that is kept apart are not among them: its own
// worker finds them on the request.
func (r Reception) Tasks(ctx context.Context, team string, limit int) ([]Line, error) {
	rows, err := r.rows(ctx, func(tx Tx) ([]Row, error) { return tx.Tasks(team, limit) })
	if err != nil {
		return nil, err
	}
	var lines []Line
	for _, row := range rows {
		facts, err := factsOf(ctx, r.Source, row)
		if err != nil {
			return nil, err
		}
		if line, open := r.line(row, facts); open && !facts.Apart {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// Of are the open tasks of one request, with what to say in the language of who does them.
func (r Reception) Of(ctx context.Context, request core.ID, language string) ([]Task, error) {
	rows, err := r.rows(ctx, func(tx Tx) ([]Row, error) { return tx.MessagesOf(request) })
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, row := range rows {
		if row.State != Waiting {
			continue
		}
		facts, err := factsOf(ctx, r.Source, row)
		if err != nil {
			return nil, err
		}
		line, open := r.line(row, facts)
		if !open {
			continue
		}
		task := Task{Line: line, Steps: r.Writer.Script(row.Channel, row.Kind, facts, language)}
		if row.Channel == Call {
			task.Number = facts.Plan.Phone
		}
		tasks = append(tasks, task)
	}
	return tasks, nil
}

// line is the task in its list; it is no longer open when it lost its point, or when the plan no longer allows it and the clerk
// has not seen that yet.
func (r Reception) line(row Row, f Facts) (Line, bool) {
	line := Line{Row: row, Locator: f.Locator}
	now := r.Clock.Now()
	if pointless(row, f) || !now.Before(row.Deadline) {
		return line, false
	}
	if row.Channel != Call {
		return line, true
	}
	decision := r.Guard.Decide(f.Plan, row.Kind, now, row.NotBefore, row.Deadline)
	line.From, line.Until = decision.From, decision.Until
	return line, decision.Channel == Call
}

// Done notes that somebody did a task of the request.
func (r Reception) Done(ctx context.Context, who, request, message core.ID) error {
	return r.Store.Update(ctx, func(tx Tx) error {
		row, found, err := tx.Message(message)
		switch {
		case err != nil:
			return err
		case !found || row.Request != request:
			return core.Refuse(api.CodeNotFound, "refuse.notfound")
		case row.State != Waiting:
			return core.Refuse(api.CodeConflict, "refuse.conflict")
		}
		now := r.Clock.Now()
		row.State, row.By = Done, who
		stored, err := tx.UpdateMessage(row.changed(now))
		if err == nil && !stored {
			return core.Refuse(api.CodeConflict, "refuse.conflict")
		}
		if err != nil {
			return err
		}
		return r.Chain.Append(tx, now, who, auditDone, request)
	})
}

// Letter is a message of the request as a page to print. A plan that says not to write, or not to make contact, allows none.
func (r Reception) Letter(ctx context.Context, who, request, message core.ID) (Text, error) {
	rows, err := r.rows(ctx, func(tx Tx) ([]Row, error) {
		row, _, err := tx.Message(message)
		return []Row{row}, err
	})
	if err != nil {
		return Text{}, err
	}
	row := rows[0]
	if row.Request != request || request == "" {
		return Text{}, core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	facts, err := factsOf(ctx, r.Source, row)
	if err != nil {
		return Text{}, err
	}
	if pointless(row, facts) || facts.Plan.NeverWrite || facts.Plan.Channel == api.ChannelNone {
		return Text{}, core.Refuse(api.CodeForbidden, "refuse.letter")
	}
	err = r.Store.Update(ctx, func(tx Tx) error { return r.Chain.Append(tx, r.Clock.Now(), who, auditPrinted, request) })
	return r.Writer.Letter(row.Kind, facts), err
}

func (r Reception) rows(ctx context.Context, read func(Tx) ([]Row, error)) (rows []Row, err error) {
	err = r.Store.View(ctx, func(tx Tx) (err error) {
		rows, err = read(tx)
		return err
	})
	return rows, err
}

// factsOf are the facts of a row, with the hour that an offer is about.
func factsOf(ctx context.Context, source Source, row Row) (Facts, error) {
	facts, err := source.Facts(ctx, row)
	if row.Kind == Earlier {
		facts.Start = row.Start
	}
	return facts, err
}
