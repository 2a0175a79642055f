package staff_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
)

const cookieName = "__Host-onthaal"

// cookie is the session cookie that an answer sets, nil for none.
func cookie(answer *httptest.ResponseRecorder) *http.Cookie {
	for _, one := range answer.Result().Cookies() {
		if one.Name == cookieName {
			return one
		}
	}
	return nil
}

// held is the visitor's cookie value.
func (v *visitor) held() string {
	at, _ := url.Parse(site + "/onthaal/")
	for _, one := range v.jar.Cookies(at) {
		if one.Name == cookieName {
			return one.Value
		}
	}
	return ""
}

// with is another browser that holds the same cookie value, as a thief would.
func (v *visitor) with(value string) *visitor {
	thief := v.r.visitor()
	at, _ := url.Parse(site + "/onthaal/")
	thief.jar.SetCookies(at, []*http.Cookie{{Name: cookieName, Value: value, Path: "/", Secure: true}})
	return thief
}

// inside reports whether the visitor still sees the queue.
func (v *visitor) inside() bool { return v.get("/onthaal/rij").Code == http.StatusOK }

// TestSessionCookie (T-14): the browser keeps it to this host, to HTTPS and out of scripts, and it is new at sign-in.
func TestSessionCookie(t *testing.T) {
	r := newRig(t)
	v := r.visitor()
	v.post("/onthaal/taal", "taal", "fr", "naar", "/onthaal/aanmelden") // a session before signing in
	planted := v.held()
	answer := v.signIn("amira", "amira-wachtwoord")
	c := cookie(answer)
	if c == nil || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 || !c.Expires.IsZero() {
		t.Fatalf("the cookie is %v", c)
	}
	if len(c.Value) < 22 || planted == "" || c.Value == planted {
		t.Errorf("the token is not new at sign-in")
	}
	if v.with(planted).inside() {
		t.Error("the token from before signing in opens the session")
	}
	if !v.inside() {
		t.Error("the new token does not")
	}
}

// TestSessionEnds (T-15): 15 minutes without a request, or 8 hours in all, whatever the browser does.
func TestSessionEnds(t *testing.T) {
	t.Run("idle", func(t *testing.T) {
		r := newRig(t)
		v := r.as("amira")
		r.Clock.Add(14 * time.Minute)
		if !v.inside() {
			t.Fatal("ended too soon")
		}
		r.Clock.Add(14 * time.Minute)
		if !v.inside() {
			t.Fatal("a request did not keep it")
		}
		r.Clock.Add(15 * time.Minute)
		if v.inside() {
			t.Error("still open after 15 idle minutes")
		}
	})
	t.Run("a page that refreshes itself keeps nobody", func(t *testing.T) {
		r := newRig(t)
		v := r.as("amira")
		v.header.Set("Wijkloket-Background", "1")
		for range 14 {
			r.Clock.Add(time.Minute)
			if !v.inside() {
				t.Fatal("ended too soon")
			}
		}
		r.Clock.Add(time.Minute)
		if v.inside() {
			t.Error("refreshing in the background kept the session")
		}
	})
	t.Run("someone who reads or types stays", func(t *testing.T) {
		r := newRig(t)
		v := r.as("amira")
		for range 5 {
			r.Clock.Add(10 * time.Minute)
			if answer := v.post("/onthaal/aanwezig"); answer.Code != http.StatusNoContent {
				t.Fatalf("after a sign of life: %d", answer.Code)
			}
		}
		if !v.inside() {
			t.Error("signs of life did not keep the session")
		}
	})
	t.Run("a working day", func(t *testing.T) {
		r := newRig(t)
		v := r.as("amira")
		for range 48 {
			r.Clock.Add(10*time.Minute - time.Second)
			if !v.inside() {
				t.Fatal("ended too soon")
			}
		}
		r.Clock.Add(time.Minute)
		if v.inside() {
			t.Error("still open after 8 hours")
		}
	})
}

// TestOldCookieIsRefused (T-16): after signing out, disabling and a new password, within one request.
func TestOldCookieIsRefused(t *testing.T) {
	for name, end := range map[string]func(r *rig, v *visitor){
		"signed out": func(_ *rig, v *visitor) { v.post("/onthaal/afmelden") },
		"disabled": func(r *rig, _ *visitor) {
			r.as("bea").post("/onthaal/accounts/" + string(r.staff["amira"].ID) + "/uitschakelen")
		},
		"a new password": func(r *rig, _ *visitor) {
			r.Clock.Add(time.Second)
			answer := r.as("bea").post("/onthaal/accounts/"+string(r.staff["amira"].ID)+"/wachtwoord", "wachtwoord", "vier gewone woorden samen")
			if answer.Code != http.StatusSeeOther {
				r.t.Fatalf("the password was not set: %d", answer.Code)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			v := r.as("amira")
			old := v.held()
			if !v.inside() {
				t.Fatal("not signed in")
			}
			end(r, v)
			if v.with(old).inside() {
				t.Error("the old cookie still opens the pages")
			}
		})
	}
}

// TestRoleActsAtOnce (T-5): an open session has the new role and team on its very next request.
func TestRoleActsAtOnce(t *testing.T) {
	r := newRig(t)
	r.ask("KOALA 42", nil)
	v := r.as("amira")
	has(t, text(v.get("/onthaal/rij")), "KOALA 42")
	r.ok(r.Accounts.SetPlace(t.Context(), r.staff["amira"].ID, account.Worker, "zuid"))
	lacks(t, text(v.get("/onthaal/rij")), "KOALA 42")
	r.ok(r.Accounts.SetPlace(t.Context(), r.staff["amira"].ID, account.Admin, ""))
	if answer := v.get("/onthaal/rij"); answer.Code != http.StatusForbidden {
		t.Errorf("an administrator sees a queue: %d", answer.Code)
	}
}

// TestSignIn: the same answer for an unknown name, a wrong password and a disabled account (T-11); what was typed comes
// back, the password never.
func TestSignIn(t *testing.T) {
	r := newRig(t)
	r.ok(r.Accounts.Disable(t.Context(), r.staff["jonas"].ID, true))
	pages := map[string]string{}
	for _, username := range []string{"amira", "nobody", "jonas"} {
		v := r.visitor()
		password := "not the right one"
		if username == "jonas" {
			password = "jonas-wachtwoord"
		}
		answer := v.signIn(username, password)
		if answer.Code != http.StatusUnprocessableEntity || v.inside() {
			t.Errorf("%s: %d", username, answer.Code)
		}
		page := text(answer)
		has(t, page, `value="`+username+`"`, `role="alert"`)
		lacks(t, page, password)
		pages[strings.ReplaceAll(page, `value="`+username+`"`, "")] = username
	}
	if len(pages) != 1 {
		t.Error("the answers can be told apart")
	}
}

// TestTooManySignIns: the limit is told calmly, and someone elsewhere still gets in (T-12).
func TestTooManySignIns(t *testing.T) {
	r := newRig(t)
	v := r.visitor()
	code, page := 0, ""
	for range 8 {
		answer := v.signIn("amira", "wrong")
		code, page = answer.Code, text(answer)
	}
	if code != http.StatusTooManyRequests {
		t.Fatalf("no limit: %d", code)
	}
	has(t, page, "Wacht even")
	if answer := r.visitor().signIn("jonas", "jonas-wachtwoord"); answer.Code != http.StatusSeeOther {
		t.Errorf("a colleague at the same desk: %d", answer.Code)
	}
}

// TestSignInLeadsBack to the page that was asked for.
func TestSignInLeadsBack(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	v := r.visitor()
	page := v.follow(v.get(path(id)))
	has(t, page, `value="`+path(id)+`"`)
	answer := v.post("/onthaal/aanmelden", "gebruiker", "amira", "wachtwoord", "amira-wachtwoord", "naar", path(id))
	has(t, v.follow(answer), "KOALA 42")
	answer = r.visitor().post("/onthaal/aanmelden", "gebruiker", "amira", "wachtwoord", "amira-wachtwoord", "naar", "https://elsewhere.test")
	if to := answer.Header().Get("Location"); to != "/onthaal/" {
		t.Errorf("signing in leads to %q", to)
	}
}

// TestLanguageIsKept in the session, through signing in and out.
func TestLanguageIsKept(t *testing.T) {
	r := newRig(t)
	v := r.as("amira")
	has(t, text(v.get("/onthaal/rij")), `<html lang="nl"`)
	page := v.follow(v.post("/onthaal/taal", "taal", "fr", "naar", "/onthaal/rij?wie=mij"))
	has(t, page, `<html lang="fr"`, "Vous n’avez rien d’ouvert")
	has(t, v.follow(v.post("/onthaal/afmelden")), `<html lang="fr"`)
	v.post("/onthaal/taal", "taal", "ar", "naar", "/onthaal/") // not a language of these pages
	has(t, text(v.get("/onthaal/aanmelden")), `<html lang="fr"`)
}
