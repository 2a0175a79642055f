package httpapi_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// documented are the statuses that the OpenAPI document names for each call.
func documented(t *testing.T, b *bench) map[string][]int {
	t.Helper()
	var document struct {
		Paths map[string]struct {
			Post struct {
				Responses map[string]json.RawMessage
			}
		}
	}
	_, text := answerOf(b, scenario{method: "GET", path: "/openapi.json"})
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	calls := map[string][]int{}
	for path, call := range document.Paths {
		for status := range call.Post.Responses {
			n, err := strconv.Atoi(status)
			if err != nil {
				t.Fatalf("%s answers %q", path, status)
			}
			calls[strings.TrimPrefix(path, "/api/v1")] = append(calls[strings.TrimPrefix(path, "/api/v1")], n)
		}
	}
	return calls
}

// Whatever is sent to whichever call, the answer is one of those that the document names and never our mistake (E-52),
// and it holds nothing of what was sent.
func TestAnyGarbageGetsADocumentedAnswer(t *testing.T) {
	b := newBench(t)
	calls := documented(t, b)
	var paths []string
	for path, statuses := range calls {
		if len(statuses) > 0 {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	if len(paths) != 13 {
		t.Fatalf("%v", paths)
	}
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SampledFrom(paths).Draw(t, "call")
		body := rapid.OneOf(rapid.String(), rapid.Custom(garbledRequest), rapid.Custom(garbledJSON)).Draw(t, "body")
		b.clock.now = b.clock.now.Add(time.Minute) // nobody has to wait
		rw, answer := answerOf(b, scenario{path: path, body: body})
		if !slices.Contains(calls[path], rw.Code) || rw.Code >= 500 {
			t.Fatalf("%s: %d %s\nlog %s", path, rw.Code, answer, b.log)
		}
		if strings.Contains(answer, canary) {
			t.Fatalf("%s: the canary came back: %s", path, answer)
		}
	})
}

// garbledRequest is a good request in which some parts were exchanged for others.
func garbledRequest(t *rapid.T) string {
	parts := []string{`"nl"`, `"overleie"`, `"here"`, `{"channel":"none"}`, `"none"`, `"2026-11"`, `"place"`, `{`, `}`, `,`, `:`}
	with := []string{`null`, `[]`, `{}`, `""`, `-1e999`, `true`, `"` + canary + `"`, `{"` + canary + `":[{}]}`, "\"\\ud800\"", "\x00", `"here"`}
	body := goodRequest
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		body = strings.Replace(body, rapid.SampledFrom(parts).Draw(t, "part"), rapid.SampledFrom(with).Draw(t, "with"), rapid.IntRange(1, 2).Draw(t, "times"))
	}
	return body
}

// garbledJSON is JSON of any shape with names that the calls know and names that they do not.
func garbledJSON(t *rapid.T) string {
	names := rapid.SampledFrom([]string{"language", "place", "contact", "consent", "code", "key", "step", "choices", "topics", "channel", "phone", canary})
	var value func(depth int) any
	value = func(depth int) any {
		switch kind := rapid.IntRange(0, 6).Draw(t, "kind"); {
		case kind == 0 && depth > 0:
			object := map[string]any{}
			for range rapid.IntRange(0, 5).Draw(t, "fields") {
				object[names.Draw(t, "name")] = value(depth - 1)
			}
			return object
		case kind == 1 && depth > 0:
			return []any{value(depth - 1), value(depth - 1)}
		case kind == 2:
			return rapid.Float64().Draw(t, "number")
		case kind == 3:
			return nil
		case kind == 4:
			return rapid.Bool().Draw(t, "truth")
		default:
			return rapid.OneOf(rapid.String(), rapid.Just(canary)).Draw(t, "text")
		}
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 8).Draw(t, "fields") {
		object[names.Draw(t, "name")] = value(3)
	}
	text, err := json.Marshal(object)
	if err != nil {
		t.Skip("a number that JSON does not have")
	}
	return string(text)
}
