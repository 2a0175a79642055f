package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

// dialect is everything in which the two engines differ, apart from the types in their migrations.
type dialect struct {
	name      string
	goose     goose.Dialect
	open      func(ctx context.Context, url string) (readers, writer *sql.DB, err error)
	verify    func(ctx context.Context, writer *sql.DB) error // that a commit is a real one
	translate func(error) error                               // a driver's error to ours
	lock      bool                                            // other programs may migrate at the same time
	prepares  bool                                            // queries gain by being kept prepared; pgx keeps them itself

	readOnlyTx    bool               // the driver accepts read-only transactions
	viewIsolation sql.IsolationLevel // that gives one moment to all reads of a transaction
}

var dialects = map[string]dialect{
	"sqlite": {
		name: "sqlite", goose: goose.DialectSQLite3, open: openSQLite, verify: verifySQLite, translate: translateSQLite,
		prepares: true,
	},
	"postgres": {
		name: "postgres", goose: goose.DialectPostgres, open: openPostgres, verify: verifyPostgres, translate: translatePostgres,
		lock: true, readOnlyTx: true, viewIsolation: sql.LevelRepeatableRead,
	},
}

func dialectOf(url string) (dialect, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	if scheme == "postgresql" {
		scheme = "postgres"
	}
	d, known := dialects[scheme]
	if !known || rest == "" {
		// The URL may hold a password, so it is not repeated.
		return dialect{}, errors.New("store: the database must be sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")
	}
	return d, nil
}

// common translates what every driver reports in the same way.
func common(err error) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	default:
		return fmt.Errorf("store: %w", err)
	}
}

// unavailable keeps the cause for the log and shows people the refusal.
func unavailable(err error) error { return fmt.Errorf("%w: %w", ErrUnavailable, err) }
