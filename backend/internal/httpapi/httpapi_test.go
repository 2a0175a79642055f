package httpapi_test

import (
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store"
	"wijkloket/backend/rights"
)

var update = flag.Bool("update", false, "write the golden files")

const (
	goodRequest = `{"language":"nl","kiosk":"overleie","place":"here","contact":{"channel":"none"},"consent":"2026-11"}`
	goodProof   = `{"code":"ACDEFG-HJKLM-NPQRT"}`
)

func refuse(err error) func(*bench) {
	return func(b *bench) {
		b.requests.submit = func(request.Submission) (api.Receipt, error) { return api.Receipt{}, err }
		b.requests.status = func(api.Personal, string) (api.Status, error) { return api.Status{}, err }
		b.requests.change = func(api.ContactChange) (api.Status, error) { return api.Status{}, err }
		b.handovers.open = func(api.NewHandover, string) error { return err }
	}
}

func TestSubmit(t *testing.T) {
	withPhone := func(phone string) string {
		return `{"language":"nl","place":"callme","kiosk":"overleie","contact":{"channel":"phone","phone":` + phone + `},"consent":"2026-11"}`
	}
	text := func(field, value string) string {
		return `{"language":"nl","kiosk":"overleie","place":"here","contact":{"channel":"none"},"consent":"2026-11","` + field + `":` + value + `}`
	}
	run(t, []scenario{
		{name: "stored", path: "/requests", body: goodRequest, status: 201,
			contains: []string{`"code":"ACDEFG-HJKLM-NPQRT"`, `"code_word":"blauwe fiets"`, `"promise":"2026-11-25T22:59:59Z"`}},
		{name: "the answer's charset and case of the type do not matter", path: "/requests", body: goodRequest,
			headers: map[string]string{"Content-Type": "Application/JSON; charset=utf-8"}, status: 201},

		{name: "no key", path: "/requests", body: goodRequest, headers: map[string]string{"Idempotency-Key": ""}, status: 400, code: api.CodeKeyMissing},
		{name: "a short key", path: "/requests", body: goodRequest, headers: map[string]string{"Idempotency-Key": "fifteen-letters"}, status: 400, code: api.CodeKeyMissing},
		{name: "a long key", path: "/requests", body: goodRequest, headers: map[string]string{"Idempotency-Key": strings.Repeat("k", 81)}, status: 400, code: api.CodeKeyMissing},
		{name: "a key with a space", path: "/requests", body: goodRequest, headers: map[string]string{"Idempotency-Key": "a key of the kiosk"}, status: 400, code: api.CodeKeyMissing},
		{name: "a key reused", path: "/requests", body: goodRequest, prepare: refuse(core.Refuse(api.CodeKeyReused, "")), status: 422, code: api.CodeKeyReused},

		{name: "no body", path: "/requests", status: 400, code: api.CodeMalformed},
		{name: "not JSON", path: "/requests", body: `{"place":"` + canary, status: 400, code: api.CodeMalformed},
		{name: "two documents", path: "/requests", body: goodRequest + `{}`, status: 400, code: api.CodeMalformed},
		{name: "deep", path: "/requests", body: strings.Repeat("[", 20_000), status: 400, code: api.CodeMalformed},
		{name: "too large", path: "/requests", body: text("message", `"`+strings.Repeat("x", api.MaxBody)+`"`), status: 413, code: api.CodeTooLarge},
		{name: "a form", path: "/requests", body: "place=here", headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, status: 415, code: api.CodeMediaType},
		{name: "no type", path: "/requests", body: goodRequest, headers: map[string]string{"Content-Type": ""}, status: 415, code: api.CodeMediaType},
		{name: "packed", path: "/requests", body: goodRequest, headers: map[string]string{"Content-Encoding": "gzip"}, status: 415, code: api.CodeMediaType},

		{name: "null", path: "/requests", body: `null`, status: 422, code: api.CodeInvalid},
		{name: "a list", path: "/requests", body: `[]`, status: 422, code: api.CodeInvalid},
		{name: "nothing in it", path: "/requests", body: `{}`, status: 422, code: api.CodeInvalid, fields: []string{"consent", "contact", "language", "place"}},
		{name: "an unknown field", path: "/requests", body: text(canary, `"x"`), status: 422, code: api.CodeInvalid, fields: []string{""}},
		{name: "an unknown field inside", path: "/requests", body: withPhone(`"056 11 22 33","` + canary + `":1`), status: 422, code: api.CodeInvalid, fields: []string{"contact"}},
		{name: "a field of the team", path: "/requests", body: text("state", `"closed"`), status: 422, code: api.CodeInvalid},
		{name: "another case", path: "/requests", body: text("Message", `"x"`), status: 422, code: api.CodeInvalid},
		{name: "a number for a text", path: "/requests", body: text("message", `7391`), status: 422, code: api.CodeInvalid, fields: []string{"message"}},
		{name: "an object for a text", path: "/requests", body: withPhone(`{"` + canary + `":1}`), status: 422, code: api.CodeInvalid, fields: []string{"contact.phone"}},
		{name: "no such place", path: "/requests", body: strings.Replace(goodRequest, `"here"`, `"`+canary+`"`, 1), status: 422, code: api.CodeInvalid, fields: []string{"place"}},
		{name: "a long name", path: "/requests", body: text("name", `"`+canary+strings.Repeat("x", api.MaxName)+`"`), status: 422, code: api.CodeInvalid, fields: []string{"name"}},
		{name: "many topics", path: "/requests", body: text("topics", `["`+strings.Repeat(`x","`, 12)+`x"]`), status: 422, code: api.CodeInvalid, fields: []string{"topics"}},
		{name: "an unknown query", path: "/requests?" + canary + "=1", body: goodRequest, status: 422, code: api.CodeInvalid},

		{name: "invalid for the journey", path: "/requests", body: goodRequest, status: 422, code: api.CodeInvalid, fields: []string{"contact.phone"},
			prepare: refuse(&core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{{Field: "contact.phone", Reason: core.Message{Key: "wrong.phone"}}}})},
		{name: "the database does not answer", path: "/requests", body: goodRequest, prepare: refuse(store.ErrUnavailable), status: 503, code: api.CodeUnavailable},
		{name: "our mistake", path: "/requests", body: goodRequest, prepare: refuse(errors.New("disk on fire")), status: 500, code: api.CodeInternal},
		{name: "a panic", path: "/requests", body: goodRequest, status: 500, code: api.CodeInternal,
			prepare: func(b *bench) {
				b.requests.submit = func(request.Submission) (api.Receipt, error) { panic(canary) }
			}},
		{name: "GET", method: "GET", path: "/requests", status: 405, code: api.CodeMalformed},
		{name: "no such call", path: "/nothing", body: "{}", status: 404, code: api.CodeNotFound},
		{name: "no docs page", method: "GET", path: "/docs", status: 404, code: api.CodeNotFound},
		{name: "no schema page", method: "GET", path: "/schemas/NewRequest.json", status: 404, code: api.CodeNotFound},
	})
}

// Script and SQL are text like any other: they arrive as they were typed and come back nowhere.
func TestHarmlessText(t *testing.T) {
	for _, typed := range []string{`<script>alert(1)</script>`, `'; DROP TABLE requests; --`, `{{.}}`, "\u202eevil", "نص عربي", `=HYPERLINK("x")`, `%s%n`, `../../etc/passwd`} {
		b := newBench(t)
		var got string
		b.requests.submit = func(s request.Submission) (api.Receipt, error) {
			got = s.New.Message.Reveal()
			return api.Receipt{}, nil
		}
		rw, answer := answerOf(b, scenario{path: "/requests", body: strings.TrimSuffix(goodRequest, "}") + `,"message":` + strconv.Quote(typed) + `}`})
		if rw.Code != 201 || got != typed || strings.Contains(answer, typed) || strings.Contains(b.log.String(), typed) {
			t.Errorf("%q: %d, arrived %q, answer %s, log %s", typed, rw.Code, got, answer, b.log)
		}
	}
}

func TestRefusalsSpeakTheLanguageOfTheRequest(t *testing.T) {
	cases := map[string]struct{ body, accept, want string }{
		"the body's":     {strings.Replace(goodRequest, `"nl"`, `"fr"`, 1), "en", "Il reste quelque chose"},
		"the header's":   {`{}`, "en", "Something still needs fixing"},
		"Arabic":         {`{`, "ar-SY", "لم نفهم"},
		"nobody's":       {`{}`, "xx", "Er klopt nog iets niet"},
		"an unknown one": {strings.Replace(goodRequest, `"nl"`, `"xx"`, 1), "en", "Something still needs fixing"},
	}
	for name, c := range cases {
		b := newBench(t)
		refuse(core.Refuse(api.CodeInvalid, ""))(b)
		_, answer := answerOf(b, scenario{path: "/requests", body: c.body, headers: map[string]string{"Accept-Language": c.accept}})
		if !strings.Contains(answer, c.want) {
			t.Errorf("%s: %s", name, answer)
		}
	}
}

// The same request in other words of JSON is the same body; another request is not.
func TestBodyIsComparedAsJSON(t *testing.T) {
	b := newBench(t)
	var bodies []string
	b.requests.submit = func(s request.Submission) (api.Receipt, error) {
		bodies = append(bodies, s.Key+" "+string(s.Body))
		return api.Receipt{}, nil
	}
	for _, body := range []string{
		goodRequest,
		` { "consent":"2026-11", "contact": {"channel":"none"}, "place":"h\u0065re", "kiosk":"overleie", "language":"nl" } `,
		strings.Replace(goodRequest, "overleie", "v-tex", 1),
	} {
		if rw, answer := answerOf(b, scenario{path: "/requests", body: body}); rw.Code != 201 {
			t.Fatalf("%d %s", rw.Code, answer)
		}
	}
	if bodies[0] != bodies[1] || bodies[0] == bodies[2] || !strings.HasPrefix(bodies[0], goodKey+" ") {
		t.Errorf("%q", bodies)
	}
}

func TestCodesAndHandovers(t *testing.T) {
	handover := `{"language":"fr","step":"channel","choices":{"place":"home"}}`
	run(t, []scenario{
		{name: "found", path: "/requests/status", body: goodProof, status: 200, contains: []string{`"state":"new"`, `"channel":"none"`}},
		{name: "unknown", path: "/requests/status", body: `{"code":"` + canary + `"}`, status: 404, code: api.CodeUnknownCode},
		{name: "empty", path: "/requests/status", body: `{"code":""}`, status: 404, code: api.CodeUnknownCode},
		{name: "no code", path: "/requests/status", body: `{}`, status: 422, code: api.CodeInvalid, fields: []string{"code"}},
		{name: "a long code", path: "/requests/status", body: `{"code":"` + strings.Repeat("A", 81) + `"}`, status: 422, code: api.CodeInvalid},
		{name: "too often", path: "/requests/status", body: goodProof, prepare: refuse(core.Refuse(api.CodeTooMany, "")), status: 429, code: api.CodeTooMany},
		{name: "not JSON", path: "/requests/status", body: `code`, status: 400, code: api.CodeMalformed},
		{name: "a form", path: "/requests/status", body: goodProof, headers: map[string]string{"Content-Type": "text/plain"}, status: 415, code: api.CodeMediaType},
		{name: "too large", path: "/requests/status", body: strings.Repeat(" ", api.MaxBody+1), status: 413, code: api.CodeTooLarge},
		{name: "in the address", method: "GET", path: "/requests/status?code=" + canary, status: 405, code: api.CodeMalformed},
		{name: "cancelled", path: "/requests/cancel", body: goodProof, status: 200},
		{name: "unknown", path: "/requests/cancel", body: `{"code":"` + canary + `"}`, status: 404, code: api.CodeUnknownCode},
		{name: "not JSON", path: "/requests/cancel", body: `{`, status: 400, code: api.CodeMalformed},
		{name: "unknown field", path: "/requests/cancel", body: `{"code":"x","force":true}`, status: 422, code: api.CodeInvalid},
		{name: "changed", path: "/requests/contact", body: `{"code":"ACDEFG-HJKLM-NPQRT","contact":{"channel":"none"}}`, status: 200},
		{name: "no plan", path: "/requests/contact", body: goodProof, status: 422, code: api.CodeInvalid, fields: []string{"contact"}},
		{name: "no such channel", path: "/requests/contact", body: `{"code":"x","contact":{"channel":"` + canary + `"}}`, status: 422, code: api.CodeInvalid, fields: []string{"contact.channel"}},
		{name: "over", path: "/requests/contact", body: `{"code":"x","contact":{"channel":"none"}}`, prepare: refuse(core.Refuse(api.CodeConflict, "")), status: 409, code: api.CodeConflict},

		{name: "opened", path: "/handovers", body: handover, status: 201, contains: []string{`"url":"https://phone.example/h#secret"`, `"key":"key"`}},
		{name: "no step", path: "/handovers", body: `{"language":"nl","choices":{}}`, status: 422, code: api.CodeInvalid, fields: []string{"step"}},
		{name: "typed data", path: "/handovers", body: `{"language":"nl","step":"place","choices":{"name":"` + canary + `"}}`, status: 422, code: api.CodeInvalid, fields: []string{"choices"}},
		{name: "too many", path: "/handovers", body: handover, prepare: refuse(core.Refuse(api.CodeTooMany, "")), status: 429, code: api.CodeTooMany},
		{name: "not JSON", path: "/handovers", body: `x`, status: 400, code: api.CodeMalformed},
		{name: "taken", path: "/handovers/status", body: `{"key":"key"}`, status: 200, contains: []string{`"taken":true`, `["zon","maan"]`}},
		{name: "gone", path: "/handovers/status", body: `{"key":"` + canary + `"}`, status: 404, code: api.CodeUnknownCode},
		{name: "wrong type", path: "/handovers/status", body: `{"key":1}`, status: 422, code: api.CodeInvalid, fields: []string{"key"}},
		{name: "ended", path: "/handovers/end", body: `{"key":"key"}`, status: 200},
		{name: "ended before", path: "/handovers/end", body: `{"key":"unknown"}`, status: 200},
		{name: "not JSON", path: "/handovers/end", body: ``, status: 400, code: api.CodeMalformed},
	})
}

// A kiosk may send some requests at once and then one at a time; who waits is let in again, and is told to wait.
func TestSendingIsLimitedPerAddress(t *testing.T) {
	for _, c := range []scenario{{path: "/requests", body: goodRequest}, {path: "/handovers", body: `{"language":"nl","step":"place","choices":{}}`}} {
		b := newBench(t)
		for range 3 {
			if rw, answer := answerOf(b, c); rw.Code != 201 {
				t.Fatalf("%d %s", rw.Code, answer)
			}
		}
		rw, _ := answerOf(b, c)
		if rw.Code != 429 || rw.Header().Get("Retry-After") == "" {
			t.Errorf("%s: the fourth: %d %v", c.path, rw.Code, rw.Header())
		}
		b.clock.now = b.clock.now.Add(time.Second)
		if rw, _ := answerOf(b, c); rw.Code != 201 {
			t.Errorf("%s: after a wait: %d", c.path, rw.Code)
		}
	}
}

func TestDirectory(t *testing.T) {
	b := newBench(t)
	get := scenario{method: "GET", path: "/directory"}
	rw, text := answerOf(b, get)
	if rw.Code != 200 || rw.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v", rw.Code, rw.Header())
	}
	inspect(t, rw)
	received, err := directory.ParseDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.directory.Centres(), received.Centres()); diff != "" {
		t.Error(diff)
	}
	get.headers = map[string]string{"If-None-Match": rw.Header().Get("ETag")}
	if again, _ := answerOf(b, get); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
	get.headers = map[string]string{"Accept-Encoding": "gzip"}
	if packed, short := answerOf(b, get); packed.Header().Get("Content-Encoding") != "gzip" || len(short) > len(text)/2 {
		t.Errorf("packed: %v, %d of %d bytes", packed.Header(), len(short), len(text))
	}
}

// The rules travel whole: a kiosk reaches the same verdicts. They are the same text as long as they are the same.
func TestRights(t *testing.T) {
	b := newBench(t)
	get := scenario{method: "GET", path: "/rights"}
	rw, text := answerOf(b, get)
	if rw.Code != 200 || rw.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v", rw.Code, rw.Header())
	}
	inspect(t, rw)
	received, err := rights.ParseDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if faults := received.Faults(); len(faults) > 0 || len(received.Rights()) != len(b.rights.Rights()) {
		t.Errorf("%d rights arrive with the faults %v", len(received.Rights()), faults)
	}
	get.headers = map[string]string{"If-None-Match": rw.Header().Get("ETag")}
	if again, _ := answerOf(b, get); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
	if b.rights, err = rights.LoadOverlay(fstest.MapFS{}, fstest.MapFS{"questions.yaml": {Data: []byte("questions: [{id: V2, kind: one, codes: [a, b], about: x}]")}}); err != nil {
		t.Fatal(err)
	}
	if other, _ := answerOf(b, get); other.Code != http.StatusOK || other.Header().Get("ETag") == rw.Header().Get("ETag") {
		t.Errorf("after a change: %d", other.Code)
	}
}

// The OpenAPI document is a contract: a change of it is a change that a person looked at (run with -update).
func TestOpenAPIDocument(t *testing.T) {
	b := newBench(t)
	rw, got := answerOf(b, scenario{method: "GET", path: "/openapi.json"})
	if rw.Code != 200 || rw.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v", rw.Code, rw.Header())
	}
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	for _, said := range []string{"idempotency-mismatch", "does not expire", "application/problem+json", `"additionalProperties": false`} {
		if !strings.Contains(got, said) {
			t.Errorf("does not say %q", said)
		}
	}
	if strings.Contains(got, "example") || strings.Contains(got, "ErrorModel") {
		t.Error("holds an example or huma's own error")
	}
}

func BenchmarkSubmit(b *testing.B) {
	bench := newBench(b)
	bench.clock.now = bench.clock.now.Add(time.Hour)
	call := scenario{path: "/requests", body: goodRequest}
	for b.Loop() {
		bench.clock.now = bench.clock.now.Add(time.Second)
		if rw, answer := answerOf(bench, call); rw.Code != 201 {
			b.Fatal(answer)
		}
	}
}
