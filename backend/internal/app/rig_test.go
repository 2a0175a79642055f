package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/app"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/core"
)

// rig is the real program on free ports, with its log in memory.
type rig struct {
	*app.App
	t    testing.TB
	log  *log
	dir  string
	stop func() error // in good order; the test's end does it otherwise

	addresses *log // every address that a visitor asked for or was led to
}

// log keeps what the program wrote; it is written from many goroutines.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start runs the program as `serve` does, in a folder of its own unless change names another.
func start(t testing.TB, change func(*config.Config)) *rig {
	t.Helper()
	return startAt(t, nil, change)
}

// startAt is start by another clock than the machine's.
func startAt(t testing.TB, clock core.Clock, change func(*config.Config)) *rig {
	t.Helper()
	c := config.Config{Storage: config.Storage{DataDir: t.TempDir()}, Listen: "127.0.0.1:0", StaffListen: "127.0.0.1:0"}
	if change != nil {
		change(&c)
	}
	r := &rig{t: t, log: &log{}, addresses: &log{}, dir: c.DataDir}
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	if r.App, err = app.New(ctx, c, app.Options{Log: r.log, Clock: clock}); err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-ended, r.Close())
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return r
}

// visitor is a browser or kiosk without a screen: it keeps cookies (a Secure one too, as Chromium does on loopback) and
// holds every answer it gets to T-59.
type visitor struct {
	t       testing.TB
	base    string
	cookies map[string]string
	headers map[string]string
	client  *http.Client

	addresses *log
}

func (r *rig) phone() *visitor  { return r.visitor("http://" + r.PublicAddr()) }
func (r *rig) office() *visitor { return r.visitor("http://" + r.StaffAddr()) }

func (r *rig) visitor(base string) *visitor {
	v := newVisitor(r.t, base)
	v.addresses = r.addresses
	return v
}

func newVisitor(t testing.TB, base string) *visitor {
	return &visitor{t: t, base: base, addresses: &log{}, cookies: map[string]string{}, headers: map[string]string{}, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// page is an answer with its body read.
type page struct {
	*http.Response
	body string
}

func (v *visitor) do(method, path, contentType, body string) page {
	v.t.Helper()
	r, err := http.NewRequest(method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	_, _ = fmt.Fprintln(v.addresses, path, answer.Header.Get("Location")) // a log in memory takes everything
	v.keep(answer.Cookies())
	v.inspect(method, path, answer)
	return page{answer, string(text)}
}

func (v *visitor) keep(cookies []*http.Cookie) {
	for _, c := range cookies {
		if c.MaxAge < 0 || c.Value == "" {
			delete(v.cookies, c.Name)
			continue
		}
		v.cookies[c.Name] = c.Value
	}
}

// inspect is the header inspector over every answer of the suite (T-14, T-59).
func (v *visitor) inspect(method, path string, answer *http.Response) {
	v.t.Helper()
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
		"Strict-Transport-Security": "max-age=", "Permissions-Policy": "camera=()", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": "default-src 'none'", "X-Request-Id": "",
	}
	for name, part := range want {
		if got := answer.Header.Get(name); got == "" || !strings.Contains(got, part) {
			v.t.Errorf("%s %s (%d): %s is %q", method, path, answer.StatusCode, name, got)
		}
	}
	if strings.Contains(answer.Header.Get("Content-Security-Policy"), "unsafe") {
		v.t.Errorf("%s %s allows inline", method, path)
	}
	cache := answer.Header.Get("Cache-Control")
	public := strings.HasPrefix(path, "/static/") || path == "/api/v1/directory" || path == "/api/v1/openapi.json"
	if cache != "no-store" && !public || cache == "" {
		v.t.Errorf("%s %s: Cache-Control %q", method, path, cache)
	}
	for _, c := range answer.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.HttpOnly || !c.Secure || c.SameSite == http.SameSiteNoneMode || c.Domain != "" {
			v.t.Errorf("%s %s: cookie %s is not locked down", method, path, c.Name)
		}
	}
}

func (v *visitor) get(path string) page { return v.do("GET", path, "", "") }

func (v *visitor) form(path string, fields ...string) page {
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return v.do("POST", path, "application/x-www-form-urlencoded", values.Encode())
}

// json calls the API and decodes a good answer into out.
func (v *visitor) json(path, key, body string, out any) page {
	v.t.Helper()
	v.headers["Idempotency-Key"] = key
	defer delete(v.headers, "Idempotency-Key")
	answer := v.do("POST", "/api/v1"+path, "application/json", body)
	if out != nil {
		if answer.StatusCode/100 != 2 {
			v.t.Fatalf("%s: %d %s", path, answer.StatusCode, answer.body)
		}
		if err := json.Unmarshal([]byte(answer.body), out); err != nil {
			v.t.Fatal(err)
		}
	}
	return answer
}

// submit sends a request from a kiosk.
func (v *visitor) submit(key string, n api.NewRequest) api.Receipt {
	v.t.Helper()
	n.Consent = "2026-11"
	if n.Language == "" {
		n.Language = "nl"
	}
	if n.Kiosk == "" {
		n.Kiosk = "overleie"
	}
	body, err := api.Marshal(n)
	if err != nil {
		v.t.Fatal(err)
	}
	var receipt api.Receipt
	v.json("/requests", key, string(body), &receipt)
	return receipt
}

// signIn comes in as an account of the demo.
func (v *visitor) signIn(username string) {
	v.t.Helper()
	answer := v.form("/onthaal/aanmelden", "gebruiker", username, "wachtwoord", username+" fietst langs de leie")
	if answer.StatusCode != http.StatusSeeOther || len(v.cookies) == 0 {
		v.t.Fatalf("signing in: %d %s", answer.StatusCode, answer.body)
	}
}

// requestIDs are the requests that a page links to.
func (p page) requestIDs() []string {
	var ids []string
	for _, found := range regexp.MustCompile(`/onthaal/aanvraag/([a-z2-7]{26})`).FindAllStringSubmatch(p.body, -1) {
		ids = append(ids, found[1])
	}
	return ids
}

// key is an Idempotency-Key for a number.
func key(n int) string { return fmt.Sprintf("test-key-%032d", n) }

var comeBack = api.NewRequest{Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}}
