package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store/storetest"
)

var ctx = context.Background()

const goodPassword = "vier rare paarden dansen"

func open(t testing.TB) *storetest.World { return storetest.Open(t, storetest.SQLite(t)) }

func personal(text string) api.Personal { return api.NewPersonal(text) }

func create(t testing.TB, w *storetest.World, username string) account.Account {
	t.Helper()
	a, err := w.Accounts.Create(ctx, account.New{Username: username, Name: "An Peeters", Role: account.Worker, Team: "noord", Password: personal(goodPassword)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func wantCode(t testing.TB, what string, err error, want api.Code) {
	t.Helper()
	if got := core.CodeOf(err); got != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// TestCreateRefuses: every field by its name, before anything is stored (T-9 for passwords).
func TestCreateRefuses(t *testing.T) {
	w := open(t)
	create(t, w, "an.peeters")
	tests := map[string]struct {
		change func(*account.New)
		field  string
	}{
		"user name with spaces":       {func(n *account.New) { n.Username = "an peeters" }, "username"},
		"user name of one letter":     {func(n *account.New) { n.Username = "a" }, "username"},
		"user name with SQL":          {func(n *account.New) { n.Username = "an';--" }, "username"},
		"taken, in capitals":          {func(n *account.New) { n.Username = "AN.Peeters" }, "username"},
		"no name":                     {func(n *account.New) { n.Name = " " }, "name"},
		"a name that breaks the line": {func(n *account.New) { n.Name = "An\nroot" }, "name"},
		"a long name":                 {func(n *account.New) { n.Name = strings.Repeat("x", 101) }, "name"},
		"unknown role":                {func(n *account.New) { n.Role = "root" }, "role"},
		"unknown team":                {func(n *account.New) { n.Team = "oost" }, "team"},
		"no team":                     {func(n *account.New) { n.Team = "" }, "team"},
		"administrator with a team":   {func(n *account.New) { n.Role = account.Admin }, "team"},
		"short password":              {func(n *account.New) { n.Password = personal("veertien tekens"[:14]) }, "password"},
		"endless password":            {func(n *account.New) { n.Password = personal(strings.Repeat("vier rare ", 21)) }, "password"},
		"common words":                {func(n *account.New) { n.Password = personal("Welkom-Kortrijk-2026!") }, "password"},
		"digits alone":                {func(n *account.New) { n.Password = personal("123456789012345") }, "password"},
		"a word over and over":        {func(n *account.New) { n.Password = personal("paardpaardpaard") }, "password"},
		"few characters":              {func(n *account.New) { n.Password = personal("aabbaabbaabbaabba") }, "password"},
		"the user name and digits":    {func(n *account.New) { n.Username, n.Password = "jan.janssens", personal("jan.janssens2026") }, "password"},
	}
	for name, test := range tests {
		in := account.New{Username: "nieuw", Name: "Nieuw", Role: account.Worker, Team: "noord", Password: personal(goodPassword)}
		test.change(&in)
		_, err := w.Accounts.Create(ctx, in)
		wantCode(t, name, err, api.CodeInvalid)
		var refusal *core.Error
		if !errors.As(err, &refusal) || len(refusal.Fields) != 1 || refusal.Fields[0].Field != test.field {
			t.Errorf("%s: %+v, want field %q", name, refusal, test.field)
		}
	}
	if all, err := w.Accounts.List(ctx); err != nil || len(all) != 1 || all[0].First != "An" {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestSignIn (T-11): wrong names, wrong passwords and closed accounts get one answer; the hash is argon2id with at least 19 MiB,
// two passes (T-9).
func TestSignIn(t *testing.T) {
	w := open(t)
	a, closed := create(t, w, "an"), create(t, w, "bert")
	if err := w.Accounts.Disable(ctx, closed.ID, true); err != nil {
		t.Fatal(err)
	}
	got, err := w.Accounts.SignIn(ctx, " AN ", personal(goodPassword), "desk")
	if err != nil || got.ID != a.ID {
		t.Fatalf("%+v, %v", got, err)
	}
	var first *core.Error
	for name, try := range map[string][2]string{
		"wrong password": {"an", "vier rare paarden danse"}, "unknown name": {"carla", goodPassword}, "closed account": {"bert", goodPassword},
		"nothing": {"", ""}, "a megabyte": {"an", strings.Repeat("x", 1<<20)}, "a name that is a password": {goodPassword, "an"},
	} {
		_, err := w.Accounts.SignIn(ctx, try[0], personal(try[1]), name)
		wantCode(t, name, err, api.CodeForbidden)
		var refusal *core.Error
		if errors.As(err, &refusal); first != nil && (refusal.Reason.Key != first.Reason.Key || len(refusal.Reason.Args) > 0) {
			t.Errorf("%s: says %+v", name, refusal.Reason)
		}
		first = refusal
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM accounts WHERE password LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'`); n != 2 {
		t.Errorf("%d hashes of the wanted strength", n)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM audit WHERE action IN ('account.signed-in', 'account.sign-in-refused')`); n != 7 {
		t.Errorf("%d audit entries of seven tries", n)
	}
	w.VerifyAudit(t, 0, "")
}

// TestAStrangerLocksNobodyOut (T-12, E-48): a thousand wrong tries from one place slow that place down; the owner comes in from
// elsewhere at once, and from the same place within a minute.
func TestAStrangerLocksNobodyOut(t *testing.T) {
	w := open(t)
	create(t, w, "an")
	tried, refused := 0, 0
	for range 1000 {
		_, err := w.Accounts.SignIn(ctx, "an", personal("wrong"), "stranger")
		switch core.CodeOf(err) {
		case api.CodeForbidden:
			tried++
		case api.CodeTooMany:
			refused++
		default:
			t.Fatal(err)
		}
		w.Clock.Add(time.Second)
	}
	if tried > 30 || refused < 900 {
		t.Errorf("%d tries were let through, %d refused", tried, refused)
	}
	if _, err := w.Accounts.SignIn(ctx, "an", personal(goodPassword), "her desk"); err != nil {
		t.Errorf("the owner elsewhere: %v", err)
	}
	w.Clock.Add(time.Minute)
	if _, err := w.Accounts.SignIn(ctx, "an", personal(goodPassword), "stranger"); err != nil {
		t.Errorf("the owner behind the same address after a minute: %v", err)
	}
}

// TestManyNamesFromOnePlace (E-48): trying many names from one place is slowed down too.
func TestManyNamesFromOnePlace(t *testing.T) {
	w := open(t)
	tried := 0
	for i := range 100 {
		_, err := w.Accounts.SignIn(ctx, fmt.Sprint("name", i), personal("wrong"), "stranger")
		if core.CodeOf(err) == api.CodeForbidden {
			tried++
		}
	}
	if tried != 60 {
		t.Errorf("%d of 100 names were tried, want 60", tried)
	}
}

// TestAFloodOfSignIns (E-53): beyond two hashes at work and ten that wait, everybody is asked to come back.
func TestAFloodOfSignIns(t *testing.T) {
	w := open(t)
	var tried, refused atomic.Int32
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			_, err := w.Accounts.SignIn(ctx, "nobody", personal("wrong"), fmt.Sprint("place", i))
			switch core.CodeOf(err) {
			case api.CodeForbidden:
				tried.Add(1)
			case api.CodeTooMany:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if refused.Load() == 0 || tried.Load() < 12 {
		t.Errorf("%d tried, %d asked to come back", tried.Load(), refused.Load())
	}
}

// TestChangesActAtOnce (T-5, T-16).
func TestChangesActAtOnce(t *testing.T) {
	w := open(t)
	a := create(t, w, "an")
	w.Clock.Add(time.Hour)
	if err := w.Accounts.SetPlace(ctx, a.ID, account.Lead, "zuid"); err != nil {
		t.Fatal(err)
	}
	now, err := w.Accounts.ByID(ctx, a.ID)
	if err != nil || now.Role != account.Lead || now.Team != "zuid" {
		t.Errorf("%+v, %v", now, err)
	}
	wantCode(t, "a place that is none", w.Accounts.SetPlace(ctx, a.ID, account.Lead, "oost"), api.CodeInvalid)
	wantCode(t, "a weak password", w.Accounts.SetPassword(ctx, a.ID, personal("welkomwelkomwelkom")), api.CodeInvalid)
	if err := w.Accounts.SetPassword(ctx, a.ID, personal("een heel ander lang wachtwoord")); err != nil {
		t.Fatal(err)
	}
	_, err = w.Accounts.SignIn(ctx, "an", personal(goodPassword), "desk")
	wantCode(t, "the old password", err, api.CodeForbidden)
	now, err = w.Accounts.SignIn(ctx, "an", personal("een heel ander lang wachtwoord"), "desk")
	if err != nil || !now.PasswordSet.Equal(w.Clock.Now()) {
		t.Errorf("the new password: %v, set %v", err, now.PasswordSet)
	}
	for name, err := range map[string]error{
		"disable": w.Accounts.Disable(ctx, "nobody", true), "place": w.Accounts.SetPlace(ctx, "nobody", account.Admin, ""),
		"password": w.Accounts.SetPassword(ctx, "nobody", personal(goodPassword)),
	} {
		wantCode(t, name+" of nobody", err, api.CodeNotFound)
	}
}

// TestChangesSayWho (T-56): each change is one audit entry under the name of who made it.
func TestChangesSayWho(t *testing.T) {
	w := open(t)
	admin, a := w.Staff(t, account.Admin, ""), create(t, w, "an")
	by := account.As(ctx, admin.ID)
	err := errors.Join(w.Accounts.Disable(by, a.ID, true), w.Accounts.Disable(by, a.ID, false), w.Accounts.SetPlace(by, a.ID, account.Lead, "zuid"))
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM audit WHERE actor = $1`:                         3,
		`SELECT COUNT(*) FROM audit WHERE actor = 'system' AND subject <> $1`: 1, // made without a name
	} {
		if got := w.Count(t, query, string(admin.ID)); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	w.VerifyAudit(t, 0, "")
}

// TestWorkers: a team's requests go to its workers and leads, by name, and to nobody who left.
func TestWorkers(t *testing.T) {
	w := open(t)
	left := w.Staff(t, account.Worker, "noord")
	want := []core.ID{w.Staff(t, account.Worker, "noord").ID, w.Staff(t, account.Lead, "noord").ID}
	for _, role := range []account.Role{account.Reception, account.Worker} {
		w.Staff(t, role, "zuid")
	}
	w.Staff(t, account.Reception, "noord")
	if err := w.Accounts.Disable(ctx, left.ID, true); err != nil {
		t.Fatal(err)
	}
	workers, err := w.Accounts.Workers(ctx, "noord")
	if err != nil || len(workers) != 2 || workers[0].Name > workers[1].Name {
		t.Fatalf("%+v, %v", workers, err)
	}
	for _, id := range want {
		if workers[0].ID != id && workers[1].ID != id {
			t.Errorf("%s is missing", id)
		}
	}
	if nobody, err := w.Accounts.Workers(ctx, ""); err != nil || len(nobody) != 0 {
		t.Errorf("without a team: %+v, %v", nobody, err)
	}
}

// TestSetWork: languages, topics and a share that can be; anything else changes nothing, and each change is in the audit.
func TestSetWork(t *testing.T) {
	w := open(t)
	a := create(t, w, "an")
	for name, test := range map[string]struct {
		languages, topics []string
		share             int
		field             string
	}{
		"no language":      {nil, nil, 50, "languages"},
		"unknown language": {[]string{"nl", "tlh"}, nil, 50, "languages"},
		"doubled language": {[]string{"nl", "nl"}, nil, 50, "languages"},
		"unknown topic":    {[]string{"nl"}, []string{"debts"}, 50, "topics"},
		"more than a post": {[]string{"nl"}, nil, 101, "share"},
		"less than none":   {[]string{"nl"}, nil, -1, "share"},
	} {
		err := w.Accounts.SetWork(ctx, a.ID, test.languages, test.topics, test.share)
		var refusal *core.Error
		if !errors.As(err, &refusal) || len(refusal.Fields) != 1 || refusal.Fields[0].Field != test.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Accounts.SetWork(account.As(ctx, a.ID), a.ID, []string{"nl", "ar"}, []string{"money"}, 0); err != nil {
		t.Fatal(err)
	}
	now, err := w.Accounts.ByID(ctx, a.ID)
	if err != nil || fmt.Sprint(now.Languages, now.Topics, now.Share) != "[nl ar] [money] 0" {
		t.Errorf("%+v, %v", now, err)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM audit WHERE action = 'account.changed' AND subject = $1`, string(a.ID)); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	wantCode(t, "of nobody", w.Accounts.SetWork(ctx, "nobody", []string{"nl"}, nil, 100), api.CodeNotFound)
}
