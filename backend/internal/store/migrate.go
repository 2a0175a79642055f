package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"wijkloket/backend/internal/store/migrations"
)

// ErrNewer means that a newer program has changed the database: this one would not know what it reads.
var ErrNewer = errors.New("store: the database was changed by a newer version of this program: start that version, or put back the backup from before it")

// migrate brings the tables up to the version of this program. Migrations only go forward.
func migrate(ctx context.Context, d dialect, db *sql.DB) error {
	provider, err := newProvider(d, db)
	if err != nil {
		return err
	}
	now, target, err := provider.GetVersions(ctx)
	if err != nil {
		return d.translate(err)
	}
	if now > target {
		return fmt.Errorf("%w (database %d, program %d)", ErrNewer, now, target)
	}
	if now == target {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return wrap("bringing the tables up to date", err)
	}
	return nil
}

func newProvider(d dialect, db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations.Files, d.name)
	if err != nil {
		return nil, wrap("migrations", err)
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.lock {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, wrap("migration lock", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d.goose, db, folder, options...)
	return provider, wrap("migrations", err)
}
