package storetest

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/seal"
)

// testSessions (T-14, T-16): a session lives until its end, its token is not in the database, and disabling the account
// ends it at once and for good.
func testSessions(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	ctx := context.Background()
	sessions := w.Accounts.SessionStore()
	who := w.Staff(t, account.Worker, "noord")
	data := sessionOf(t, w, who)
	alive := func(token string) bool {
		got, found, err := sessions.FindCtx(ctx, token)
		if err != nil || found && !bytes.Equal(got, data) {
			t.Fatalf("session: %q, %v", got, err)
		}
		return found
	}
	put := func(token string, life time.Duration) {
		if err := sessions.CommitCtx(ctx, token, data, w.Clock.Now().Add(life)); err != nil {
			t.Fatal(err)
		}
	}
	put("token-one", time.Minute)
	put("token-two", time.Hour)
	if !alive("token-one") || !alive("token-two") || alive("token-three") {
		t.Error("sessions are not what was stored")
	}
	w.Clock.Add(time.Minute)
	if alive("token-one") || !alive("token-two") {
		t.Error("a session did not end at its end")
	}
	put("token-four", time.Hour)
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions`); n != 2 {
		t.Errorf("%d sessions stored, what expired was not cleared away", n)
	}
	if dump := e.Dump(t, w.URL); bytes.Contains(dump, []byte("token-two")) || bytes.Contains(dump, []byte(hex.EncodeToString([]byte("token-two")))) {
		t.Error("the database holds a token")
	}
	if err := w.Accounts.Disable(ctx, who.ID, true); err != nil {
		t.Fatal(err)
	}
	put("token-two", time.Hour) // the answer of a request that was under way
	if alive("token-two") || alive("token-four") {
		t.Error("a session outlived its account")
	}
}

// sessionOf is the data of a session as scs writes it, without knowing scs here.
func sessionOf(t *testing.T, w *World, who account.Account) []byte {
	t.Helper()
	var data bytes.Buffer
	err := gob.NewEncoder(&data).Encode(struct {
		Deadline time.Time
		Values   map[string]any
	}{w.Clock.Now(), map[string]any{account.SessionAccount: string(who.ID)}})
	if err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// canaries are texts that occur nowhere else; a test plants them in every field and looks for them in what is stored.
var canaries = map[string]string{
	"name": "Quetzalcoatl", "phone": "+32 470 98 76 54", "phone digits": "470987654", "email": "canary.mail@example.org", "street": "Langemeersstraat",
	"number": "77bis", "message": "geheimebrief", "code word": "kanarievogel", "topic": "lonely", "note": "notitiekanarie", "reason": "redenkanarie",
	"idempotency key": "canary-idempotency", "talk language": "\"ti\"",
	"shared right": "velootje-kinderfiets", "added right": "medisch-afval-korting", "outcome": string(request.OutcomeGranted),
	"reason for the worker": "why.worker.taken",
}

// testCanaries (T-39, I6): whoever copies the database reads nothing that was typed, and no code.
func testCanaries(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	ctx := context.Background()
	lead := w.Staff(t, account.Lead, "centrum").Viewer()
	in := Submission("", 1)
	in.Key, in.Body = canaries["idempotency key"], []byte("canary-body")
	in.New.Place, in.New.Topics, in.New.TalkLanguage = api.PlaceHome, []string{canaries["topic"]}, "ti"
	in.New.Rights = []string{canaries["shared right"]}
	in.New.Address = api.Address{Street: api.NewPersonal(canaries["street"]), Number: api.NewPersonal("77bis"), Postcode: api.NewPersonal("8500")}
	in.New.Name, in.New.Message = api.NewPersonal(canaries["name"]), api.NewPersonal(canaries["message"])
	in.New.Contact.Phone, in.New.Contact.CodeWord = api.NewPersonal(canaries["phone"]), api.NewPersonal(canaries["code word"])
	receipt := must(w.Requests.Submit(ctx, in))(t)
	id := w.ID(t, receipt.Locator)
	byMail := api.ContactChange{Code: receipt.Code, Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal(canaries["email"])}}
	if _, err := w.Requests.ChangeContact(ctx, byMail, "test"); err != nil {
		t.Fatal(err)
	}
	err := errors.Join(
		w.Requests.AddNote(ctx, lead, id, api.NewPersonal(canaries["note"])),
		w.Requests.NoteOutcome(ctx, lead, id, canaries["shared right"], request.OutcomeOpen, request.OutcomeGranted),
		w.Requests.NoteOutcome(ctx, lead, id, canaries["added right"], request.OutcomeOpen, request.OutcomeGranted),
		w.Requests.Take(ctx, lead, id, 2),
		w.Requests.Move(ctx, lead, id, api.StateClosed, api.NewPersonal(canaries["reason"]), 3),
	)
	if err != nil {
		t.Fatal(err)
	}
	detail := must(w.Requests.Open(ctx, lead, id))(t)
	taken := slices.ContainsFunc(detail.Events, func(e request.Event) bool { return e.Why.Key == canaries["reason for the worker"] })
	if !taken || detail.Name.Reveal() != canaries["name"] || detail.Contact.Email.Reveal() != canaries["email"] || detail.Notes[0].Text.Reveal() != canaries["note"] ||
		len(detail.TakeUp) != 2 || detail.TakeUp[0].Right != canaries["shared right"] || detail.TakeUp[1].Right != canaries["added right"] {
		t.Fatal("the canaries did not get in, so finding none would prove nothing")
	}
	whole := strings.ReplaceAll(receipt.Code.Reveal(), "-", "")
	secrets := map[string]string{"code": receipt.Code.Reveal(), "secret of the code": whole[6:15], "body": "canary-body"}
	dump := e.Dump(t, w.URL)
	if !bytes.Contains(dump, []byte(receipt.Locator)) {
		t.Fatal("the dump does not even hold the locator")
	}
	for _, set := range []map[string]string{canaries, secrets} {
		for name, text := range set {
			if bytes.Contains(dump, []byte(text)) || bytes.Contains(dump, []byte(hex.EncodeToString([]byte(text)))) {
				t.Errorf("the %s lies in the clear (%d bytes searched)", name, len(dump))
			}
		}
	}
}

// testMoved (T-39, T-42): a ciphertext in another row or column opens nothing, and without its data key a request is gone.
func testMoved(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	ctx := context.Background()
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	statements := map[string]string{
		"another row's":    `UPDATE requests SET name = (SELECT name FROM requests WHERE id <> $1 LIMIT 1) WHERE id = $1`,
		"another column's": `UPDATE requests SET message = name WHERE id = $1`,
		"another row's key and field": `UPDATE requests SET name = (SELECT name FROM requests WHERE id <> $1 LIMIT 1),
			data_key = (SELECT data_key FROM requests WHERE id <> $1 LIMIT 1) WHERE id = $1`,
		"another event's reason":     `UPDATE events SET why = (SELECT e.why FROM events e WHERE e.request = $1 AND e.id <> events.id AND e.why IS NOT NULL LIMIT 1) WHERE request = $1 AND why IS NOT NULL`,
		"no key":                     `UPDATE requests SET data_key = NULL WHERE id = $1`,
		"another noting's outcome":   `UPDATE outcomes SET outcome = (SELECT o.outcome FROM outcomes o WHERE o.request = $1 AND o.id <> outcomes.id LIMIT 1) WHERE request = $1`,
		"another request's outcomes": `UPDATE outcomes SET request = $1`,
	}
	number := 0
	for name, statement := range statements {
		number += 2
		id := w.ID(t, w.Send(t, "overleie", number).Locator)
		other := w.ID(t, w.Send(t, "overleie", number+1).Locator)
		err := errors.Join(
			w.Requests.Take(ctx, lead, id, 1), w.Requests.Assign(ctx, lead, id, lead.ID, 2),
			w.Requests.NoteOutcome(ctx, lead, id, "leefloon", request.OutcomeOpen, request.OutcomeAsked),
			w.Requests.NoteOutcome(ctx, lead, id, "leefloon", request.OutcomeAsked, request.OutcomeRefused),
			w.Requests.NoteOutcome(ctx, lead, other, "leefloon", request.OutcomeOpen, request.OutcomeGranted),
		)
		if _, errOpen := w.Requests.Open(ctx, lead, id); errors.Join(err, errOpen) != nil {
			t.Fatal(err, errOpen)
		}
		w.Exec(t, statement, string(id))
		if _, err := w.Requests.Open(ctx, lead, id); !errors.Is(err, seal.ErrUnreadable) {
			t.Errorf("%s: opened with %v", name, err)
		}
	}
}

// testAuditBreaks (T-57): whatever somebody with access to the database does to the audit, Verify names the first entry
// that is not as it was.
func testAuditBreaks(t *testing.T, e Engine) {
	const entries = 6
	tests := map[string]struct {
		statements []string
		number     int64
		what       audit.Break
	}{
		"untouched":       {nil, 0, ""},
		"edited actor":    {[]string{`UPDATE audit SET actor = 'somebody' WHERE number = 3`}, 3, audit.Changed},
		"edited time":     {[]string{`UPDATE audit SET at = at + 1 WHERE number = 1`}, 1, audit.Changed},
		"edited subject":  {[]string{`UPDATE audit SET subject = 'x' WHERE number = 6`}, 6, audit.Changed},
		"deleted":         {[]string{`DELETE FROM audit WHERE number = 2`}, 2, audit.Gap},
		"deleted, closed": {[]string{`DELETE FROM audit WHERE number = 2`, `UPDATE audit SET number = number - 1 WHERE number = 3`}, 2, audit.Changed},
		"tail cut":        {[]string{`DELETE FROM audit WHERE number > 4`}, 5, audit.Cut},
		"swapped": {[]string{`UPDATE audit SET number = 100 WHERE number = 3`, `UPDATE audit SET number = 3 WHERE number = 4`,
			`UPDATE audit SET number = 4 WHERE number = 100`}, 3, audit.Changed},
		"inserted at the end": {[]string{`INSERT INTO audit (number, at, actor, action, subject, mac) SELECT 7, at, actor, action, subject, mac FROM audit WHERE number = 6`}, 7, audit.Changed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := Open(t, e.URL(t))
			for i := range entries {
				w.Send(t, "overleie", i)
			}
			for _, statement := range test.statements {
				w.Exec(t, statement)
			}
			w.VerifyAudit(t, test.number, test.what)
		})
	}
	testOtherHistory(t, e)
	testAnchor(t, e)
}

// testOtherHistory: an entry that is genuine, but of another history under the same keys, such as that of an old copy that went on
// by itself, does not pass for the one that was written here.
func testOtherHistory(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	other := Reopen(t, e.URL(t), w.Keys, w.Deps.Random)
	for i := range 4 {
		w.Send(t, "overleie", i)
		other.Send(t, "overleie", i)
	}
	var foreign audit.Entry
	err := other.SQL.Audit(context.Background(), func(r audit.Reader) error {
		return r.EachAudit(func(entry audit.Entry) error {
			if entry.Number == 3 {
				foreign = entry
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Exec(t, `UPDATE audit SET actor = $1, action = $2, subject = $3, mac = $4 WHERE number = 3`,
		string(foreign.Actor), string(foreign.Action), string(foreign.Subject), foreign.MAC)
	w.VerifyAudit(t, 3, audit.Changed)
}

// testAnchor: cutting the tail together with the stored head shows against a head that was kept elsewhere (E-23).
func testAnchor(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	for i := range 4 {
		w.Send(t, "overleie", i)
	}
	kept := w.VerifyAudit(t, 0, "")
	w.Exec(t, `DELETE FROM audit WHERE number > 2`)
	w.Exec(t, `UPDATE audit_head SET number = 2, mac = (SELECT mac FROM audit WHERE number = 2)`)
	w.VerifyAudit(t, 0, "") // nothing in the database itself tells
	w.VerifyAudit(t, 3, audit.Cut, kept)
}

// VerifyAudit checks the chain and wants this finding; number 0 wants none.
func (w *World) VerifyAudit(t testing.TB, number int64, what audit.Break, kept ...audit.Head) (head audit.Head) {
	t.Helper()
	err := w.SQL.Audit(context.Background(), func(r audit.Reader) error {
		var finding *audit.Finding
		var err error
		head, finding, err = audit.New(w.Keys).Verify(r, kept...)
		switch {
		case finding == nil && number != 0:
			t.Errorf("the audit looks whole, want %s at %d", what, number)
		case finding != nil && (finding.Number != number || finding.What != what):
			t.Errorf("the audit is broken at %d: %s, want %s at %d", finding.Number, finding.What, what, number)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return head
}
