// Package store opens the database, whichever of the two engines it is, and runs transactions on it. It owns the SQL
// drivers: what differs between SQLite and PostgreSQL is in dialect.go, sqlite.go and postgres.go, and nobody else sees a
// driver or its errors. The tables are in migrations/, the queries in sqlstore/.
//
// All writing goes through one writer (see [DB.Update]): changes happen one after another, so that "who was first" never
// rests on an isolation level, and those that wait share one commit.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// What can come out of a query, whatever the engine. Everything else is a fault.
var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("store: no such row")
	// ErrDuplicate: a row with this unique value is there already.
	ErrDuplicate = errors.New("store: it is there already")
	// ErrUnavailable: the database does not answer, is full, or is held by another program. It is a refusal that people
	// can read: nothing is known to be stored, and the same thing may be sent again.
	ErrUnavailable error = core.Refuse(api.CodeUnavailable, "refuse.unavailable")
	// ErrClosed: the program is stopping.
	ErrClosed error = core.Refuse(api.CodeUnavailable, "refuse.unavailable")
)

// DB is an open database.
type DB struct {
	dialect dialect
	readers *sql.DB // many at a time
	writer  *sql.DB // one at a time

	reading, writing *prepared // queries of the two, when the dialect wants them kept

	jobs    chan *job
	closing chan struct{}
	stopped chan struct{}
	once    sync.Once
	batch   int

	changes, commits atomic.Int64
}

// Open opens the database of a URL, "sqlite:FILE" or "postgres://...", checks that a commit will be on disk before it is
// confirmed, and brings the tables up to date. It refuses a database that a newer program has changed.
func Open(ctx context.Context, url string) (*DB, error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	readers, writer, err := d.open(ctx, url)
	if err != nil {
		return nil, err
	}
	db := &DB{
		dialect: d, readers: readers, writer: writer, batch: maxBatch,
		jobs: make(chan *job), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	if err := errors.Join(d.verify(ctx, writer), migrate(ctx, d, writer)); err != nil {
		return nil, errors.Join(err, readers.Close(), writer.Close())
	}
	if d.prepares {
		db.reading, db.writing = newPrepared(readers), newPrepared(writer)
	}
	go db.write()
	return db, nil
}

// Close lets running changes finish, refuses new ones and closes the database.
func (d *DB) Close() error {
	d.once.Do(func() { close(d.closing) })
	<-d.stopped
	return errors.Join(d.readers.Close(), d.writer.Close())
}

// Ping reports whether the database answers: it writes nothing.
func (d *DB) Ping(ctx context.Context) error {
	return d.View(ctx, func(tx *Tx) error {
		var one int
		return tx.Row("SELECT 1").Scan(&one)
	})
}

// Written is how many changes were stored since Open, and by how many commits: their quotient is how many shared one.
func (d *DB) Written() (changes, commits int64) { return d.changes.Load(), d.commits.Load() }

// Engine is "sqlite" or "postgres", for the line that the program prints at its start.
func (d *DB) Engine() string { return d.dialect.name }

// View runs do in a read-only transaction: everything it reads is of one moment.
func (d *DB) View(ctx context.Context, do func(*Tx) error) error {
	d.reading.catchUp(ctx)
	tx, err := d.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: d.dialect.readOnlyTx, Isolation: d.dialect.viewIsolation})
	if err != nil {
		return d.dialect.translate(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return do(&Tx{ctx: ctx, tx: tx, prepared: d.reading, translate: d.dialect.translate})
}

// Tx is one transaction. It is only good inside the function it was given to.
type Tx struct {
	ctx       context.Context
	tx        *sql.Tx
	prepared  *prepared
	translate func(error) error
}

// Exec runs a statement and returns how many rows it changed. Queries are constants with $1, $2 ...; values are never
// part of the text.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	result, err := t.exec(query, args)
	if err != nil {
		return 0, t.translate(err)
	}
	return result.RowsAffected()
}

func (t *Tx) exec(query string, args []any) (sql.Result, error) {
	if ready := t.prepared.of(query); ready != nil {
		return t.tx.StmtContext(t.ctx, ready).ExecContext(t.ctx, args...)
	}
	return t.tx.ExecContext(t.ctx, query, args...)
}

// Row runs a query of which one row is wanted.
func (t *Tx) Row(query string, args ...any) *Row {
	if ready := t.prepared.of(query); ready != nil {
		return &Row{row: t.tx.StmtContext(t.ctx, ready).QueryRowContext(t.ctx, args...), translate: t.translate}
	}
	return &Row{row: t.tx.QueryRowContext(t.ctx, query, args...), translate: t.translate}
}

// Each runs a query and calls scan for every row of the answer, which scans it and asks nothing else meanwhile.
func (t *Tx) Each(query string, args []any, scan func(Scanner) error) error {
	rows, err := t.query(query, args)
	if err != nil {
		return t.translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return t.translate(rows.Err())
}

func (t *Tx) query(query string, args []any) (*sql.Rows, error) {
	if ready := t.prepared.of(query); ready != nil {
		return t.tx.StmtContext(t.ctx, ready).QueryContext(t.ctx, args...)
	}
	return t.tx.QueryContext(t.ctx, query, args...)
}

// Scanner takes the columns of one row.
type Scanner interface{ Scan(into ...any) error }

// Row is the answer to [Tx.Row].
type Row struct {
	row       *sql.Row
	translate func(error) error
}

// Scan takes the columns, or returns ErrNotFound.
func (r *Row) Scan(into ...any) error { return r.translate(r.row.Scan(into...)) }

// Stamp is how a moment is stored: microseconds since 1970 in UTC, the same number in both engines; 0 is never.
func Stamp(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

// Moment reads a Stamp.
func Moment(stamp int64) time.Time {
	if stamp == 0 {
		return time.Time{}
	}
	return time.UnixMicro(stamp).UTC()
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}
