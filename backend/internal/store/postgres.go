package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const postgresReaders = 8

// openPostgres opens a connection to write with and several to read with. A change that waits for a lock of another
// program gives up after some seconds, as SQLite does.
func openPostgres(_ context.Context, address string) (readers, writer *sql.DB, err error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// pgx's error repeats the URL without its password, but with the rest.
		return nil, nil, errors.New("store: the address of PostgreSQL cannot be read: write it as postgres://USER:PASSWORD@HOST/NAME")
	}
	config.ConnectTimeout = 5 * time.Second
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["lock_timeout"] = "5000"
	config.RuntimeParams["application_name"] = "wijkloket"
	writer = stdlib.OpenDB(*config)
	writer.SetMaxOpenConns(1)
	readers = stdlib.OpenDB(*config)
	readers.SetMaxOpenConns(postgresReaders)
	readers.SetMaxIdleConns(postgresReaders)
	return readers, writer, nil
}

// verifyPostgres refuses a server that confirms a commit before it is on disk.
func verifyPostgres(ctx context.Context, writer *sql.DB) error {
	for _, setting := range []string{"synchronous_commit", "fsync", "full_page_writes"} {
		var value string
		if err := writer.QueryRowContext(ctx, "SELECT current_setting($1)", setting).Scan(&value); err != nil {
			return translatePostgres(err)
		}
		if value == "off" {
			return fmt.Errorf("store: PostgreSQL runs with %s = off and may lose a confirmed request when the power fails: set it to on", setting)
		}
	}
	var encoding string
	if err := writer.QueryRowContext(ctx, "SELECT current_setting('server_encoding')").Scan(&encoding); err != nil {
		return translatePostgres(err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("store: the PostgreSQL database is encoded as %s: make one with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// translatePostgres turns the driver's errors into ours, by the classes of SQLSTATE.
func translatePostgres(err error) error {
	if err == nil {
		return nil
	}
	var failure *pgconn.PgError
	if errors.As(err, &failure) {
		if failure.Code == "23505" {
			return ErrDuplicate
		}
		switch failure.Code[:2] {
		case "08", "53", "55", "57", "58", "25", "40": // connection, resources, locks, operator, system, read-only, deadlock
			return unavailable(redacted(failure))
		}
		return redacted(failure)
	}
	var refused *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &refused), errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), pgconn.SafeToRetry(err):
		return unavailable(errors.New("the connection to PostgreSQL failed"))
	}
	return common(err)
}

// redacted keeps code, message and place of a PostgreSQL error. Its detail repeats values of the row.
func redacted(failure *pgconn.PgError) error {
	return fmt.Errorf("store: PostgreSQL %s: %s (table %q, constraint %q)", failure.Code, failure.Message, failure.TableName, failure.ConstraintName)
}
