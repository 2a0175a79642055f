package calendar_test

import (
	"io/fs"
	"testing"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

func asset(t testing.TB, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(assets.Files, "data/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// centres are the teams of the centres that these tests speak of.
var centres = map[string]string{"overleie": "noord", "v-tex": "centrum", "marke": "marke", "kortrijk-noord": "noord", "lange-munte": "zuid", "rollegem": "zuidelijke-rand"}

func cityRules(t testing.TB) *calendar.Rules {
	t.Helper()
	rules, err := calendar.ReadRules(asset(t, "calendar.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	days, err := request.ReadCalendar(asset(t, "promise.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	rules.Days, rules.Team = days, func(place string) string { return centres[place] }
	return rules
}

// at reads a local moment: "2026-11-26 09:00".
func at(t testing.TB, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, core.Brussels)
	if err != nil {
		t.Fatal(err)
	}
	return moment.UTC()
}

// local writes slots as a person reads them.
func local(slots []calendar.Slot) []string {
	var out []string
	for _, s := range slots {
		out = append(out, s.Start.In(core.Brussels).Format("Mon 01-02 15:04"))
	}
	return out
}

func hm(hour, minute int) int { return hour*60 + minute }

func talks(worker core.ID, day time.Weekday, from, to int) calendar.Weekly {
	return calendar.Weekly{Worker: worker, Day: day, From: from, To: to, Kind: calendar.Talk, Centre: "overleie"}
}
