package transport_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/notify/transport"
)

func TestCallback(t *testing.T) {
	const arrived = `{"id": "x", "reference": "g-1", "status": "delivered"}`
	tests := map[string]struct {
		method, token, body string
		answer              error
		unknown             bool
		status              int
		want                notify.Delivery // zero: nobody was told
	}{
		"arrived":         {"POST", token, arrived, nil, false, 204, notify.Delivery{ID: "x", Reference: "g-1", Arrived: true}},
		"never arrives":   {"POST", token, `{"reference": "g-1", "status": "expired", "code": "absent"}`, nil, false, 204, notify.Delivery{Reference: "g-1", Code: "absent"}},
		"on the way":      {"POST", token, `{"id": "x", "status": "buffered"}`, nil, false, 204, notify.Delivery{}},
		"unknown":         {"POST", token, arrived, nil, true, 404, notify.Delivery{ID: "x", Reference: "g-1", Arrived: true}},
		"not now":         {"POST", token, arrived, errors.New("disk"), false, 503, notify.Delivery{ID: "x", Reference: "g-1", Arrived: true}},
		"of nothing":      {"POST", token, `{"status": "delivered"}`, nil, false, 400, notify.Delivery{}},
		"no JSON":         {"POST", token, `<xml>`, nil, false, 400, notify.Delivery{}},
		"too large":       {"POST", token, `{"id": "` + strings.Repeat("x", 5000) + `", "status": "delivered"}`, nil, false, 400, notify.Delivery{}},
		"another token":   {"POST", token + "x", arrived, nil, false, 401, notify.Delivery{}},
		"no token":        {"POST", "", arrived, nil, false, 401, notify.Delivery{}},
		"another method":  {"GET", token, "", nil, false, 405, notify.Delivery{}},
		"a form, no JSON": {"POST", token, "id=x&status=delivered", nil, false, 400, notify.Delivery{}},
	}
	for name, test := range tests {
		var got notify.Delivery
		handler, err := transport.NewCallback(token, func(_ context.Context, d notify.Delivery) (bool, error) {
			got = d
			return !test.unknown, test.answer
		})
		if err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequest(test.method, "/", strings.NewReader(test.body))
		request.Header.Set("Authorization", "Bearer "+test.token)
		rw := httptest.NewRecorder()
		handler.ServeHTTP(rw, request)
		if rw.Code != test.status || got != test.want || rw.Body.Len() > 0 {
			t.Errorf("%s: %d %q %+v, want %d %+v", name, rw.Code, rw.Body, got, test.status, test.want)
		}
	}
	if _, err := transport.NewCallback("short", nil); err == nil {
		t.Error("a token that can be guessed is accepted")
	}
}

var _ http.Handler = (*transport.Callback)(nil)

func TestTheOutboxIsForOneReader(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "outbox")
	wire, err := transport.NewOutbox(folder, "email")
	if err != nil {
		t.Fatal(err)
	}
	out := message(t, "ar", "a@example.org")
	for range 2 { // the same message is one file
		if _, err := wire.Send(context.Background(), out); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	info, err := files[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if about, err := os.Stat(folder); err != nil || about.Mode().Perm() != 0o700 || info.Mode().Perm() != 0o600 {
		t.Errorf("readable by others: %v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(filepath.Join(folder, files[0].Name()))
	if err != nil || !strings.Contains(string(text), out.Body.Reveal()) || !strings.Contains(string(text), "To: a@example.org\n") {
		t.Errorf("%s, %v", text, err)
	}
}
