package request_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

var ctx = context.Background()

func open(t testing.TB) *storetest.World { return storetest.Open(t, storetest.SQLite(t)) }

func wantCode(t testing.TB, what string, err error, want api.Code) {
	t.Helper()
	if got := core.CodeOf(err); got != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

func personal(text string) api.Personal { return api.NewPersonal(text) }

// wrongSecret is a well-formed code with the locator of another: secrets are taken from other requests.
func wrongSecret(t testing.TB, w *storetest.World, locator string, number int) api.Personal {
	t.Helper()
	for ; ; number += 1000 {
		other := strings.ReplaceAll(w.Send(t, "overleie", number).Code.Reveal(), "-", "")
		if made, ok := request.MadeCode(locator, other[6:15]); ok {
			return made
		}
	}
}

// TestEveryWrongCodeLooksTheSame (T-34, T-35): unknown, wrong, malformed and expired get one answer for one slow hash each.
func TestEveryWrongCodeLooksTheSame(t *testing.T) {
	w := open(t)
	hashes := w.Requests.CountHashes()
	receipt, ended := w.Send(t, "overleie", 1), w.Send(t, "overleie", 2)
	if _, err := w.Requests.Cancel(ctx, ended.Code, "b"); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(61 * 24 * time.Hour)
	unknown, _ := request.MadeCode("AAAAAA", "ACDEFGHJK")
	tests := map[string]api.Personal{
		"unknown": unknown, "wrong secret": wrongSecret(t, w, receipt.Locator, 3), "malformed": personal("nonsense"), "empty": {},
		"only the locator": personal(receipt.Locator), "far too long": personal(strings.Repeat("A", 5000)), "expired": ended.Code,
	}
	var first error
	for name, code := range tests {
		for method, ask := range map[string]func() error{
			"status": func() error { _, err := w.Requests.Status(ctx, code, name); return err },
			"cancel": func() error { _, err := w.Requests.Cancel(ctx, code, name); return err },
			"contact": func() error {
				_, err := w.Requests.ChangeContact(ctx, api.ContactChange{Code: code, Contact: api.ContactPlan{Channel: api.ChannelNone}}, name)
				return err
			},
		} {
			*hashes = 0
			err := ask()
			wantCode(t, name+" "+method, err, api.CodeUnknownCode)
			if *hashes != 1 {
				t.Errorf("%s %s: %d slow hashes, want 1", name, method, *hashes)
			}
			if first == nil {
				first = err
			}
			var a, b *core.Error
			if errors.As(first, &a) && errors.As(err, &b) && !cmp.Equal(a, b) {
				t.Errorf("%s %s: says %v, another said %v", name, method, b.Reason, a.Reason)
			}
		}
	}
	*hashes = 0
	if _, err := w.Requests.Status(ctx, receipt.Code, "holder"); err != nil || *hashes != 1 {
		t.Errorf("the right code: %v after %d slow hashes", err, *hashes)
	}
}

// TestStatusShowsNoTypedText (T-35): state words and choices, nothing that was typed.
func TestStatusShowsNoTypedText(t *testing.T) {
	w := open(t)
	receipt := w.Send(t, "overleie", 1)
	status, err := w.Requests.Status(ctx, receipt.Code, "x")
	if err != nil {
		t.Fatal(err)
	}
	text, err := api.Marshal(status)
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"470", "Amira", "morgens", receipt.CodeWord.Reveal(), "money", "\"ar\""} {
		if bytes.Contains(text, []byte(typed)) {
			t.Errorf("the status tells %q", typed)
		}
	}
	want := api.Status{
		Locator: receipt.Locator, State: api.StateNew, Team: "noord", Centre: "overleie", Place: api.PlaceHere,
		Created: w.Clock.Now(), Promise: receipt.Promise,
		Contact: api.ContactPlan{Channel: api.ChannelPhone, When: []api.DayPart{api.Morning, api.Evening}, Introduce: api.IntroduceFirstName},
	}
	if diff := cmp.Diff(want, status, cmp.Comparer(func(a, b api.Personal) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// TestGuessingIsSlowedDown (T-34): five tries at a locator are free, then the wait doubles up to a minute, for a locator that
// does not exist as well; the holder gets in after it, and starts anew.
func TestGuessingIsSlowedDown(t *testing.T) {
	w := open(t)
	hashes := w.Requests.CountHashes()
	receipt := w.Send(t, "overleie", 1)
	wrong := wrongSecret(t, w, receipt.Locator, 2)
	unknown, _ := request.MadeCode("AAAAAA", "ACDEFGHJK")
	for name, code := range map[string]api.Personal{"known": wrong, "unknown": unknown} {
		*hashes = 0
		for i := range 5 {
			_, err := w.Requests.Status(ctx, code, fmt.Sprint(name, i))
			wantCode(t, name+" free try", err, api.CodeUnknownCode)
		}
		for _, wait := range []time.Duration{2, 4, 8, 16, 32, 60, 60, 60} {
			_, err := w.Requests.Status(ctx, code, fmt.Sprint(name, wait))
			wantCode(t, name+" too soon", err, api.CodeTooMany)
			w.Clock.Add(wait*time.Second - time.Microsecond)
			_, err = w.Requests.Status(ctx, code, fmt.Sprint(name, wait))
			wantCode(t, name+" still too soon", err, api.CodeTooMany)
			w.Clock.Add(time.Microsecond)
			_, err = w.Requests.Status(ctx, code, fmt.Sprint(name, wait))
			wantCode(t, name+" after the wait", err, api.CodeUnknownCode)
		}
		if *hashes != 13 {
			t.Errorf("%s: %d slow hashes, a refused try must cost none", name, *hashes)
		}
	}
	w.Clock.Add(time.Minute)
	if _, err := w.Requests.Status(ctx, receipt.Code, "holder"); err != nil {
		t.Errorf("the holder after the longest wait: %v", err)
	}
	if _, err := w.Requests.Status(ctx, wrong, "guesser"); core.CodeOf(err) != api.CodeUnknownCode {
		t.Errorf("after the holder came in the count starts anew: %v", err)
	}
}

// TestGuessingFromManyPlaces (E-49): a flood of guesses over many locators from many places runs into the limit for all,
// while a holder elsewhere is served.
func TestGuessingFromManyPlaces(t *testing.T) {
	w := open(t)
	w.Requests.CountHashes()
	receipt := w.Send(t, "overleie", 1)
	const guesses, places = 3000, 100
	tried := 0
	for i := range guesses {
		code, ok := request.MadeCode(fmt.Sprintf("%c%c%c%cAA", request.Symbol(i), request.Symbol(i/26), request.Symbol(i/7), request.Symbol(i/3)), "ACDEFGHJK")
		if !ok {
			t.Fatal("no code")
		}
		_, err := w.Requests.Status(ctx, code, fmt.Sprint("place", i%places))
		if core.CodeOf(err) == api.CodeUnknownCode {
			tried++
		}
		w.Clock.Add(100 * time.Millisecond)
	}
	// 120 at once, then one a second for 300 seconds, and one for each place that was clean.
	if limit := 120 + 300 + places; tried > limit {
		t.Errorf("%d of %d guesses were tried, want at most %d", tried, guesses, limit)
	}
	if _, err := w.Requests.Status(ctx, receipt.Code, "the holder's phone"); err != nil {
		t.Errorf("the holder in the middle of it: %v", err)
	}
}

// TestCancel is idempotent, takes the request out of what is owed, and comes too late after the talk.
func TestCancel(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	receipt := w.Send(t, "overleie", 1)
	for range 3 {
		status, err := w.Requests.Cancel(ctx, receipt.Code, "x")
		if err != nil || status.State != api.StateCancelled {
			t.Fatalf("%+v, %v", status, err)
		}
	}
	row := w.Row(t, receipt.Locator)
	if events := w.Count(t, `SELECT COUNT(*) FROM events WHERE request = $1`, string(row.ID)); row.Version != 2 || events != 2 {
		t.Errorf("version %d, %d events after cancelling three times", row.Version, events)
	}
	wantCode(t, "moving a cancelled request", w.Requests.Move(ctx, lead, row.ID, api.StateContacted, api.Personal{}, 2), api.CodeConflict)
	_, err := w.Requests.ChangeContact(ctx, api.ContactChange{Code: receipt.Code, Contact: api.ContactPlan{Channel: api.ChannelNone}}, "x")
	wantCode(t, "changing a cancelled request", err, api.CodeConflict)

	met := w.Send(t, "overleie", 2)
	id := w.ID(t, met.Locator)
	err = errors.Join(w.Requests.Move(ctx, lead, id, api.StateContacted, api.Personal{}, 1), w.Requests.Move(ctx, lead, id, api.StateMet, api.Personal{}, 2))
	if err != nil {
		t.Fatal(err)
	}
	if status, err := w.Requests.Cancel(ctx, met.Code, "x"); err != nil || status.State != api.StateMet {
		t.Errorf("cancelling after the talk: %+v, %v", status, err)
	}
}

// TestChangeContact: the new plan replaces the old one, a code word stays, and who can be reached from now on gets a promise
// from now on.
func TestChangeContact(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	in := storetest.Submission("overleie", 1)
	in.New.Contact = api.ContactPlan{Channel: api.ChannelNone, CodeWord: personal("rode draad")}
	receipt, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(7 * 24 * time.Hour)
	change := api.ContactChange{Code: receipt.Code, Contact: api.ContactPlan{Channel: api.ChannelSMS, Phone: personal("+32 (0)471/23.45.67")}}
	status, err := w.Requests.ChangeContact(ctx, change, "x")
	if err != nil || status.Contact.Channel != api.ChannelSMS || !status.Promise.After(receipt.Promise) {
		t.Fatalf("%+v, %v", status, err)
	}
	detail, err := w.Requests.Open(ctx, lead, w.ID(t, receipt.Locator))
	if err != nil || detail.Contact.Phone.Reveal() != "+32 471 23 45 67" || detail.Contact.CodeWord.Reveal() != "rode draad" {
		t.Errorf("%q %q %v", detail.Contact.Phone.Reveal(), detail.Contact.CodeWord.Reveal(), err)
	}
	found, err := w.Requests.Find(ctx, lead, personal("0471 23 45 67"))
	if err != nil || len(found) != 1 {
		t.Errorf("the new number finds %d, %v", len(found), err)
	}
	change.Contact.Phone = personal("12")
	_, err = w.Requests.ChangeContact(ctx, change, "x")
	wantCode(t, "a number that is none", err, api.CodeInvalid)
}

// TestSubmitRefuses: what no screen would send is refused before anything is stored, and with the field's name.
func TestSubmitRefuses(t *testing.T) {
	w := open(t)
	tests := map[string]struct {
		change func(*request.Submission)
		code   api.Code
		field  string
	}{
		"no key":              {func(s *request.Submission) { s.Key = "" }, api.CodeKeyMissing, ""},
		"short key":           {func(s *request.Submission) { s.Key = "0123456789abcde" }, api.CodeKeyMissing, ""},
		"long key":            {func(s *request.Submission) { s.Key = strings.Repeat("x", 81) }, api.CodeKeyMissing, ""},
		"key with a break":    {func(s *request.Submission) { s.Key = "0123456789abcdef\n" }, api.CodeKeyMissing, ""},
		"language":            {func(s *request.Submission) { s.New.Language = "nl\x00" }, api.CodeInvalid, "language"},
		"no consent":          {func(s *request.Submission) { s.New.Consent = "" }, api.CodeInvalid, "consent"},
		"odd consent":         {func(s *request.Submission) { s.New.Consent = "'; DROP" }, api.CodeInvalid, "consent"},
		"unknown kiosk":       {func(s *request.Submission) { s.New.Kiosk = "nowhere" }, api.CodeInvalid, "kiosk"},
		"unknown place":       {func(s *request.Submission) { s.New.Place = "moon" }, api.CodeInvalid, "place"},
		"unknown topic":       {func(s *request.Submission) { s.New.Topics = []string{"gossip"} }, api.CodeInvalid, "topics"},
		"no number to call":   {func(s *request.Submission) { s.New.Contact.Phone = api.Personal{} }, api.CodeInvalid, "phone"},
		"long area":           {func(s *request.Submission) { s.New.Address.Area = strings.Repeat("x", 61) }, api.CodeInvalid, "area"},
		"long message":        {func(s *request.Submission) { s.New.Message = personal(strings.Repeat("x", api.MaxMessage+1)) }, api.CodeInvalid, "message"},
		"a national number":   {func(s *request.Submission) { s.New.Message = personal("85.07.30-033.28") }, api.CodeInvalid, "message"},
		"born next year":      {func(s *request.Submission) { s.New.BirthYear = personal("2027") }, api.CodeInvalid, "birth_year"},
		"born in words":       {func(s *request.Submission) { s.New.BirthYear = personal("lang geleden") }, api.CodeInvalid, "birth_year"},
		"phone without place": {func(s *request.Submission) { s.New.Kiosk, s.New.Place = "", api.PlaceCallMe }, api.CodeInvalid, "centre"},
	}
	for name, test := range tests {
		in := storetest.Submission("overleie", 1)
		test.change(&in)
		_, err := w.Requests.Submit(ctx, in)
		wantCode(t, name, err, test.code)
		var refusal *core.Error
		if test.field != "" && (!errors.As(err, &refusal) || len(refusal.Fields) == 0 || refusal.Fields[0].Field != test.field) {
			t.Errorf("%s: %+v, want field %q", name, refusal, test.field)
		}
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM requests`); n != 0 {
		t.Errorf("%d requests were stored", n)
	}
}

// TestSubmitKeepsCleanForms: control characters and marks that reorder text are gone before anything is stored (T-58), and a
// street that no longer matters is not kept.
func TestSubmitKeepsCleanForms(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	in := storetest.Submission("overleie", 1)
	in.New.Name = personal("Ann\nLOG forged\u202e")
	in.New.Address.Street, in.New.Address.Number = personal("Overleiestraat"), personal("45")
	receipt, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	detail, err := w.Requests.Open(ctx, lead, w.ID(t, receipt.Locator))
	if err != nil || detail.Name.Reveal() != "Ann LOG forged" || !detail.Address.IsZero() {
		t.Errorf("%q, address kept: %t, %v", detail.Name.Reveal(), !detail.Address.IsZero(), err)
	}
}

// TestTeamOfARequest: the centre where the resident wants to be decides, else the address, else the kiosk; each says why.
func TestTeamOfARequest(t *testing.T) {
	w := open(t)
	address := api.Address{Street: personal("Overleiestraat"), Number: personal("45"), Postcode: personal("8500")}
	elsewhere := api.Address{Street: personal("Grote Markt"), Number: personal("1"), Postcode: personal("1000")}
	tests := map[string]struct {
		change            func(*api.NewRequest)
		team, centre, why string
	}{
		"here":                       {func(*api.NewRequest) {}, "heule", "de-zevenkamer", "why.centre"},
		"another centre":             {func(n *api.NewRequest) { n.Place, n.Centre = api.PlaceCentre, "v-tex" }, "centrum", "v-tex", "why.centre"},
		"at home, in another area":   {func(n *api.NewRequest) { n.Place, n.Address = api.PlaceHome, address }, "noord", "overleie", "directory."},
		"at home, in another city":   {func(n *api.NewRequest) { n.Place, n.Address = api.PlaceHome, elsewhere }, "heule", "de-zevenkamer", "why.kiosk"},
		"call me":                    {func(n *api.NewRequest) { n.Place = api.PlaceCallMe }, "heule", "de-zevenkamer", "why.kiosk"},
		"call me, phone, own centre": {func(n *api.NewRequest) { n.Place, n.Kiosk, n.Centre = api.PlaceCallMe, "", "marke" }, "marke", "marke", "why.centre"},
	}
	number := 0
	for name, test := range tests {
		number++
		in := storetest.Submission("de-zevenkamer", number)
		test.change(&in.New)
		receipt, err := w.Requests.Submit(ctx, in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if receipt.Team != test.team || receipt.Centre != test.centre {
			t.Errorf("%s: %s at %s, want %s at %s", name, receipt.Team, receipt.Centre, test.team, test.centre)
		}
		detail, err := w.Requests.Open(ctx, w.Staff(t, account.Lead, receipt.Team).Viewer(), w.ID(t, receipt.Locator))
		if err != nil || !strings.HasPrefix(detail.Why.Key, test.why) {
			t.Errorf("%s: because %q, want %q, %v", name, detail.Why.Key, test.why, err)
		}
	}
}

// TestLocatorInUse: when the drawn locator is taken, another is drawn and the request is stored all the same.
func TestLocatorInUse(t *testing.T) {
	w := open(t)
	taken := &takenOnce{Store: w.Deps.Store}
	w.Deps.Store = taken
	service, err := request.New(w.Deps)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := service.Submit(ctx, storetest.Submission("overleie", 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(taken.tried) != 2 || taken.tried[0] == taken.tried[1] || taken.tried[1] != receipt.Locator {
		t.Errorf("tried %v, stored %s", taken.tried, receipt.Locator)
	}
}

// takenOnce is a store in which the first locator is in use.
type takenOnce struct {
	request.Store
	tried []string
}

func (s *takenOnce) Update(ctx context.Context, do func(request.Tx) error) error {
	return s.Store.Update(ctx, func(tx request.Tx) error { return do(takenTx{tx, s}) })
}

type takenTx struct {
	request.Tx
	store *takenOnce
}

func (t takenTx) InsertRequest(row request.Row) (bool, error) {
	t.store.tried = append(t.store.tried, row.Locator)
	if len(t.store.tried) == 1 {
		return false, nil
	}
	return t.Tx.InsertRequest(row)
}
