package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteReaders is how many reads run at once; a read holds a connection only while it runs.
const sqliteReaders = 8

// sqlitePragmas: with WAL and synchronous=FULL a commit is on disk before it returns, also when the power fails
// (sqlite.org/pragma.html#pragma_synchronous). busy_timeout (milliseconds) waits for another program, such as a backup.
// temp_store(MEMORY) keeps what a savepoint may have to take back out of temporary files.
var sqlitePragmas = []string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(ON)", "trusted_schema(OFF)", "temp_store(MEMORY)"}

// openSQLite opens one connection to write with, whose transactions take the write lock when they begin, and several to
// read with, which cannot write.
func openSQLite(_ context.Context, address string) (readers, writer *sql.DB, err error) {
	path := strings.TrimPrefix(address, "sqlite:")
	if strings.ContainsAny(path, "?#") || strings.Contains(path, ":memory:") {
		return nil, nil, errors.New("store: sqlite: wants a plain file name, without ? or #")
	}
	if err := private(path); err != nil {
		return nil, nil, err
	}
	options := url.Values{"_pragma": sqlitePragmas, "_txlock": {"immediate"}}
	if writer, err = sql.Open("sqlite", sqliteName(path, options)); err != nil {
		return nil, nil, wrap("opening SQLite", err)
	}
	writer.SetMaxOpenConns(1)
	options = url.Values{"_pragma": append([]string{"query_only(ON)"}, sqlitePragmas[1:]...), "_txlock": {"deferred"}}
	if readers, err = sql.Open("sqlite", sqliteName(path, options)); err != nil {
		return nil, nil, errors.Join(wrap("opening SQLite", err), writer.Close())
	}
	readers.SetMaxOpenConns(sqliteReaders)
	readers.SetMaxIdleConns(sqliteReaders)
	return readers, writer, nil
}

func sqliteName(path string, options url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}).String()
}

// private makes the database file, readable by its owner alone, before SQLite would make it readable by all. SQLite gives
// the WAL beside it the same mode.
func private(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return wrap("folder of the database", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return wrap("database file", err)
	}
	return file.Close()
}

// verifySQLite reads back what was asked for: SQLite ignores a pragma that it cannot follow, such as WAL on a file system
// without shared memory.
func verifySQLite(ctx context.Context, writer *sql.DB) error {
	var journal string
	var synchronous int
	if err := writer.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return translateSQLite(err)
	}
	if err := writer.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return translateSQLite(err)
	}
	if journal != "wal" || synchronous != 2 {
		return fmt.Errorf("store: SQLite runs with journal_mode=%s and synchronous=%d here, not with wal and 2 (full): put the database on a local disk", journal, synchronous)
	}
	return nil
}

// translateSQLite turns the driver's errors into ours. The low byte of a code is the kind.
func translateSQLite(err error) error {
	var failure *sqlite.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &failure) {
		return common(err)
	}
	switch failure.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrDuplicate
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return unavailable(err)
	}
	return common(err)
}
