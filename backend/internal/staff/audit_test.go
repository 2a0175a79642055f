package staff_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
)

// deed is what one call of a route leaves in the audit.
type deed struct {
	who    string
	action audit.Action // empty: nothing, because it neither shows nor changes anything of anybody
	form   []string     // instead of that of the matrix, for one that comes through
	before func(r *rig, id core.ID)
	file   string              // sent as a file
	path   func(r *rig) string // in the place of the matrix's
}

// deeds has every line of the matrix.
var deeds = map[string]deed{
	"GET /onthaal/":                               {who: "karel"},
	"GET /onthaal/aanmelden":                      {who: "karel"},
	"GET /onthaal/hulp":                           {who: "karel"},
	"POST /onthaal/taal":                          {who: "karel"},
	"POST /onthaal/aanwezig":                      {who: "karel"},
	"GET /onthaal/rij":                            {who: "karel"},
	"GET /onthaal/daglijst":                       {who: "karel"},
	"GET /onthaal/zoeken":                         {who: "karel"},
	"POST /onthaal/zoeken":                        {who: "lies", action: "request.found"},
	"GET /onthaal/aanvraag/ID":                    {who: "amira", action: "request.read"},
	"POST /onthaal/aanvraag/ID/nemen":             {who: "amira", action: "request.taken"},
	"POST /onthaal/aanvraag/ID/teruggeven":        {who: "lies", action: "request.released"},
	"POST /onthaal/aanvraag/ID/toewijzen":         {who: "karel", action: "request.assigned"},
	"POST /onthaal/aanvraag/ID/notitie":           {who: "lies", action: "request.noted"},
	"POST /onthaal/aanvraag/ID/recht":             {who: "lies", action: "request.outcome-noted"},
	"POST /onthaal/aanvraag/ID/stap":              {who: "amira", action: "request.moved"},
	"POST /onthaal/aanvraag/ID/ongedaan":          {who: "amira", action: "request.moved", before: func(r *rig, id core.ID) { r.move("amira", id, api.StateContacted) }},
	"POST /onthaal/aanvraag/ID/doorgeven":         {who: "karel", action: "request.handed-over"},
	"POST /onthaal/aanvraag/ID/gezin/ja":          {who: "lies", action: "household.merged", form: []string{"voorstel", idOf("b")}, before: proposed("b", household.Open)},
	"POST /onthaal/aanvraag/ID/gezin/nee":         {who: "lies", action: "household.rejected", form: []string{"voorstel", idOf("c")}, before: proposed("c", household.Open)},
	"POST /onthaal/aanvraag/ID/gezin/toch":        {who: "lies", action: "household.reopened", form: []string{"voorstel", idOf("d")}, before: proposed("d", household.Rejected)},
	"POST /onthaal/aanvraag/ID/gezin/samen":       {who: "karel", action: "household.merged", form: []string{"code", "AAAAAA"}, before: func(r *rig, _ core.ID) { r.other("AAAAAA") }},
	"POST /onthaal/aanvraag/ID/gezin/uit":         {who: "karel", action: "household.parted", before: func(r *rig, id core.ID) { r.merge(id, r.other("CCCCCC")) }},
	"GET /onthaal/accounts":                       {who: "bea"},
	"POST /onthaal/accounts":                      {who: "bea", action: "account.created", form: []string{"gebruiker", "nieuw", "naam", "An Nieuw", "voornaam", "An", "rol", string(account.Reception), "team", "noord", "wachtwoord", "vier rustige lange woorden"}},
	"GET /onthaal/accounts/ACCOUNT":               {who: "bea"},
	"POST /onthaal/accounts/ACCOUNT/inschakelen":  {who: "bea", action: "account.enabled"},
	"POST /onthaal/accounts/ACCOUNT/uitschakelen": {who: "bea", action: "account.disabled"},
	"POST /onthaal/accounts/ACCOUNT/wachtwoord":   {who: "bea", action: "account.password", form: []string{"wachtwoord", "vier andere rustige woorden"}},
	"GET /onthaal/centra":                         {who: "bea"},
	"POST /onthaal/centra/sluiting":               {who: "karel", action: "agenda.centre-closed", form: []string{"centrum", "overleie", "eerste", "2026-12-24", "laatste", "2026-12-24"}},
	"POST /onthaal/centra/sluiting/ABSENT/weg": {who: "bea", action: "agenda.centre-closed", path: func(r *rig) string {
		r.ok(r.agendas.AddClosure(context.Background(), r.staff["bea"].Viewer(), calendar.Closure{First: "2026-12-28", Last: "2026-12-28"}, false))
		closures, err := r.agendas.Closures(context.Background())
		r.ok(err)
		return "/onthaal/centra/sluiting/" + string(closures[len(closures)-1].ID) + "/weg"
	}},

	"GET /onthaal/aanvraag/ID/afspraak":  {who: "lies", action: "request.read"},
	"POST /onthaal/aanvraag/ID/afspraak": {who: "karel", action: "appointment.booked"},
	"POST /onthaal/aanvraag/ID/afzeggen": {who: "lies", action: "appointment.called-off", before: booked},
	"GET /onthaal/aanvraag/ID/brief":     {who: "amira", action: "request.read", before: booked},
	"POST /onthaal/aanvraag/ID/akkoord": {who: "karel", action: "appointment.accepted", before: func(r *rig, id core.ID) {
		address := api.Address{Street: api.NewPersonal("Overleiestraat"), Number: api.NewPersonal("12"), Postcode: api.NewPersonal("8500")}
		r.ok(r.Requests.Amend(context.Background(), r.staff["karel"].Viewer(), id, request.Amendment{Address: address, Reason: api.NewPersonal("Zei het.")}, r.version(id)))
		r.book("karel", id, calendar.Visit, "amira", at(r.sent, 18), false)
	}},
	"POST /onthaal/aanvraag/ID/verbeteren": {who: "karel", action: "request.amended"},
	"GET /onthaal/agenda":                  {who: "lies"},
	"GET /onthaal/bellen":                  {who: "lies"},
	"POST /onthaal/bellen/TASK/gedaan":     {who: "lies"}, // the messages keep their own; those of these tests have none
	"POST /onthaal/bellen/TASK/ongedaan":   {who: "lies"},

	"GET /onthaal/agenda/tijden":                   {who: "karel"},
	"GET /onthaal/agenda/tijden/KEPT":              {who: "karel"},
	"POST /onthaal/agenda/tijden/KEPT/blok":        {who: "karel", action: "agenda.changed", form: []string{"dag", "1", "van", "09:00", "tot", "12:00", "soort", "phone"}},
	"POST /onthaal/agenda/tijden/KEPT/blok-weg":    {who: "amira", action: "agenda.changed"},
	"POST /onthaal/agenda/tijden/KEPT/dag":         {who: "karel", action: "agenda.changed", form: []string{"dag", "2026-12-01", "van", "09:00", "tot", "12:00", "soort", "vrij"}},
	"POST /onthaal/agenda/tijden/KEPT/dag-weg":     {who: "amira", action: "agenda.changed"},
	"POST /onthaal/agenda/tijden/KEPT/afwezig":     {who: "karel", action: "agenda.changed", form: []string{"eerste", "2027-12-01", "laatste", "2027-12-02"}},
	"POST /onthaal/agenda/tijden/KEPT/afwezig-weg": {who: "amira", action: "agenda.changed"},
	"POST /onthaal/agenda/tijden/KEPT/bestand":     {who: "amira", action: "agenda.imported", file: "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nEND:VCALENDAR\r\n"},
	"POST /onthaal/agenda/tijden/KEPT/bestand-weg": {who: "amira", action: "agenda.imported"},
	"POST /onthaal/agenda/tijden/KEPT/werk":        {who: "karel", action: "account.changed", form: []string{"taal-nl", "ja", "deel", "0"}},
	"POST /onthaal/agenda/feed":                    {who: "amira", action: "agenda.feed"},
	"POST /onthaal/agenda/feed-weg":                {who: "amira", action: "agenda.feed"},
}

// booked gives a request an appointment, each on a day of its own.
func booked(r *rig, id core.ID) {
	r.book("karel", id, calendar.Talk, "amira", at(r.sent, 17), true)
}

// idOf is an ID that a table can name beforehand.
func idOf(letter string) string { return strings.Repeat(letter, 25) + "a" }

// proposed asks whether a request and another are of one household, or has that answered with no by Lies.
func proposed(letter string, state household.ProposalState) func(*rig, core.ID) {
	return func(r *rig, id core.ID) {
		p := household.Proposal{
			ID: core.ID(idOf(letter)), Request: id, Other: r.ask("REGEN 28", nil), Grounds: []household.Ground{household.ByPhone}, State: state, Created: r.Clock.Now(),
		}
		if state == household.Rejected {
			p.By, p.Decided = r.staff["lies"].ID, r.Clock.Now()
		}
		r.ok(r.SQL.Households().Update(context.Background(), func(tx household.Tx) error {
			_, err := tx.InsertProposal(p)
			return err
		}))
	}
}

// other sends another request and gives it a locator.
func (r *rig) other(locator string) string {
	r.t.Helper()
	r.Exec(r.t, "UPDATE requests SET locator = $1 WHERE id = $2", locator, string(r.ask("REGEN 28", nil)))
	return locator
}

func (r *rig) merge(id core.ID, locator string) {
	r.t.Helper()
	r.ok(r.homes.Merge(context.Background(), r.staff["karel"].Viewer(), id, api.NewPersonal(locator)))
}

// TestAuditNamesWhoActed (T-56): whatever staff do through these pages stands in the audit once, under the account that did
// it and in no other name; coming in does too.
func TestAuditNamesWhoActed(t *testing.T) {
	r := newRig(t)
	for line, called := range matrix {
		d, known := deeds[line]
		if !known {
			t.Errorf("%s: nobody says what it leaves in the audit", line)
			continue
		}
		who, before := r.staff[d.who].ID, len(r.audited())
		v := r.as(d.who)
		wantAudit(t, d.who+" comes in", r.audited()[before:], who, "account.signed-in")

		id, form := r.ask("KOALA 42", nil), called.form
		if d.before != nil {
			d.before(r, id)
		}
		if d.form != nil {
			form = d.form
		}
		second, _ := r.seconds(line, id, id)
		where := target(line, string(id), second)
		if d.path != nil {
			where = d.path(r)
		}
		before = len(r.audited())
		if code := v.carry(line, where, string(id), second, form, d.file); code >= http.StatusBadRequest {
			t.Errorf("%s by %s: %d", line, d.who, code)
		}
		entries := r.audited()[before:]
		if line == "POST /onthaal/zoeken" || strings.Contains(line, "/gezin/") { // one for each request that it touches
			entries = slices.CompactFunc(entries, func(a, b audit.Entry) bool {
				return a.Actor == b.Actor && a.Action == b.Action && a.Subject != b.Subject
			})
		}
		wantAudit(t, line, entries, who, d.action)
	}
	r.VerifyAudit(t, 0, "")
}

// carry carries a line out, with a file where it wants one.
func (v *visitor) carry(line, where, object, second string, form []string, file string) int {
	switch {
	case file != "":
		return v.upload(where, file).Code
	case where != target(line, object, second):
		return v.post(where).Code
	}
	code, _ := v.call(line, object, second, form)
	return code
}

// audited is the whole audit.
func (r *rig) audited() (entries []audit.Entry) {
	r.t.Helper()
	r.ok(r.SQL.Audit(context.Background(), func(from audit.Reader) error {
		return from.EachAudit(func(e audit.Entry) error {
			entries = append(entries, e)
			return nil
		})
	}))
	return entries
}

// wantAudit holds new entries to one of an account; to none when there is no action.
func wantAudit(t *testing.T, what string, entries []audit.Entry, who core.ID, action audit.Action) {
	t.Helper()
	if action == "" {
		if len(entries) > 0 {
			t.Errorf("%s: leaves %q", what, entries[0].Action)
		}
		return
	}
	if len(entries) != 1 || entries[0].Actor != who || entries[0].Action != action {
		t.Errorf("%s: the audit has %+v, want one %q by %s", what, entries, action, who)
	}
}
