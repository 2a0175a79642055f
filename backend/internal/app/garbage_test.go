package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/request"
)

// Any text in any field of a request is stored or refused by name; it is never our mistake, and what was stored
// stands in one team's queue and opens with its code (E-50, E-52).
func TestAnyTextIsStoredOrRefused(t *testing.T) {
	r := start(t, unlimited)
	kiosk := r.phone()
	stored := 0
	sent := 0
	rapid.Check(t, func(t *rapid.T) {
		sent++
		body, err := api.Marshal(anyRequest(t))
		if err != nil {
			t.Fatal(err)
		}
		answer := kiosk.json("/requests", key(sent), string(body), nil)
		if !slices.Contains([]int{http.StatusCreated, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge}, answer.StatusCode) {
			t.Fatalf("%d %s\n%s", answer.StatusCode, answer.body, r.log)
		}
		if answer.StatusCode != http.StatusCreated {
			return
		}
		stored++
		var receipt api.Receipt
		if err := json.Unmarshal([]byte(answer.body), &receipt); err != nil {
			t.Fatal(err)
		}
		status, err := r.Requests.Status(context.Background(), receipt.Code, "test")
		if err != nil || status.Locator != receipt.Locator {
			t.Fatalf("its code opens %q: %v", status.Locator, err)
		}
	})
	queued := 0
	for _, team := range r.Directory().Teams() {
		lines, err := r.Requests.Queue(context.Background(), account.Viewer{ID: "x", Role: account.Lead, Team: string(team.ID)}, request.Filter{})
		if err != nil {
			t.Error(err)
		}
		queued += len(lines)
	}
	if queued != stored {
		t.Errorf("%d stored, %d in a queue", stored, queued)
	}
	if stored == 0 || stored == sent {
		t.Errorf("%d of %d stored: the test tried one side only", stored, sent)
	}
}

// anyRequest has the shape of a request, and anything where a person types.
func anyRequest(t *rapid.T) api.NewRequest {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"", "Amira", "<script>alert(1)</script>", "'; DROP TABLE requests; --", "نص عربي", "\u202eevil", "a\r\nSet-Cookie: x=1", "+33 3 53 01 00 11", "amira@example.org", "85.07.30-033 28",
	}))
	typed := func(name string) api.Personal { return api.NewPersonal(text.Draw(t, name)) }
	if rapid.Bool().Draw(t, "plausible") { // every choice is right, and anything is typed
		return api.NewRequest{
			Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone, CodeWord: typed("code word")},
			Message: typed("message"), Name: typed("name"), Consent: "2026-11",
		}
	}
	return api.NewRequest{
		Language: rapid.SampledFrom([]string{"nl", "fr", "en", "ar", "xx", ""}).Draw(t, "language"),
		Kiosk:    rapid.SampledFrom([]string{"overleie", "v-tex", "nowhere", ""}).Draw(t, "kiosk"),
		Place:    rapid.SampledFrom([]api.Place{api.PlaceHere, api.PlaceCentre, api.PlaceHome, api.PlacePhone, api.PlaceCallMe}).Draw(t, "place"),
		Centre:   rapid.SampledFrom([]string{"", "overleie", "marke", "nowhere"}).Draw(t, "centre"),
		Address:  api.Address{Street: typed("street"), Number: typed("number"), Postcode: typed("postcode")},
		Contact: api.ContactPlan{
			Channel: rapid.SampledFrom([]api.Channel{api.ChannelNone, api.ChannelPhone, api.ChannelSMS, api.ChannelEmail}).Draw(t, "channel"),
			Phone:   typed("phone"), Email: typed("email"), CodeWord: typed("code word"), Introduce: api.IntroduceFirstName,
		},
		Topics:  rapid.SliceOfN(rapid.SampledFrom([]string{"money", "home", "nonsense"}), 0, 3).Draw(t, "topics"),
		Message: typed("message"), Name: typed("name"),
		TalkLanguage: rapid.SampledFrom([]string{"", "nl", "tr", "xx"}).Draw(t, "talk language"),
		Consent:      rapid.SampledFrom([]string{"2026-11", ""}).Draw(t, "consent"),
	}
}
