package guide_test

import (
	"slices"
	"testing"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
)

// TestGranted: nobody is promised that something comes by itself to whom it may not come, and of what nobody can get nothing is said.
func TestGranted(t *testing.T) {
	right := func(granted string) rights.Right { return rights.Right{ValidFrom: "2024-01-01", Granted: granted} }
	ended := right("by-itself")
	ended.ValidUntil = "2025-12-31"
	for _, c := range []struct {
		right    rights.Right
		standing guide.Standing
		want     string
	}{
		{right("by-itself"), guide.Have, "check.granted.by-itself"},
		{right("by-itself"), guide.Likely, "check.granted.by-itself"},
		{right("by-itself"), guide.Ask, "check.granted.whoever"},
		{right("by-itself"), guide.Unclear, "check.granted.whoever"},
		{right("by-itself"), guide.Unlikely, "check.granted.whoever"},
		{right("by-itself"), "", "check.granted.whoever"},
		{right("ocmw"), guide.Unlikely, "check.granted.ocmw"},
		{right("on-request"), "", "check.granted.on-request"},
		{right(""), guide.Info, ""},
		{ended, guide.Info, ""},
	} {
		if got := guide.Granted(c.right, "2026-11-21", c.standing, keys{}); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.right.Granted, c.standing, got, c.want)
		}
	}
}

// TestChoices: every question of the city is picked from a list or typed, and only the age is typed.
func TestChoices(t *testing.T) {
	for _, q := range cityRules(t).Questions() {
		choices := guide.Choices(q)
		if guide.Typed(q) != (q.ID == "V1") || guide.Typed(q) != (len(choices) == 0) {
			t.Errorf("%s is typed: %v, and picked from %v", q.ID, guide.Typed(q), choices)
		}
		if q.ID == "V4" && (choices[0] != "0" || len(choices) != q.Max+1) {
			t.Errorf("children are picked from %v", choices)
		}
	}
}

// TestDomainIcons: every life domain of the city has a drawing of its own, and one that nobody drew has one too.
func TestDomainIcons(t *testing.T) {
	seen := map[string]string{}
	for _, right := range cityRules(t).Rights() {
		icon := guide.DomainIcon(right.Domain)
		if other := seen[icon]; other != "" && other != right.Domain || icon == guide.DomainIcon("new") || !slices.Contains(guide.DomainIcons(), icon) {
			t.Errorf("%s is drawn as %q, like %q", right.Domain, icon, other)
		}
		seen[icon] = right.Domain
	}
	if !slices.Contains(guide.DomainIcons(), guide.DomainIcon("new")) {
		t.Error("a domain without a drawing has none")
	}
}
