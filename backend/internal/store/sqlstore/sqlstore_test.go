package sqlstore_test

import (
	"os"
	"strings"
	"testing"

	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, storetest.Engine{URL: storetest.SQLite, Dump: func(t testing.TB, url string) []byte {
		path := strings.TrimPrefix(url, "sqlite:")
		var all []byte
		for _, suffix := range []string{"", "-wal"} {
			part, err := os.ReadFile(path + suffix)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, part...)
		}
		return all
	}})
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, storetest.Engine{URL: testrig.Postgres, Dump: testrig.Dump})
}
