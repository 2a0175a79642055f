package httpapi_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

func withRights(list string) string {
	return strings.TrimSuffix(goodRequest, "}") + `,"rights":` + list + `}`
}

func listOf(n int, id string) string {
	return `["` + strings.Join(slices.Repeat([]string{id}, n), `","`) + `"]`
}

// TestSharedRights goes all the way: what a kiosk sends is what staff see, and a right that nobody knows is named by its field
// and never repeated.
func TestSharedRights(t *testing.T) {
	w := storetest.Open(t, storetest.SQLite(t))
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	sent := 0
	wired := func(b *bench) {
		b.requests.submit = func(s request.Submission) (api.Receipt, error) {
			sent++
			s.Key = fmt.Sprintf("a-key-for-test-%d", sent) // each scenario is a request of its own
			return w.Requests.Submit(context.Background(), s)
		}
	}
	run(t, []scenario{
		{name: "none", path: "/requests", prepare: wired, body: withRights(`[]`), status: 201},
		{name: "two", path: "/requests", prepare: wired, body: withRights(`["huurpremie","leefloon"]`), status: 201},
		{name: "one twice", path: "/requests", prepare: wired, body: withRights(`["leefloon","leefloon"]`), status: 201},
		{name: "as many as may be", path: "/requests", prepare: wired, body: withRights(listOf(api.MaxRights, "pro-deo")), status: 201},

		{name: "unknown", path: "/requests", prepare: wired, body: withRights(`["` + canary + `"]`), status: 422, code: api.CodeInvalid, fields: []string{"rights"}},
		{name: "one unknown", path: "/requests", prepare: wired, body: withRights(`["leefloon","` + canary + `"]`), status: 422, code: api.CodeInvalid, fields: []string{"rights"}},
		{name: "too many", path: "/requests", prepare: wired, body: withRights(listOf(api.MaxRights+1, "leefloon")), status: 422, code: api.CodeInvalid, fields: []string{"rights"}},
		{name: "a text", path: "/requests", prepare: wired, body: withRights(`"leefloon"`), status: 422, code: api.CodeInvalid, fields: []string{"rights"}},
		{name: "a number", path: "/requests", prepare: wired, body: withRights(`[7391]`), status: 422, code: api.CodeInvalid, fields: []string{"rights[0]"}},
		{name: "a verdict with it", path: "/requests", prepare: wired, body: withRights(`[{"id":"leefloon","verdict":"likely"}]`), status: 422, code: api.CodeInvalid},
		{name: "answers with it", path: "/requests", prepare: wired, body: strings.Replace(withRights(`["leefloon"]`), `"rights"`, `"answers":{"V1":34},"rights"`, 1), status: 422, code: api.CodeInvalid, fields: []string{""}},
	})
	lines, err := w.Requests.Queue(context.Background(), lead, request.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var stored []string
	for _, line := range lines {
		detail, err := w.Requests.Open(context.Background(), lead, line.ID)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, strings.Join(detail.Rights, " "))
	}
	slices.Sort(stored)
	if want := []string{"", "huurpremie leefloon", "leefloon", "pro-deo"}; !slices.Equal(stored, want) {
		t.Errorf("stored %q, want %q", stored, want)
	}
}
