package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// cell is what one role gets from one route.
type cell struct{ lies, amira, karel, bea int }

// The answers of the table below, for an object of the own team.
const (
	ok    = http.StatusOK
	goes  = http.StatusSeeOther
	never = http.StatusForbidden
	noway = http.StatusUnprocessableEntity // let in, and then the form is wrong: no password, no first name
	empty = http.StatusNoContent
	late  = http.StatusConflict // let in, and then there is nothing to take back
	none  = http.StatusNotFound // let in, and then there is no such proposal
	gone  = http.StatusNotFound
	fault = http.StatusBadRequest // let in, and then there is no file
)

// matrix is who may come in where, written down apart from the code (T-1, T-2). ID stands for a request, ACCOUNT for an account,
// KEPT for a worker whose hours are kept, TASK for a call, ABSENT for nothing.
var matrix = map[string]struct {
	cell
	form []string // for a POST
}{
	"GET /onthaal/":                               {cell: cell{goes, goes, goes, goes}},
	"GET /onthaal/aanmelden":                      {cell: cell{goes, goes, goes, goes}},
	"GET /onthaal/hulp":                           {cell: cell{ok, ok, ok, ok}},
	"POST /onthaal/taal":                          {cell: cell{goes, goes, goes, goes}, form: []string{"taal", "fr", "naar", "/onthaal/"}},
	"POST /onthaal/aanwezig":                      {cell: cell{empty, empty, empty, empty}},
	"GET /onthaal/rij":                            {cell: cell{ok, ok, ok, never}},
	"GET /onthaal/daglijst":                       {cell: cell{ok, ok, ok, never}},
	"GET /onthaal/zoeken":                         {cell: cell{ok, ok, ok, never}},
	"POST /onthaal/zoeken":                        {cell: cell{ok, ok, ok, never}, form: []string{"zoek", "KOALA 42"}},
	"GET /onthaal/aanvraag/ID":                    {cell: cell{ok, ok, ok, never}},
	"POST /onthaal/aanvraag/ID/nemen":             {cell: cell{never, goes, goes, never}, form: []string{"versie", "V"}},
	"POST /onthaal/aanvraag/ID/teruggeven":        {cell: cell{goes, goes, goes, never}, form: []string{"versie", "V"}},
	"POST /onthaal/aanvraag/ID/toewijzen":         {cell: cell{goes, never, goes, never}, form: []string{"versie", "V", "wie", "WORKER"}},
	"POST /onthaal/aanvraag/ID/notitie":           {cell: cell{goes, goes, goes, never}, form: []string{"notitie", "Belde terug."}},
	"POST /onthaal/aanvraag/ID/recht":             {cell: cell{goes, goes, goes, never}, form: []string{"recht", "leefloon", "van", "open", "uitkomst", "asked"}},
	"POST /onthaal/aanvraag/ID/stap":              {cell: cell{goes, goes, goes, never}, form: []string{"versie", "V", "naar", "contacted"}},
	"POST /onthaal/aanvraag/ID/ongedaan":          {cell: cell{late, late, late, never}, form: []string{"versie", "V"}},
	"POST /onthaal/aanvraag/ID/doorgeven":         {cell: cell{goes, goes, goes, never}, form: []string{"versie", "V", "team", "zuid", "reden", "Verhuisd."}},
	"POST /onthaal/aanvraag/ID/gezin/ja":          {cell: cell{none, none, none, never}, form: []string{"voorstel", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
	"POST /onthaal/aanvraag/ID/gezin/nee":         {cell: cell{none, none, none, never}, form: []string{"voorstel", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
	"POST /onthaal/aanvraag/ID/gezin/toch":        {cell: cell{none, none, none, never}, form: []string{"voorstel", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
	"POST /onthaal/aanvraag/ID/gezin/samen":       {cell: cell{noway, noway, noway, never}, form: []string{"code", "ZZZZZZ"}},
	"POST /onthaal/aanvraag/ID/gezin/uit":         {cell: cell{late, late, late, never}},
	"GET /onthaal/accounts":                       {cell: cell{never, never, never, ok}},
	"POST /onthaal/accounts":                      {cell: cell{never, never, never, noway}, form: []string{"gebruiker", "nieuw"}},
	"GET /onthaal/accounts/ACCOUNT":               {cell: cell{never, never, never, ok}},
	"POST /onthaal/accounts/ACCOUNT/inschakelen":  {cell: cell{never, never, never, goes}},
	"POST /onthaal/accounts/ACCOUNT/uitschakelen": {cell: cell{never, never, never, goes}},
	"POST /onthaal/accounts/ACCOUNT/wachtwoord":   {cell: cell{never, never, never, noway}, form: []string{"wachtwoord", "kort"}},
	"GET /onthaal/centra":                         {cell: cell{never, never, ok, ok}},
	"POST /onthaal/centra/sluiting":               {cell: cell{never, never, noway, noway}, form: []string{"centrum", "overleie", "eerste", "2026-12-02", "laatste", "2026-12-01"}},
	"POST /onthaal/centra/sluiting/ABSENT/weg":    {cell: cell{never, never, gone, gone}},

	"GET /onthaal/aanvraag/ID/afspraak":    {cell: cell{ok, ok, ok, never}},
	"POST /onthaal/aanvraag/ID/afspraak":   {cell: cell{goes, never, goes, never}, form: []string{"versie", "V", "soort", "phone", "wie", "WORKER", "doe", "vrij", "dag", "DAY", "uur", "10:00"}},
	"POST /onthaal/aanvraag/ID/afzeggen":   {cell: cell{late, late, late, never}, form: []string{"versie", "V"}},
	"POST /onthaal/aanvraag/ID/akkoord":    {cell: cell{late, late, late, never}, form: []string{"versie", "V"}},
	"GET /onthaal/aanvraag/ID/brief":       {cell: cell{never, never, never, never}}, // there is no appointment yet
	"POST /onthaal/aanvraag/ID/verbeteren": {cell: cell{goes, goes, goes, never}, form: []string{"versie", "V", "straat", "Overleiestraat", "nummer", "12", "postcode", "8500", "onderwerp-money", "ja", "reden", "Verhuisd."}},
	"GET /onthaal/agenda":                  {cell: cell{ok, ok, ok, never}},
	"GET /onthaal/bellen":                  {cell: cell{ok, ok, ok, never}},
	"POST /onthaal/bellen/TASK/gedaan":     {cell: cell{goes, goes, goes, never}, form: []string{"versie", "1"}},
	"POST /onthaal/bellen/TASK/ongedaan":   {cell: cell{goes, goes, goes, never}, form: []string{"versie", "1"}},

	"GET /onthaal/agenda/tijden":                   {cell: cell{never, goes, goes, never}},
	"GET /onthaal/agenda/tijden/KEPT":              {cell: cell{never, ok, ok, never}},
	"POST /onthaal/agenda/tijden/KEPT/blok":        {cell: cell{never, noway, noway, never}, form: []string{"dag", "1", "van", "12:00", "tot", "09:00", "soort", "phone"}},
	"POST /onthaal/agenda/tijden/KEPT/blok-weg":    {cell: cell{never, goes, goes, never}, form: []string{"weg", "x"}},
	"POST /onthaal/agenda/tijden/KEPT/dag":         {cell: cell{never, noway, noway, never}, form: []string{"dag", "2026-02-30", "van", "09:00", "tot", "12:00", "soort", "vrij"}},
	"POST /onthaal/agenda/tijden/KEPT/dag-weg":     {cell: cell{never, goes, goes, never}, form: []string{"weg", "x"}},
	"POST /onthaal/agenda/tijden/KEPT/afwezig":     {cell: cell{never, noway, noway, never}, form: []string{"eerste", "2026-12-02", "laatste", "2026-12-01"}},
	"POST /onthaal/agenda/tijden/KEPT/afwezig-weg": {cell: cell{never, goes, goes, never}, form: []string{"weg", "x"}},
	"POST /onthaal/agenda/tijden/KEPT/bestand":     {cell: cell{never, fault, fault, never}},
	"POST /onthaal/agenda/tijden/KEPT/bestand-weg": {cell: cell{never, goes, goes, never}},
	"POST /onthaal/agenda/tijden/KEPT/werk":        {cell: cell{never, never, noway, never}, form: []string{"taal-nl", "ja", "deel", "200"}},
	"POST /onthaal/agenda/feed":                    {cell: cell{never, ok, ok, never}},
	"POST /onthaal/agenda/feed-weg":                {cell: cell{never, goes, goes, never}},
}

// absent is an ID of nothing.
const absent = "aaaaaaaaaaaaaaaaaaaaaaaaaa"

// target is the address of a line for its objects.
func target(line, object, second string) string {
	_, path, _ := strings.Cut(line, " ")
	return strings.NewReplacer("/ID", "/"+object, "ACCOUNT", second, "KEPT", second, "TASK", second, "ABSENT", absent).Replace(path)
}

func (c cell) of(username string) int {
	return map[string]int{"lies": c.lies, "amira": c.amira, "karel": c.karel, "bea": c.bea}[username]
}

// call carries out a line of the matrix on an object.
func (v *visitor) call(line, object, second string, form []string) (int, string) {
	method, _, _ := strings.Cut(line, " ")
	if method == http.MethodGet {
		answer := v.get(target(line, object, second))
		return answer.Code, text(answer)
	}
	filled := append([]string{}, form...)
	for i, value := range filled {
		switch value {
		case "V":
			filled[i] = version(v.r, core.ID(object))
		case "WORKER":
			filled[i] = string(v.r.staff["jonas"].ID)
		case "DAY":
			filled[i] = morning.AddDate(0, 0, v.r.sent).Format("2006-01-02")
		}
	}
	answer := v.post(target(line, object, second), filled...)
	return answer.Code, text(answer)
}

// seconds are the second object of a line: of the own team, and of another.
func (r *rig) seconds(line string, own, foreign core.ID) (mine, theirs string) {
	switch {
	case strings.Contains(line, "KEPT"):
		return string(r.staff["amira"].ID), string(r.staff["zoe"].ID)
	case strings.Contains(line, "TASK"):
		return string(r.tasks.ring(own, "KOALA 42", notify.Call, morning, morning.Add(time.Hour))), string(r.tasks.ring(foreign, "ELDERS 1", notify.Call, morning, morning.Add(time.Hour)))
	}
	return string(r.staff["zoe"].ID), absent
}

// TestPermissionMatrix walks every role over every route with an object of the own team, of another team, and one that does
// not exist. Another team's object answers as one that does not exist, in status and in every byte of the body (T-2).
func TestPermissionMatrix(t *testing.T) {
	r := newRig(t)
	foreign := r.ask("ELDERS 1", func(n *api.NewRequest) { n.Kiosk = "de-conde" })
	cells := 0
	for _, username := range []string{"lies", "amira", "karel", "bea"} {
		v := r.as(username)
		for line, want := range matrix {
			own := r.ask("KOALA 42", nil)
			mine, theirs := r.seconds(line, own, foreign)
			code, _ := v.call(line, string(own), mine, want.form)
			if code != want.of(username) {
				t.Errorf("%s: %s: %d, want %d", username, line, code, want.of(username))
			}
			cells++
			if target(line, "", "") == target(line, "x", "x") {
				continue
			}
			before := r.stored(foreign)
			foreignCode, foreignBody := v.call(line, string(foreign), theirs, want.form)
			absentCode, absentBody := v.call(line, absent, absent, want.form)
			wrongCode, wrongBody := v.call(line, "x'--", "x'--", want.form)
			if foreignCode != absentCode || foreignBody != absentBody || wrongCode != absentCode || wrongBody != absentBody {
				t.Errorf("%s: %s: foreign %d, absent %d, no ID %d", username, line, foreignCode, absentCode, wrongCode)
			}
			if absentCode != http.StatusNotFound && absentCode != http.StatusForbidden {
				t.Errorf("%s: %s: absent answers %d", username, line, absentCode)
			}
			if after := r.stored(foreign); after.Version != before.Version || after.Team != before.Team {
				t.Errorf("%s: %s: changed a foreign request", username, line)
			}
			cells += 3
		}
	}
	t.Logf("%d cells", cells)
}

// TestNobodySignedIn: every page but sign-in and help leads to signing in, and nothing happens.
func TestNobodySignedIn(t *testing.T) {
	r := newRig(t)
	own := r.ask("KOALA 42", nil)
	v := r.visitor()
	for line, want := range matrix {
		if line == "GET /onthaal/aanmelden" || line == "GET /onthaal/hulp" || line == "POST /onthaal/taal" {
			continue
		}
		where := target(line, string(own), string(r.staff["zoe"].ID))
		answer := v.get(where)
		if strings.HasPrefix(line, http.MethodPost) {
			answer = v.post(where, want.form...)
		}
		if answer.Code != goes || !strings.HasPrefix(answer.Header().Get("Location"), "/onthaal/aanmelden") {
			t.Errorf("%s: %d to %q", line, answer.Code, answer.Header().Get("Location"))
		}
		if strings.Contains(text(answer), "KOALA") {
			t.Errorf("%s shows something", line)
		}
	}
	if r.version(own) != 1 {
		t.Error("something changed")
	}
}

// TestCrossSiteFormsAreRefused: another site's form does nothing, whoever is signed in (CSRF).
func TestCrossSiteFormsAreRefused(t *testing.T) {
	r := newRig(t)
	own := r.ask("KOALA 42", nil)
	for _, username := range []string{"karel", "bea"} {
		v := r.as(username)
		v.header.Set("Origin", "https://elsewhere.test")
		v.header.Set("Sec-Fetch-Site", "cross-site")
		for line, want := range matrix {
			if !strings.HasPrefix(line, http.MethodPost) {
				continue
			}
			if code, body := v.call(line, string(own), string(r.staff["zoe"].ID), want.form); code != never || !strings.Contains(body, "andere website") {
				t.Errorf("%s: %s: %d", username, line, code)
			}
		}
		if answer := v.post("/onthaal/afmelden"); answer.Code != never {
			t.Errorf("another site signs out: %d", answer.Code)
		}
	}
	if zoe, _ := r.Accounts.ByID(t.Context(), r.staff["zoe"].ID); r.version(own) != 1 || zoe.Disabled {
		t.Error("something changed")
	}
}
