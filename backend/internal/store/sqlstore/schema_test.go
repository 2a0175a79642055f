package sqlstore_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/store/migrations"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

// TestEnginesHaveTheSameTables: the same migrations by name, and after them the same columns.
func TestEnginesHaveTheSameTables(t *testing.T) {
	var names [2][]string
	for i, engine := range []string{"sqlite", "postgres"} {
		entries, err := migrations.Files.ReadDir(engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			names[i] = append(names[i], entry.Name())
		}
	}
	if diff := cmp.Diff(names[0], names[1]); diff != "" || len(names[0]) == 0 {
		t.Errorf("migrations differ: %s", diff)
	}
	columns := func(url, query string) map[string]bool {
		found := map[string]bool{}
		err := storetest.Open(t, url).DB.View(context.Background(), func(tx *store.Tx) error {
			return tx.Each(query, nil, func(from store.Scanner) error {
				var table, column string
				err := from.Scan(&table, &column)
				found[table+"."+column] = true
				return err
			})
		})
		if err != nil || len(found) < 50 {
			t.Fatalf("%d columns, %v", len(found), err)
		}
		return found
	}
	sqlite := columns(storetest.SQLite(t), `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'`)
	postgres := columns(testrig.Postgres(t), `SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`)
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Errorf("columns differ: %s", diff)
	}
}

// TestFilesAreTheOwnersAlone: nobody else on the machine reads the database or the log beside it.
func TestFilesAreTheOwnersAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	w := storetest.Open(t, "sqlite:"+filepath.Join(folder, "wijkloket.db"))
	w.Send(t, "overleie", 1)
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", file.Name(), info.Mode(), err)
		}
	}
}

// TestRefusedAddresses: what cannot be a database is refused with advice and without repeating a password.
func TestRefusedAddresses(t *testing.T) {
	unsafe := testrig.Postgres(t)
	tests := map[string]struct{ url, says string }{
		"nothing":                      {"", "sqlite:FILE"},
		"a bare path":                  {"/var/lib/x.db", "sqlite:FILE"},
		"another engine":               {"mysql://geheim@host/db", "sqlite:FILE"},
		"no file":                      {"sqlite:", "sqlite:FILE"},
		"memory":                       {"sqlite::memory:", "plain file name"},
		"options in the name":          {"sqlite:x.db?_pragma=synchronous(OFF)", "plain file name"},
		"a folder":                     {"sqlite:" + t.TempDir(), "database file"},
		"commits that are not on disk": {unsafe + "&synchronous_commit=off", "synchronous_commit"},
		"nobody there":                 {"postgres://u:geheim@127.0.0.1:1/x", "unavailable"},
		"no address":                   {"postgres://u:geheim@:x:y/", "postgres://USER"},
	}
	for name, test := range tests {
		db, err := store.Open(context.Background(), test.url)
		if err == nil {
			t.Errorf("%s: opened", name)
			_ = db.Close()
			continue
		}
		if text := err.Error(); !strings.Contains(text, test.says) || strings.Contains(text, "geheim") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
