package staff

import (
	"strings"
	"testing"

	"wijkloket/backend/internal/account"
)

// TestRouteWithoutPermissionStopsStartUp (T-1).
func TestRouteWithoutPermissionStopsStartUp(t *testing.T) {
	for name, routes := range map[string][]route{
		"none":    {{pattern: "GET /onthaal/forgotten"}},
		"unknown": {{pattern: "GET /onthaal/forgotten", needs: "read-quue"}},
		"one of":  {{pattern: "GET /onthaal/fine", needs: anyone}, {pattern: "GET /onthaal/forgotten"}},
	} {
		err := check(routes)
		if err == nil || !strings.Contains(err.Error(), "forgotten") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := check((&Staff{}).routes()); err != nil {
		t.Error(err)
	}
}

// TestNobodyMayDoEverything: the administrator reads no request, and nobody else runs the house (T-18).
func TestNobodyMayDoEverything(t *testing.T) {
	for _, p := range []permission{readQueue, takeWork, giveWork} {
		if p.allows(account.Admin) {
			t.Errorf("an administrator may %s", p)
		}
	}
	for _, role := range []account.Role{account.Reception, account.Worker, account.Lead, "", "root"} {
		if administer.allows(role) {
			t.Errorf("%q may administer", role)
		}
	}
}

// TestOwnPage: signing in never leads to another site.
func TestOwnPage(t *testing.T) {
	for path, want := range map[string]string{
		"/onthaal/rij?wie=mij":        "/onthaal/rij?wie=mij",
		"":                            root,
		"/":                           root,
		"https://elsewhere.test/":     root,
		"//elsewhere.test/onthaal/":   root,
		"/\\elsewhere.test":           root,
		"/onthaal/\\..\\x":            root,
		"/onthaal/x\r\nSet-Cookie: a": root,
		"/onthaal/%zz":                root,
		"javascript:alert(1)":         root,
		"/onthaal/../admin":           root,
	} {
		if got := ownPage(path); got != want {
			t.Errorf("ownPage(%q) = %q, want %q", path, got, want)
		}
	}
}
