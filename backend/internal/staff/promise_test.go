package staff_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/pagetest"
)

// november is a moment of the week of the tests, in Kortrijk.
func november(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, core.Brussels)
}

// escalateAt lets the promise clock look at a moment.
func (r *rig) escalateAt(at time.Time) {
	r.t.Helper()
	r.Clock.Set(at)
	_, err := r.Requests.Escalate(r.t.Context())
	r.ok(err)
}

// TestPromisesBeforePeople: the line says with whom it is, the title and the menu count it for whoever was told, the lead's
// page begins with the lead's, the history has it, and all of it is over when the promise is kept.
func TestPromisesBeforePeople(t *testing.T) {
	r := newRig(t)
	r.Clock.Set(november(23, 9, 0))
	id := r.ask("KOALA 42", nil) // by Thursday
	r.Clock.Set(november(20, 9, 0))
	r.ask("ZWALUW 7", nil) // by Wednesday
	page := func(who string) string { return text(r.as(who).get("/onthaal/rij")) }

	r.escalateAt(november(25, 9, 0))
	has(t, page("lies"), `told-desk">bij de balie`, "<title>2 dringend · Wat nu te doen is")
	for _, who := range []string{"karel", "amira"} {
		has(t, page(who), `told-desk">bij de balie`, "<title>Wat nu te doen is", `id="urgent" class="count" hidden`)
		lacks(t, page(who), "told-lead", "Eerst dit")
	}

	r.escalateAt(november(26, 12, 0))
	has(t, page("lies"), `told-lead">bij de teamverantwoordelijke`, "<title>2 dringend ·")
	lacks(t, page("lies"), "Eerst dit")
	has(t, page("karel"), "Eerst dit: voor jou", "<title>2 dringend ·")
	if karel := page("karel"); strings.Index(karel, "Eerst dit: voor jou") > strings.Index(karel, "KOALA 42") || strings.Contains(karel, "Belofte voorbij") {
		t.Error("the lead's page does not begin with the lead's")
	}
	has(t, text(r.as("karel").get(path(id))), "<b>Wijkloket</b> zette de vraag bij de balie", "<b>Wijkloket</b> zette de vraag bij de teamverantwoordelijke")

	r.move("karel", id, api.StateContacted)
	has(t, page("karel"), "<title>1 dringend ·")
	if strings.Count(page("lies"), "told-lead") != 1 {
		t.Error("a promise that is kept still is before people")
	}
}

// TestPromisesComeLive: an open page at the desk counts it in title and menu without being loaded again.
func TestPromisesComeLive(t *testing.T) {
	r := newRig(t)
	r.Clock.Set(november(23, 9, 0))
	r.ask("KOALA 42", nil)
	r.Clock.Set(november(25, 8, 58))
	base, tab := r.listen(), pagetest.Browser(t)
	signIn(t, tab, base, "lies")
	pagetest.Until(t, tab, `!document.getElementById("line-state").hidden && document.getElementById("urgent").hidden`)
	r.escalateAt(november(25, 9, 0))
	pagetest.Until(t, tab, `document.title.startsWith("1 dringend") && document.querySelector(".menu #urgent").innerText.startsWith("1")`)
	if said := pagetest.JS[string](t, tab, `document.getElementById("say").textContent`); said != "1 vraag is veranderd." {
		t.Errorf("a screen reader hears %q (A-34)", said)
	}
}
