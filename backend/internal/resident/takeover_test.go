package resident_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/rights"
)

// kiosk opens a hand-over as a kiosk does, and gives the QR's secret and the kiosk's key.
func (r *rig) kiosk(t *testing.T, step string, choices api.Choices) (secret string, key api.Personal) {
	t.Helper()
	open, err := r.handovers.Open(context.Background(), api.NewHandover{Language: "fr", Step: step, Choices: choices}, "https://example.org")
	must(t, err)
	_, secret, _ = strings.Cut(open.URL.Reveal(), "/h#")
	return secret, open.Key
}

var halfWay = api.Choices{Kiosk: "overleie", Place: api.PlaceHere, Channel: api.ChannelPhone, When: []api.DayPart{api.Morning}, Topics: []string{"money"}}

// TestTakeover goes on with what was chosen at the kiosk, after a tap and two words that match (T-29 to T-32).
func TestTakeover(t *testing.T) {
	r := newRig(t)
	secret, key := r.kiosk(t, "phone", halfWay)
	p := r.phone(t)
	for range 3 { // a scanner, a preview and the person
		p.get("/h").at(t, "/h", 200).lacks(t, secret)
	}
	if status, err := r.handovers.Status(key); err != nil || status.Taken {
		t.Fatalf("looking took the visit over: %+v, %v", status, err)
	}
	words := p.post("/h", "secret", secret).at(t, "/h/words", 200).has(t, `lang="fr"`)
	status, err := r.handovers.Status(key)
	must(t, err)
	words.has(t, status.Words[0], status.Words[1])
	p.get("/talk/phone").at(t, "/h/words", 200) // not before the words match
	p.get("/talk").at(t, "/h/words", 200)
	p.post("/h/words", "same", "yes").at(t, "/talk/time", 200).has(t, "Overleie") // a kiosk hands over no hour
	p.post("/talk/time", "time", "callme").at(t, "/talk/phone", 200).has(t, `value=""`)
	p.post("/talk/phone", "phone", "0470 12 34 56").at(t, "/talk/voicemail", 200) // "when" was answered at the kiosk
	p.get("/talk/topics").at(t, "/talk/voicemail", 200)
	p.post("/talk/voicemail", "voicemail", "no")
	p.post("/talk/introduce", "introduce", "city")
	p.post("/talk/writing", "writing", "no").at(t, "/talk/review", 200).has(t, "Argent", "Le matin")
	p.post("/talk/review").at(t, "/done", 200)
	if sent := r.desk.only(t); sent.Kiosk != "overleie" || sent.Place != api.PlaceHere {
		t.Errorf("sent %+v", sent)
	}
}

// TestTakeoverWithWhatIsShared: what was chosen at the kiosk stands behind the secret, and is chosen on the phone; what is no
// right is left out, and no address and no log names one.
func TestTakeoverWithWhatIsShared(t *testing.T) {
	for name, test := range map[string]struct {
		behind string
		want   []string
	}{
		"two":          {"." + rights.PackRights([]string{"huurpremie", "leefloon"}), []string{"huurpremie", "leefloon"}},
		"a newer one":  {"." + rights.PackRights([]string{"of-next-year", "leefloon"}), []string{"leefloon"}},
		"none":         {"", nil},
		"damaged":      {"." + strings.Repeat("x", 5000), nil},
		"half of them": {"." + rights.PackRights([]string{"leefloon", "huurpremie"})[:6], []string{"leefloon"}},
	} {
		r := newRig(t)
		secret, _ := r.kiosk(t, "place", api.Choices{Place: api.PlaceHere})
		p := r.phone(t)
		p.get("/?lang=nl")
		p.post("/h", "secret", secret+test.behind).at(t, "/h/words", 200).lacks(t, "leefloon")
		p.post("/h/words", "same", "yes")
		review := p.toReview()
		p.post("/talk/review").at(t, "/done", 200)
		if sent := r.desk.only(t); !slices.Equal(sent.Rights, test.want) {
			t.Errorf("%s: sent %v, want %v", name, sent.Rights, test.want)
		}
		if strings.Contains(review.raw, "/talk/rights") != (test.want != nil) {
			t.Errorf("%s: the review says of %v what is shared", name, test.want)
		}
		if strings.Contains(r.log.String(), "leefloon") || strings.Contains(r.log.String(), rights.PackRights([]string{"leefloon"})) {
			t.Errorf("%s: the log tells what is shared", name)
		}
	}
}

// TestEveryDeadSecretLooksTheSame: used, expired, unknown and empty (T-30).
func TestEveryDeadSecretLooksTheSame(t *testing.T) {
	r := newRig(t)
	used, _ := r.kiosk(t, "place", halfWay)
	late, _ := r.kiosk(t, "place", halfWay)
	r.phone(t).post("/h", "secret", used).at(t, "/h/words", 200)
	r.clock.pass(api.HandoverLife + time.Second)
	var first string
	for name, secret := range map[string]string{"used": used, "expired": late, "unknown": "AAAAAAAAAAAAAAAAAAAAAA", "empty": "", "long": strings.Repeat("x", 2000)} {
		page := r.phone(t).post("/h", "secret", secret).at(t, "/h", 404)
		if first == "" {
			first = page.raw
		}
		if page.raw != first {
			t.Errorf("%s looks different: %s", name, page.raw)
		}
	}
}

// TestWordsThatDoNotMatch leave nothing on the phone.
func TestWordsThatDoNotMatch(t *testing.T) {
	r := newRig(t)
	secret, _ := r.kiosk(t, "phone", halfWay)
	p := r.phone(t)
	p.post("/h", "secret", secret).at(t, "/h/words", 200)
	p.post("/h/words", "same", "no").at(t, "/h/words", 200)
	if left := p.cookies(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	p.get("/talk/phone").at(t, "/", 200)
}

// TestKioskSendsThePhoneAway: "that is not my phone" ends a visit that was taken over, at once.
func TestKioskSendsThePhoneAway(t *testing.T) {
	r := newRig(t)
	secret, key := r.kiosk(t, "phone", halfWay)
	p := r.phone(t)
	p.post("/h", "secret", secret)
	p.post("/h/words", "same", "yes").at(t, "/talk/time", 200)
	r.handovers.End(key)
	p.get("/talk/phone").at(t, "/", 200)
	p.post("/talk/review").at(t, "/", 200)
	if len(r.desk.sent) != 0 {
		t.Error("a phone that was sent away sent a request")
	}
}
