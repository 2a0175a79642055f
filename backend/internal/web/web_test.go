package web_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

// bench is a Web with its log in memory.
type bench struct {
	*web.Web
	log *bytes.Buffer
}

func newWeb(t testing.TB) bench {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	w, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.New(zerolog.SyncWriter(log))})
	if err != nil {
		t.Fatal(err)
	}
	return bench{w, log}
}

// get sends one request through the whole handler.
func get(w bench, mux http.Handler, r *http.Request) *httptest.ResponseRecorder {
	rw := httptest.NewRecorder()
	w.Handler(mux).ServeHTTP(rw, r)
	return rw
}

var wantHeaders = []string{
	"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Strict-Transport-Security",
	"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control", "X-Request-Id",
}

// T-59: every kind of answer carries every header, and CSP allows nothing inline.
func TestHeadersOnEveryAnswer(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.Handle("GET /static/", w.Static())
	mux.HandleFunc("GET /fine", func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte("x")) })
	mux.HandleFunc("GET /away", func(rw http.ResponseWriter, r *http.Request) { w.Redirect(rw, r, "/fine") })
	mux.HandleFunc("GET /refused", func(rw http.ResponseWriter, r *http.Request) {
		w.Error(rw, r, core.Refuse(api.CodeForbidden, ""))
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("x") })
	mux.Handle("POST /form", http.NewCrossOriginProtection().Handler(http.NotFoundHandler()))
	foreign := httptest.NewRequest("POST", "/form", nil)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	cases := map[string]struct {
		request *http.Request
		status  int
	}{
		"page":       {httptest.NewRequest("GET", "/fine", nil), 200},
		"redirect":   {httptest.NewRequest("GET", "/away", nil), 303},
		"refused":    {httptest.NewRequest("GET", "/refused", nil), 403},
		"panic":      {httptest.NewRequest("GET", "/panic", nil), 500},
		"no route":   {httptest.NewRequest("GET", "/nowhere", nil), 404},
		"no method":  {httptest.NewRequest("PUT", "/fine", nil), 405},
		"static":     {httptest.NewRequest("GET", "/static/css/tokens.css", nil), 200},
		"no static":  {httptest.NewRequest("GET", "/static/data/README.md", nil), 404},
		"cross-site": {foreign, 403},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rw := get(w, mux, c.request)
			if rw.Code != c.status {
				t.Errorf("status %d, want %d", rw.Code, c.status)
			}
			for _, header := range wantHeaders {
				if rw.Header().Get(header) == "" {
					t.Errorf("no %s", header)
				}
			}
			if csp := rw.Header().Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
				t.Errorf("CSP %q", csp)
			}
		})
	}
}

// A bare error text of the standard library becomes a page that says what to do, in the reader's language.
func TestErrorPageSpeaksTheReadersLanguage(t *testing.T) {
	w := newWeb(t)
	for lang, want := range map[string]string{"nl": "Deze pagina is er niet", "fr": "page n&#39;existe pas", "en": "does not exist", "ar": `dir="rtl"`} {
		r := httptest.NewRequest("GET", "/nowhere", nil)
		r.Header.Set("Accept-Language", lang)
		rw := get(w, http.NewServeMux(), r)
		body := rw.Body.String()
		if rw.Code != 404 || !strings.Contains(body, want) || !strings.Contains(body, "1777") || !strings.Contains(body, `lang="`+lang+`"`) {
			t.Errorf("%s: %d %s", lang, rw.Code, body)
		}
		if strings.Contains(body, "⟦") {
			t.Errorf("%s: a text is missing: %s", lang, body)
		}
	}
}

// T-36: an error page of the resident pages has the quick way out; one of reception does not.
func TestErrorPageHasTheWayOut(t *testing.T) {
	w := newWeb(t)
	resident := get(w, web.WithExit(http.NewServeMux(), "/exit"), httptest.NewRequest("GET", "/nowhere", nil)).Body.String()
	office := get(w, http.NewServeMux(), httptest.NewRequest("GET", "/nowhere", nil)).Body.String()
	if !strings.Contains(resident, `href="/exit"`) || !strings.Contains(resident, "/static/js/phone.") || strings.Contains(office, "exit") {
		t.Errorf("%s\n%s", resident, office)
	}
}

func TestProblemDocument(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/x", func(rw http.ResponseWriter, r *http.Request) {
		w.Error(rw, r, &core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{
			{Field: "phone", Reason: core.Message{Key: "error.internal.title"}},
		}})
	})
	r := httptest.NewRequest("POST", "/api/v1/x?lang=en", nil)
	rw := get(w, mux, r)
	var got api.Problem
	if err := json.Unmarshal(rw.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := api.Problem{
		Type: "about:blank", Title: "Something still needs fixing", Status: 422, Detail: "Look at our remarks. Change it and try again.",
		Code: api.CodeInvalid, Fields: []api.FieldError{{Field: "phone", Key: "error.internal.title", Message: "This is our mistake"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if contentType := rw.Header().Get("Content-Type"); contentType != "application/problem+json" {
		t.Errorf("type %s", contentType)
	}
}

// Every code has a status and texts in every language, so no refusal can come out as ⟦key⟧.
func TestEveryCodeHasWords(t *testing.T) {
	w := newWeb(t)
	codes := []api.Code{
		api.CodeInvalid, api.CodeMalformed, api.CodeTooLarge, api.CodeMediaType, api.CodeNotFound, api.CodeUnknownCode, api.CodeKeyMissing,
		api.CodeKeyReused, api.CodeConflict, api.CodeSlotTaken, api.CodeForbidden, api.CodeTooMany, api.CodeUnavailable, api.CodeInternal,
	}
	for _, code := range codes {
		for _, lang := range i18n.Languages {
			r := web.WithLanguage(httptest.NewRequest("GET", "/", nil), lang)
			problem := w.Problem(r, core.Refuse(code, ""))
			if strings.Contains(problem.Title+problem.Detail, "⟦") || problem.Detail == "" {
				t.Errorf("%s %s: %+v", code, lang, problem)
			}
		}
		if status := web.StatusOf(code); status == 500 && code != api.CodeInternal {
			t.Errorf("%s has no status", code)
		}
	}
}

// T-55, T-58: neither path, query, address, header, body, panic value nor a quoting error reaches the log, and a log
// line cannot be forged.
func TestLogHoldsNothingOfTheVisitor(t *testing.T) {
	const canary = "Canary7391"
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /a/{locator}", func(_ http.ResponseWriter, r *http.Request) { panic("typed " + r.PathValue("locator")) })
	mux.HandleFunc("POST /quote/{n}", func(rw http.ResponseWriter, r *http.Request) {
		_, err := fmt.Sscanf(r.PathValue("n"), "%d", new(int))
		w.Error(rw, r, errors.Join(err, json.Unmarshal([]byte(`{"n":"`+canary+`"}`), &struct{ N int }{})))
	})
	for _, path := range []string{"/a/" + canary, "/quote/" + canary, "/" + canary + "?q=" + canary} {
		r := httptest.NewRequest("POST", path, strings.NewReader(canary))
		r.Header.Set("User-Agent", canary)
		r.Header.Set("Referer", "https://"+canary)
		r.RemoteAddr = "203.0.113.77:4242"
		get(w, mux, r)
	}
	bad := httptest.NewRequest("GET", "/x", nil)
	bad.Method = canary
	get(w, mux, bad)
	log := w.log.String()
	for _, secret := range []string{canary, "203.0.113.77"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, `"route":"POST /a/{locator}"`) || !strings.Contains(log, `"panic":"a string"`) {
		t.Errorf("the log lacks the route or the panic:\n%s", log)
	}
	for line := range strings.Lines(log) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not one JSON object a line: %q", line)
		}
	}
}

// An internal error shows the reader an id and never its text; the log has both.
func TestInternalErrorIsNotShown(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /x", func(rw http.ResponseWriter, r *http.Request) { w.Error(rw, r, errors.New("disk on fire")) })
	rw := get(w, mux, httptest.NewRequest("GET", "/x", nil))
	id := rw.Header().Get("X-Request-Id")
	if rw.Code != 500 || strings.Contains(rw.Body.String(), "disk") || !strings.Contains(rw.Body.String(), id) {
		t.Errorf("%d %s", rw.Code, rw.Body)
	}
	if log := w.log.String(); !strings.Contains(log, "disk on fire") || !strings.Contains(log, id) {
		t.Errorf("log: %s", log)
	}
}

func TestBodyIsBounded(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /form", func(rw http.ResponseWriter, r *http.Request) {
		err := r.ParseForm()
		if err != nil {
			w.Error(rw, r, err)
		}
	})
	r := httptest.NewRequest("POST", "/form", strings.NewReader("a="+strings.Repeat("x", api.MaxBody)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if rw := get(w, mux, r); rw.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", rw.Code)
	}
}

// TestMoreBody: a handler that expects a file reads up to the limit it names, and not a byte more.
func TestMoreBody(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /file", func(rw http.ResponseWriter, r *http.Request) {
		web.MoreBody(rw, r, 4*api.MaxBody)
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.Error(rw, r, err)
		}
	})
	for size, want := range map[int]int{api.MaxBody + 1: http.StatusOK, 4 * api.MaxBody: http.StatusOK, 4*api.MaxBody + 1: http.StatusRequestEntityTooLarge} {
		if rw := get(w, mux, httptest.NewRequest("POST", "/file", strings.NewReader(strings.Repeat("x", size)))); rw.Code != want {
			t.Errorf("%d bytes: %d, want %d", size, rw.Code, want)
		}
	}
}

// The language that an inner handler found is the language of an error page further out.
func TestLanguageOfTheVisitOutlivesAPanic(t *testing.T) {
	w := newWeb(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(_ http.ResponseWriter, r *http.Request) {
		web.WithLanguage(r, "fr")
		panic("x")
	})
	if rw := get(w, mux, httptest.NewRequest("GET", "/", nil)); !strings.Contains(rw.Body.String(), `lang="fr"`) {
		t.Error(rw.Body)
	}
	for query, want := range map[string]string{"?lang=en": "en", "?lang=xx": "nl", "": "nl"} {
		r := httptest.NewRequest("GET", "/nowhere/at/all"+query, nil)
		if rw := get(w, http.NewServeMux(), r); rw.Header().Get("Content-Language") != want {
			t.Errorf("%s: %s", query, rw.Header().Get("Content-Language"))
		}
	}
}

// A live stream outlives the deadline of an answer, and ends when the program stops.
func TestStreamsEndWhenTheProgramStops(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.Nop(), WriteTimeout: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w.Handler(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/event-stream")
		rw.WriteHeader(200)
		_ = http.NewResponseController(rw).Flush()
		time.Sleep(60 * time.Millisecond)
		_, _ = io.WriteString(rw, "data: late\n\n")
		_ = http.NewResponseController(rw).Flush()
		<-r.Context().Done()
	})))
	defer server.Close()
	answer, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	first := make([]byte, 12)
	if _, err := io.ReadFull(answer.Body, first); err != nil || string(first) != "data: late\n\n" {
		t.Fatalf("%q %v", first, err)
	}
	w.EndStreams()
	if _, err := io.ReadAll(answer.Body); err != nil {
		t.Error(err)
	}
}

// TestOnlyNobodysPageIsCompressed: what belongs to someone keeps its length to itself (BREACH).
func TestOnlyNobodysPageIsCompressed(t *testing.T) {
	w := newWeb(t)
	pages, err := w.Pages(face(`{{define "title"}}x{{end}}{{define "content"}}<h1>x</h1>{{end}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) { pages.Render(rw, r, http.StatusOK, "view", nil) })
	for name, test := range map[string]struct {
		method, path, cookie string
		packed               bool
	}{
		"the first visit":     {http.MethodGet, "/", "", true},
		"a visit under way":   {http.MethodGet, "/", "__Host-visit=x", false},
		"an answer to a form": {http.MethodPost, "/", "", false},
		"text of an address":  {http.MethodGet, "/?q=x", "", false},
	} {
		r := httptest.NewRequest(test.method, test.path, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		if test.cookie != "" {
			r.Header.Set("Cookie", test.cookie)
		}
		if got := get(w, mux, r).Header().Get("Content-Encoding") == "gzip"; got != test.packed {
			t.Errorf("%s: compressed %v, want %v", name, got, test.packed)
		}
	}
}
