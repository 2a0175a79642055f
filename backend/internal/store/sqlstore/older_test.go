package sqlstore_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/migrations"
	"wijkloket/backend/internal/store/storetest"
)

// TestOlderDatabases: a database of each earlier version becomes one of today, with everything in it, and what came since
// works for what was there already.
func TestOlderDatabases(t *testing.T) {
	for _, engine := range engines {
		files, err := fs.Sub(migrations.Files, engine.name)
		if err != nil {
			t.Fatal(err)
		}
		names, err := fs.ReadDir(files, ".")
		if err != nil || len(names) < 3 {
			t.Fatalf("%d migrations, %v", len(names), err)
		}
		for version := 1; version < len(names); version++ {
			t.Run(fmt.Sprintf("%s/%d", engine.name, version), func(t *testing.T) {
				today := storetest.Open(t, engine.url(t))
				older := engine.url(t)
				old := raw(t, older)
				migrate(t, old, engine.name, files, int64(version))
				testOlder(t, today, raw(t, today.URL), old, older, version)
			})
		}
	}
}

// testOlder fills a world of today, copies what an earlier version could hold of it into a database of that version, and opens
// that as today's.
func testOlder(t *testing.T, w *storetest.World, today, old *sql.DB, url string, version int) {
	ctx := context.Background()
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	worker := w.Staff(t, account.Worker, "noord")
	receipt := w.Send(t, "overleie", 1)
	id := w.ID(t, receipt.Locator)
	err := errors.Join(
		w.Requests.AddNote(ctx, lead, id, api.NewPersonal("van voor de nieuwe versie")),
		w.Requests.Move(ctx, lead, id, api.StateScheduled, api.Personal{}, 1),
	)
	tables := []string{"accounts", "requests", "events", "notes", "audit"}
	if version >= 2 {
		err = errors.Join(err, w.Requests.NoteOutcome(ctx, lead, id, "leefloon", request.OutcomeOpen, request.OutcomeAsked))
		tables = append(tables, "outcomes")
	}
	before, errOpen := w.Requests.Open(ctx, lead, id)
	if err := errors.Join(err, errOpen); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if n := copyTable(t, today, old, table); n == 0 {
			t.Fatalf("nothing to carry over in %s", table)
		}
	}
	if _, err := old.Exec(`UPDATE audit_head SET number = (SELECT MAX(number) FROM audit), mac = (SELECT mac FROM audit ORDER BY number DESC LIMIT 1)`); err != nil {
		t.Fatal(err)
	}

	later := storetest.Reopen(t, url, w.Keys, rand.Reader)
	after, err := later.Requests.Open(ctx, lead, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after, cmp.Comparer(func(a, b api.Personal) bool { return a == b })); diff != "" {
		t.Errorf("the request is not what it was: %s", diff)
	}
	if again := later.Send(t, "overleie", 1); again != receipt {
		t.Error("sent again after the change of version, the answer differs")
	}
	if err := later.Requests.NoteOutcome(ctx, lead, id, "huurpremie", request.OutcomeOpen, request.OutcomeAsked); err != nil {
		t.Errorf("an outcome cannot be noted: %v", err)
	}
	testOldIsNew(t, later, id, worker.ID)
	later.VerifyAudit(t, 0, "")
}

// testOldIsNew: who worked here before may take requests, and what was asked before can have an appointment.
func testOldIsNew(t *testing.T, w *storetest.World, id, worker core.ID) {
	talk := appointment.Row{
		ID: "talk", Request: id, Worker: worker, Team: "noord", Kind: "talk", State: api.AppointmentBooked,
		Start: storetest.Start, End: storetest.Start.Add(3600e9), Created: storetest.Start, Changed: storetest.Start, Version: 1,
	}
	err := w.SQL.Appointments().Update(context.Background(), func(tx appointment.Tx) error {
		who, err := tx.Candidates(storetest.Start)
		if err == nil && (len(who) != 1 || who[0].ID != worker || who[0].Percent != 100 || len(who[0].Languages) != 1) {
			t.Errorf("who may take a request: %+v", who)
		}
		return errors.Join(err, tx.InsertAppointment(talk))
	})
	if err != nil {
		t.Error(err)
	}
}

// raw opens a database beside the program.
func raw(t *testing.T, url string) *sql.DB {
	t.Helper()
	driver, name := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, name = "sqlite", path
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// migrate brings an empty database to a version.
func migrate(t *testing.T, db *sql.DB, engine string, files fs.FS, version int64) {
	t.Helper()
	dialect := goose.DialectPostgres
	if engine == "sqlite" {
		dialect = goose.DialectSQLite3
	}
	provider, err := goose.NewProvider(dialect, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
}

// copyTable copies the columns of a table that the older database has too and returns the number of rows. The database numbers
// rows itself, but for those of the audit.
func copyTable(t *testing.T, from, into *sql.DB, table string) (n int) {
	t.Helper()
	columns, places := columnsOf(t, into, table)
	rows, err := from.Query(`SELECT ` + columns + ` FROM ` + table + map[bool]string{true: ` ORDER BY number`}[strings.Contains(" events notes outcomes audit ", " "+table+" ")])
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		values := make([]any, strings.Count(places, "$"))
		targets := make([]any, len(values))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		if _, err := into.Exec(`INSERT INTO `+table+` (`+columns+`) VALUES (`+places+`)`, values...); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}

func columnsOf(t *testing.T, db *sql.DB, table string) (columns, places string) {
	t.Helper()
	rows, err := db.Query(`SELECT * FROM ` + table + ` LIMIT 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all, err := rows.Columns()
	if err != nil || rows.Err() != nil {
		t.Fatal(err, rows.Err())
	}
	var names, marks []string
	for _, name := range all {
		if name != "number" || table == "audit" {
			names = append(names, name)
			marks = append(marks, fmt.Sprintf("$%d", len(names)))
		}
	}
	return strings.Join(names, ", "), strings.Join(marks, ", ")
}
