package transport_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/notify/transport"
)

const token = "a token of the tests, long enough"

// gateway is an SMS gateway of our own, which does what it is told to.
type gateway struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []map[string]string
	behave http.HandlerFunc
}

func newGateway(t *testing.T, behave http.HandlerFunc) (*gateway, *transport.SMS) {
	t.Helper()
	g := &gateway{behave: behave}
	g.Server = httptest.NewServer(g)
	t.Cleanup(g.Close)
	wire, err := transport.NewSMS(g.URL+"/messages", token)
	if err != nil {
		t.Fatal(err)
	}
	return g, wire
}

func (g *gateway) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var body map[string]string
	if r.Method != http.MethodPost || r.Header.Get("Authorization") != "Bearer "+token || json.NewDecoder(r.Body).Decode(&body) != nil {
		rw.WriteHeader(http.StatusTeapot)
		return
	}
	g.mu.Lock()
	g.bodies = append(g.bodies, body)
	g.mu.Unlock()
	g.behave(rw, r)
}

// got are the messages it was offered.
func (g *gateway) got() []map[string]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.bodies)
}

// hang breaks the line without an answer.
func hang(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func status(code int, body string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(code)
		_, _ = rw.Write([]byte(body))
	}
}

func text(language string) notify.Outgoing {
	return notify.Outgoing{ID: one, To: api.NewPersonal("0470 12 34 56"), Text: notify.Text{Body: api.NewPersonal("dag"), Unicode: language == "ar"}}
}

func TestWhatAGatewayIsTold(t *testing.T) {
	g, wire := newGateway(t, status(202, `{"id": "g-1"}`))
	for _, language := range []string{"nl", "ar"} {
		if reference, err := wire.Send(context.Background(), text(language)); err != nil || reference != "g-1" {
			t.Errorf("%q, %v", reference, err)
		}
	}
	for i, encoding := range []string{"gsm7", "ucs2"} {
		if got := g.got()[i]; len(got) != 4 || got["id"] != string(one) || got["to"] != "+32470123456" || got["text"] != "dag" || got["encoding"] != encoding {
			t.Errorf("%v", got)
		}
	}
}

func TestWhatAGatewayAnswers(t *testing.T) {
	tests := map[string]struct {
		behave http.HandlerFunc
		want   notify.Fault // zero: taken over
	}{
		"taken, without an id":        {status(200, ""), notify.Fault{}},
		"taken, with a broken answer": {status(200, "<html>"), notify.Fault{}},
		"had it already":              {status(409, ""), notify.Fault{}},
		"a wrong number":              {status(422, "+32470123456 is no number"), notify.Fault{Code: "gateway-422", Permanent: true}},
		"a mistake of its own":        {status(500, ""), notify.Fault{Code: "gateway-500"}},
		"too busy":                    {status(429, ""), notify.Fault{Code: "gateway-429"}},
		"our token is wrong":          {status(401, ""), notify.Fault{Code: "gateway-401"}},
		"it lives elsewhere now": {func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
		}, notify.Fault{Code: "gateway-307"}},
		"the line breaks": {hang, notify.Fault{Code: "gateway-unreachable"}},
	}
	for name, test := range tests {
		g, wire := newGateway(t, test.behave)
		_, err := wire.Send(context.Background(), text("nl"))
		if test.want == (notify.Fault{}) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if fault := faultOf(t, err); fault != test.want {
			t.Errorf("%s: %+v, want %+v", name, fault, test.want)
		}
		if strings.Contains(err.Error(), "470") {
			t.Errorf("%s: a number in an error", name)
		}
		if len(g.got()) != 1 {
			t.Errorf("%s: offered %d times in one try", name, len(g.got()))
		}
	}
}

// TestASlowGatewayIsLeft: a try ends with its context, however long the other side takes.
func TestASlowGatewayIsLeft(t *testing.T) {
	_, wire := newGateway(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := wire.Send(ctx, text("nl"))
	if fault := faultOf(t, err); fault != (notify.Fault{Code: "gateway-timeout"}) {
		t.Errorf("%+v", fault)
	}
}

func TestANumberThatIsNone(t *testing.T) {
	_, wire := newGateway(t, status(200, ""))
	out := text("nl")
	out.To = api.NewPersonal("nul vier")
	if _, err := wire.Send(context.Background(), out); faultOf(t, err) != (notify.Fault{Code: "no-number", Permanent: true}) {
		t.Error(err)
	}
}

func TestGatewaysThatWouldTellEverybodyAreRefused(t *testing.T) {
	for _, address := range []string{"", "http://sms.example.org/", "https://user:word@sms.example.org/", "ftp://sms.example.org", "sms.example.org"} {
		if _, err := transport.NewSMS(address, token); err == nil {
			t.Errorf("%q: accepted", address)
		} else if strings.Contains(err.Error(), "word") && strings.Contains(err.Error(), "user") {
			t.Errorf("%q: a secret in an error: %v", address, err)
		}
	}
	if _, err := transport.NewSMS("https://sms.example.org/", ""); err == nil {
		t.Error("without a token: accepted")
	}
}
