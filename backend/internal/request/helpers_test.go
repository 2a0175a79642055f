package request_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// rowLocator is the locator of the request with an ID.
func rowLocator(t testing.TB, w *storetest.World, id core.ID) (locator string) {
	t.Helper()
	err := w.SQL.Requests().View(ctx, func(tx request.Tx) error {
		row, _, err := tx.Request(id)
		locator = row.Locator
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return locator
}

var keyInCode = regexp.MustCompile(`"((?:refuse|why)\.[a-z.-]+[a-z])"`)

// keysInCode are the message keys that stand in the sources of the features, with those that are put together.
func keysInCode(t testing.TB) []string {
	t.Helper()
	var keys []string
	for _, folder := range []string{".", "../account", "../store"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, match := range keyInCode.FindAllStringSubmatch(string(text), -1) {
				keys = append(keys, match[1])
			}
		}
	}
	for _, kind := range []request.EventKind{
		request.EventReceived, request.EventAssigned, request.EventTaken, request.EventState, request.EventHandedOver, request.EventContact, request.EventCancelled,
	} {
		keys = append(keys, "refuse.conflict."+string(kind))
	}
	if len(keys) < 25 {
		t.Fatalf("found only %d keys", len(keys))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
