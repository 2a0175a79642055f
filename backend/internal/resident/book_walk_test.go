package resident_test

import (
	"strings"
	"testing"

	"wijkloket/backend/api"
)

// TestBookMoveCancel is the whole way in a real browser, with its scripts and without: an hour is chosen, moved to another day
// and place on the phone, and given up; no address on the way tells where or when.
func TestBookMoveCancel(t *testing.T) {
	for name, scripts := range map[string]bool{"nl": true, "ar": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			g := r.glass(t, name)
			g.scripts(scripts)
			g.open("/?lang=" + name)
			g.tap("a.pillar.help", "/talk/place")
			g.tap("button[value=centre]", "/talk/centre")
			g.tap("button[value=overleie]", "/talk/time")
			g.tap("button.tile[name=time]", "/talk/channel")
			g.tap(".back", "/talk/time")
			g.tap("a[href='/talk/time/all']", "/talk/time/all")
			g.tap(".pages .after", "/talk/time/all")
			g.tap(".day button", "/talk/channel") // another one than before
			if held := r.diary.holding(); len(held) != 1 || held[0] != "2026-11-27T08:00:00Z" {
				t.Fatalf("held: %v", held)
			}
			g.tap("button[value=none]", "/talk/review")
			g.tap("form.send button", "/done")
			g.tap("form[action='/end'] button", "/")
			g.open("/a")
			g.enter("#codefield", rightCode, mine)
			g.says("09:00")
			g.tap("a[href$='/place']", mine+"/place")
			g.tap("button[value=marke]", mine+"/time")
			g.tap("a[href$='/all']", mine+"/time/all")
			g.tap(".day + .day button:last-child", mine)
			g.says("15:00")
			if a := r.desk.status.Appointment; a.Centre != "marke" || !a.Start.Equal(hour(1, 1)) {
				t.Fatalf("it stands in %s at %v", a.Centre, a.Start)
			}
			g.back()
			g.wait(mine + "/time/all")
			g.open(mine)
			g.tap("a[href$='/cancel']", mine+"/cancel")
			g.tap("button.strong", mine)
			if status := r.desk.status; status.State != api.StateCancelled || status.Appointment.State != api.AppointmentCancelled {
				t.Errorf("it is %s, and the appointment %s", status.State, status.Appointment.State)
			}
		})
	}
}

// says insists on a text of the page.
func (g *glass) says(text string) {
	g.t.Helper()
	if shown := g.text(); !strings.Contains(shown, text) {
		g.t.Fatalf("%s does not say %q:\n%s", g.path(), text, shown)
	}
}
