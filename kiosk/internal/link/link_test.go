package link_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/link"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func serve(t *testing.T, handler http.HandlerFunc) *link.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := link.New(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func problem(w http.ResponseWriter, status int, code api.Code) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(api.Problem{Status: status, Code: code})
}

func TestSubmitSendsTheRequestInTheClearUnderItsKey(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || r.URL.Path != "/api/v1/requests" || r.Header.Get("Idempotency-Key") != "key-of-this-request" {
			t.Errorf("%s %s with key %q", r.Method, r.URL.Path, r.Header.Get("Idempotency-Key"))
		}
		if !strings.Contains(string(body), `"phone":"+32 470 12 34 56"`) {
			t.Errorf("the body is %s", body)
		}
		_, _ = io.WriteString(w, `{"code":"KD7MRA-X4TYH-9QCFW","locator":"KD7MRA","team":"noord","promise":"2026-11-25T22:59:59Z"}`)
	})
	receipt, err := client.Submit(context.Background(), "key-of-this-request", api.NewRequest{Contact: api.ContactPlan{Phone: api.NewPersonal("+32 470 12 34 56")}})
	if err != nil || receipt.Code.Reveal() != "KD7MRA-X4TYH-9QCFW" || receipt.Team != "noord" {
		t.Errorf("receipt for team %q, error %v", receipt.Team, err)
	}
}

// The same key is used for the second try, so that the backend can tell that it is one request.
func TestRetryUsesTheSameKey(t *testing.T) {
	var calls atomic.Int32
	keys := make(chan string, 4)
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		keys <- r.Header.Get("Idempotency-Key")
		if calls.Add(1) == 1 {
			panic(http.ErrAbortHandler) // the line breaks before the answer
		}
		_, _ = io.WriteString(w, `{"locator":"KD7MRA"}`)
	})
	receipt, err := client.Submit(context.Background(), "one-key-for-all-tries", api.NewRequest{})
	if err != nil || receipt.Locator != "KD7MRA" {
		t.Fatalf("locator %q, error %v", receipt.Locator, err)
	}
	if first, second := <-keys, <-keys; first != second || first != "one-key-for-all-tries" {
		t.Errorf("keys %q and %q", first, second)
	}
}

func TestRefusals(t *testing.T) {
	tests := map[string]struct {
		status int
		code   api.Code
		tries  int32
	}{
		"unknown code": {404, api.CodeUnknownCode, 1},
		"invalid":      {422, api.CodeInvalid, 1},
		"too many":     {429, api.CodeTooMany, 1},
		"not now":      {503, api.CodeUnavailable, 2},
	}
	for name, test := range tests {
		var calls atomic.Int32
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			problem(w, test.status, test.code)
		})
		_, err := client.Status(context.Background(), api.NewPersonal("x"))
		var refused *api.Problem
		if !errors.As(err, &refused) || refused.Code != test.code {
			t.Errorf("%s: %v", name, err)
		}
		if calls.Load() != test.tries {
			t.Errorf("%s: %d tries, want %d", name, calls.Load(), test.tries)
		}
	}
}

// What is not our backend's answer is no answer: another program's page, a redirect, an empty body.
func TestNoAnswer(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"a page": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>hotel wifi</html>") },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
		},
		"a bare failure": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	}
	for name, handler := range handlers {
		client := serve(t, handler)
		if _, err := client.Cancel(context.Background(), api.NewPersonal("secret-code")); !errors.Is(err, link.ErrNoAnswer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// T-55: no error text holds what was sent or where.
func TestErrorsSayNothing(t *testing.T) {
	client, err := link.New("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, err = client.Submit(context.Background(), "canary-key", api.NewRequest{Name: api.NewPersonal("canary-name")})
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "canary") || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("the error says %v", err)
	}
}

func TestCalledOff(t *testing.T) {
	entered := make(chan struct{})
	client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the server looks for a broken line only behind the body
		close(entered)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := client.OpenHandover(ctx, api.NewHandover{})
		done <- err
	}()
	<-entered
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, link.ErrNoAnswer) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("a call for a visit that has ended goes on")
	}
}

func TestNewRefusesAWrongAddress(t *testing.T) {
	for _, address := range []string{"", "localhost:8080", "ftp://x", "http://"} {
		if _, err := link.New(address); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
}

func TestCache(t *testing.T) {
	document, served := `{"version":1}`, 0
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, len(document))
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		served++
		w.Header().Set("ETag", tag)
		_, _ = io.WriteString(w, document)
	})
	dir := filepath.Join(t.TempDir(), "state")
	cache, err := link.NewCache(client, dir, link.DirectoryDocument)
	if err != nil {
		t.Fatal(err)
	}
	fine := func([]byte) error { return nil }
	refresh := func(accept func([]byte) error) (bool, error) { return cache.Refresh(context.Background(), accept) }
	if newer, err := refresh(fine); !newer || err != nil {
		t.Fatalf("first: %t, %v", newer, err)
	}
	if newer, err := refresh(fine); newer || err != nil || served != 1 {
		t.Errorf("an unchanged document came again: %t, %v, served %d", newer, err, served)
	}
	document = `{"version":22}`
	if _, err := refresh(func([]byte) error { return errors.New("unreadable") }); err == nil {
		t.Error("an unreadable document was accepted")
	}
	if text, kept := cache.Stored(); !kept || string(text) != `{"version":1}` {
		t.Errorf("an unreadable document replaced a good one: %s", text)
	}
	if newer, err := refresh(fine); !newer || err != nil {
		t.Errorf("a newer document did not come: %t, %v", newer, err)
	}
	for _, file := range []string{"directory.json", "directory.etag"} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
}

// Without a line the kept document stays.
func TestCacheWithoutALine(t *testing.T) {
	client, err := link.New("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := link.NewCache(client, t.TempDir(), link.RightsDocument)
	if err != nil {
		t.Fatal(err)
	}
	if _, kept := cache.Stored(); kept {
		t.Error("an empty folder holds a document")
	}
	if _, err := cache.Refresh(context.Background(), func([]byte) error { return nil }); !errors.Is(err, link.ErrNoAnswer) {
		t.Errorf("without a line: %v", err)
	}
}
