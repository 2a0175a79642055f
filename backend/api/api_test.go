package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
)

const canary = "canary-0470123456"

func fullRequest() api.NewRequest {
	p := api.NewPersonal(canary)
	return api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHome, Centre: "marke", Address: api.Address{Street: p, Number: p, Postcode: p, Area: "overleie"},
		Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: p, Email: p, When: []api.DayPart{api.Morning}, Voicemail: true, Introduce: api.IntroduceCity, NeverWrite: true, CodeWord: p},
		Topics:  []string{"money"}, Message: p, Name: p, TalkLanguage: "ar", Interpreter: true, Companion: api.CompanionOwn, Consent: "1",
	}
}

// TestPersonalPrintsNothing proves T-54.
func TestPersonalPrintsNothing(t *testing.T) {
	var out bytes.Buffer
	log := zerolog.New(&out)
	request, single := fullRequest(), api.NewPersonal(canary)
	for _, value := range []any{request, &request, single, &single, []any{single}, map[string]any{"k": single}, api.Proof{Code: single}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		log.Info().Interface("value", value).Any("any", value).Str("text", fmt.Sprint(value)).Send()
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "value", value)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "value", value)
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	log.Info().Stringer("s", single).EmbedObject(nil).Send()
	if strings.Contains(out.String(), "canary") || strings.Contains(out.String(), fmt.Sprintf("%x", canary)) {
		t.Errorf("a personal value was printed: %s", out.String())
	}
	if !strings.Contains(out.String(), api.Redacted) {
		t.Error("nothing was printed at all")
	}
}

func TestMarshalRevealsAndDecodesToTheSame(t *testing.T) {
	want := fullRequest()
	text, err := api.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), api.Redacted) || strings.Count(string(text), canary) != 8 {
		t.Fatalf("the wire does not carry the eight values: %d", strings.Count(string(text), canary))
	}
	var got api.NewRequest
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(api.Personal{})); diff != "" {
		t.Error(diff)
	}
}

// TestMarshalIsEncodingJSONForAllElse holds the walker against the standard library on values without a secret.
func TestMarshalIsEncodingJSONForAllElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
		values := []any{
			api.Status{Locator: rapid.String().Draw(t, "s"), State: api.StateNew, Created: at, Promise: at, Contact: api.ContactPlan{When: []api.DayPart{api.Noon}}},
			api.Choices{Topics: rapid.SliceOf(rapid.String()).Draw(t, "topics"), Interpreter: rapid.Bool().Draw(t, "b")},
			api.HandoverStatus{Taken: true, Words: [2]string{"a", rapid.String().Draw(t, "w")}},
			&api.Problem{Title: "t", Status: rapid.Int().Draw(t, "n"), Fields: []api.FieldError{{Field: "f"}}},
			map[string]any{"a": []int{1, 2}, "b": nil},
		}
		for _, value := range values {
			ours, err := api.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			standard, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			var a, b any
			if json.Unmarshal(ours, &a) != nil || json.Unmarshal(standard, &b) != nil || !cmp.Equal(a, b) {
				t.Fatalf("%s\n%s", ours, standard)
			}
		}
	})
}

func TestTheLargestRequestFitsABody(t *testing.T) {
	wide := func(n int) api.Personal { return api.NewPersonal(strings.Repeat("𝕎", n)) }
	r := fullRequest()
	r.Address = api.Address{Street: wide(api.MaxStreet), Number: wide(api.MaxNumber), Postcode: wide(api.MaxPostcode), Area: strings.Repeat("𝕎", 60)}
	r.Contact.Phone, r.Contact.Email, r.Contact.CodeWord = wide(api.MaxPhone), wide(api.MaxEmail), wide(api.MaxCodeWord)
	r.Message, r.Name = wide(api.MaxMessage), wide(api.MaxName)
	text, err := api.Marshal(r)
	if err != nil || len(text) > api.MaxBody {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}
