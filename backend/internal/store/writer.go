package store

import (
	"context"
	"database/sql"
	"errors"
)

// maxBatch is how many changes may share one commit. Each is short (some milliseconds), so the last of them waits for a
// fraction of a second at most.
const maxBatch = 64

// job is one change on its way through the writer.
type job struct {
	ctx    context.Context
	do     func(*Tx) error
	result chan outcome
}

// outcome is what became of a job: its error, or the value it panicked with.
type outcome struct {
	err      error
	panicked any
}

// Update runs do as one change: all of it happens or nothing, and when Update returns nil it is on disk.
//
// Changes run one after another. When several wait, they share a commit and its sync: each runs in a savepoint of its
// own, so that one that fails takes only itself back, and all of them get their answer after the commit and not before.
// do must only touch tx; slow work (hashing, waiting) belongs before Update. Once do has begun it is finished even when
// the caller leaves.
func (d *DB) Update(ctx context.Context, do func(*Tx) error) error {
	j := &job{ctx: ctx, do: do, result: make(chan outcome, 1)}
	select {
	case d.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.closing:
		return ErrClosed
	}
	done := <-j.result
	if done.panicked != nil {
		panic(done.panicked)
	}
	return done.err
}

// write is the one writer.
func (d *DB) write() {
	defer close(d.stopped)
	for {
		select {
		case first := <-d.jobs:
			d.commit(first)
		case <-d.closing:
			return
		}
	}
}

// commit runs a job, and those that wait by then, in one transaction.
func (d *DB) commit(first *job) {
	ctx := context.Background()
	d.writing.catchUp(ctx)
	tx, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		first.result <- outcome{err: d.dialect.translate(err)}
		return
	}
	var done []*job
	var outcomes []outcome
	var failed error
	for next := first; next != nil; next = d.waiting(len(done)) {
		result, whole := d.attempt(tx, next)
		done, outcomes = append(done, next), append(outcomes, result)
		if whole != nil {
			failed = errors.Join(whole, tx.Rollback())
			break
		}
	}
	if failed == nil {
		failed = d.dialect.translate(tx.Commit())
	}
	if failed == nil {
		d.changes.Add(int64(len(done)))
		d.commits.Add(1)
	}
	for i, j := range done {
		if failed != nil && outcomes[i].err == nil && outcomes[i].panicked == nil {
			outcomes[i].err = failed
		}
		j.result <- outcomes[i]
	}
}

// waiting is the next job that is there already, if the batch has room.
func (d *DB) waiting(taken int) *job {
	if taken >= d.batch {
		return nil
	}
	select {
	case next := <-d.jobs:
		return next
	default:
		return nil
	}
}

// attempt runs one job in a savepoint and takes back what it did when it fails. The second result tells that the
// transaction as a whole is no longer what it was (the connection broke, the disk is full), so nothing of it may be
// committed.
func (d *DB) attempt(tx *sql.Tx, j *job) (result outcome, whole error) {
	if err := j.ctx.Err(); err != nil {
		return outcome{err: err}, nil // the caller left before it began
	}
	// A statement that is interrupted half-way would take the whole batch with it, so a job that has begun runs to its end.
	ctx := context.WithoutCancel(j.ctx)
	change := &Tx{ctx: ctx, tx: tx, prepared: d.writing, translate: d.dialect.translate}
	step := func(statement string) error {
		_, err := change.Exec(statement)
		return err
	}
	if err := step("SAVEPOINT change"); err != nil {
		return outcome{err: err}, err
	}
	result = run(j.do, change)
	if result.err != nil || result.panicked != nil {
		whole = step("ROLLBACK TO SAVEPOINT change")
	}
	if whole == nil {
		whole = step("RELEASE SAVEPOINT change")
	}
	return result, whole
}

func run(do func(*Tx) error, tx *Tx) (result outcome) {
	defer func() { result.panicked = recover() }()
	return outcome{err: do(tx)}
}
