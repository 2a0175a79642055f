package staff_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/request"
)

// stream is an open live stream: the names of its events as they come, closed when it ends.
type stream struct {
	events chan event
	close  func()
}

// event is one event with its data.
type event struct{ name, data string }

// watch opens the live stream with the cookie of a visitor.
func (v *visitor) watch(t *testing.T) *stream {
	t.Helper()
	server := httptest.NewTLSServer(v.r.handler)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	at, _ := url.Parse(server.URL)
	jar, err := cookiejar.New(nil)
	v.r.ok(err)
	jar.SetCookies(at, []*http.Cookie{{Name: cookieName, Value: v.held(), Path: "/", Secure: true}})
	client := server.Client()
	client.Jar = jar
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/onthaal/events", nil)
	v.r.ok(err)
	answer, err := client.Do(req)
	v.r.ok(err)
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("no stream: %d %s", answer.StatusCode, kind)
	}
	s := &stream{events: make(chan event, 100), close: cancel}
	go func() {
		defer close(s.events)
		defer answer.Body.Close() //nolint:errcheck // the stream is over
		var one event
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				one.name = value
			case "data":
				one.data = value
			case "":
				s.events <- one
				one = event{}
			}
		}
	}()
	t.Cleanup(cancel)
	return s
}

// next is the next event that is no heartbeat.
func (s *stream) next(t *testing.T) event {
	t.Helper()
	for {
		select {
		case one, open := <-s.events:
			if !open {
				return event{name: "closed"}
			}
			if one.name != "beat" {
				return one
			}
		case <-time.After(30 * time.Second):
			t.Fatal("nothing comes")
		}
	}
}

// TestLiveStream says hello, says that something changed and not what, and only to the team it is about.
func TestLiveStream(t *testing.T) {
	r := newRig(t)
	north, south := r.as("amira").watch(t), r.as("zoe").watch(t)
	for _, one := range []*stream{north, south} {
		if got := one.next(t); got.name != "hello" {
			t.Fatalf("the stream begins with %q", got.name)
		}
	}
	id := r.ask("KOALA 42", everything)
	got := north.next(t)
	var change map[string]string
	r.ok(json.Unmarshal([]byte(got.data), &change))
	if got.name != "change" || change["id"] != string(id) || change["kind"] != string(request.EventReceived) || len(change) != 2 {
		t.Errorf("after a new request: %v", got)
	}
	r.ask("ELDERS 1", func(n *api.NewRequest) { n.Kiosk = "de-conde" })
	if got := south.next(t); got.name != "change" {
		t.Errorf("the other team hears %v", got)
	}
	r.move("karel", id, api.StateContacted)
	if got := north.next(t); got.name != "change" || strings.Contains(got.data, "contacted") {
		t.Errorf("after a step: %v", got)
	}
}

// TestLiveStreamEndsWithTheSession (T-16): whoever signed out or was disabled hears "bye" instead of the next change.
func TestLiveStreamEndsWithTheSession(t *testing.T) {
	for name, end := range map[string]func(*rig, *visitor){
		"signed out": func(_ *rig, v *visitor) { v.post("/onthaal/afmelden") },
		"disabled":   func(r *rig, _ *visitor) { r.ok(r.Accounts.Disable(context.Background(), r.staff["amira"].ID, true)) },
		"idle":       func(r *rig, _ *visitor) { r.Clock.Add(16 * time.Minute) },
		"moved": func(r *rig, _ *visitor) {
			r.ok(r.Accounts.SetPlace(context.Background(), r.staff["amira"].ID, "worker", "zuid"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			v := r.as("amira")
			s := v.watch(t)
			if got := s.next(t); got.name != "hello" {
				t.Fatalf("the stream begins with %q", got.name)
			}
			end(r, v)
			r.ask("KOALA 42", nil)
			if got := s.next(t); got.name != "bye" || strings.Contains(got.data, "id") {
				t.Errorf("it goes on with %v", got)
			}
			if got := s.next(t); got.name != "closed" {
				t.Errorf("and then %v", got)
			}
		})
	}
}

// TestWatchingKeepsNobodySignedIn (T-15): an open stream does not prolong the session.
func TestWatchingKeepsNobodySignedIn(t *testing.T) {
	r := newRig(t)
	v := r.as("amira")
	s := v.watch(t)
	s.next(t)
	r.Clock.Add(10 * time.Minute)
	again := v.watch(t)
	again.next(t)
	r.Clock.Add(5 * time.Minute)
	if v.inside() {
		t.Error("watching kept the session")
	}
}
