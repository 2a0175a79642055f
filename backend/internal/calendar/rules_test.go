package calendar_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

func TestTheRulesOfTheCity(t *testing.T) {
	r := cityRules(t)
	if r.Hold != 8*time.Minute || r.CoolDown != 10*time.Minute || r.Horizon != 60*24*time.Hour || r.Notice[calendar.Visit] != 24*time.Hour ||
		r.Length[calendar.Phone] != 30*time.Minute || r.Longer != 30*time.Minute || r.Offered != 3 {
		t.Errorf("%+v", r)
	}
}

func TestRulesRefuseWhatCannotBe(t *testing.T) {
	good := string(asset(t, "calendar.yaml"))
	tests := map[string]struct{ old, new, want string }{
		"no YAML":                {good, "kinds: [", "calendar.yaml"},
		"empty":                  {good, "", "longer_minutes is missing"},
		"a word of no meaning":   {"hold_minutes", "hold_seconds", "hold_seconds"},
		"twice":                  {"hold_minutes: 8", "hold_minutes: 8\nhold_minutes: 9", "hold_minutes"},
		"no number":              {"hold_minutes: 8", "hold_minutes: soon", "calendar.yaml"},
		"missing":                {"hold_minutes: 8", "", "hold_minutes is missing"},
		"hold of nothing":        {"hold_minutes: 8", "hold_minutes: 0", "hold_minutes is 0"},
		"below zero":             {"cool_down_minutes: 10", "cool_down_minutes: -1", "cool_down_minutes is -1"},
		"too far":                {"horizon_days: 60", "horizon_days: 600", "horizon_days is 600"},
		"no whole quarters":      {"buffer_minutes: 15", "buffer_minutes: 10", "buffer_minutes is 10"},
		"a grid across the hour": {"grid_minutes: 30", "grid_minutes: 45", "grid_minutes"},
		"no length":              {"minutes: 60, notice_hours: 24", "minutes: 0, notice_hours: 24", "visit: minutes is 0"},
		"no notice":              {"minutes: 60, notice_hours: 24", "minutes: 60", "visit: notice_hours is missing"},
		"another kind":           {"  phone: {", "  video: {", "video"},
		"none offered":           {"count: 3", "count: 0", "offer: count is 0"},
		"a way of days":          {"marke: 17, zuidelijke-rand: 27", "marke: 1700, zuidelijke-rand: 27", "between noord and marke is 1700"},
		"a way that is missing":  {"noord: 8, zuid: 10", "zuid: 10", "between noord and centrum is missing"},
		"a way that is twice":    {"noord: {zuid", "noord: {centrum: 9, zuid", "between noord and centrum stands there twice"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, test.old, test.new, 1)
			if text == good {
				t.Fatal("nothing was changed")
			}
			if _, err := calendar.ReadRules([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// TestTheTravelTableKnowsEveryTeam: all areas of the directory are on it, so that no visit counts as to an unknown place.
func TestTheTravelTableKnowsEveryTeam(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := calendar.ReadRules(bytes.Replace(asset(t, "calendar.yaml"), []byte("unknown: 30"), []byte("unknown: 120"), 1))
	if err != nil {
		t.Fatal(err)
	}
	rules.Days = everyDay{}
	for _, one := range d.Teams() {
		if one.Kind != directory.KindWijkteam {
			continue
		}
		plan := calendar.Plan{
			Weekly: []calendar.Weekly{{Worker: amira, Day: time.Thursday, From: hm(10, 0), To: hm(14, 0), Kind: calendar.Visit}},
			Busy:   []calendar.Busy{{Worker: amira, From: at(t, "2026-11-26 09:00"), To: at(t, "2026-11-26 10:00"), Kind: calendar.Visit, Area: "centrum"}},
		}
		ask := calendar.Ask{Kind: calendar.Visit, Area: string(one.ID), Workers: []core.ID{amira}, Now: at(t, "2026-11-24 10:00"), Until: at(t, "2026-11-27 00:00")}
		// A quarter of buffer and at most 29 minutes on the way; from an unknown place it would be 12:30.
		if slots := rules.Free(plan, ask); len(slots) == 0 || slots[0].Start.After(at(t, "2026-11-26 11:00")) {
			t.Errorf("%s: the first is %v", one.ID, local(slots[:min(1, len(slots))]))
		}
	}
}

func TestCells(t *testing.T) {
	rules := cityRules(t)
	zero := at(t, "2026-11-26 09:00").Unix() / 900
	tests := map[string]struct {
		start       string
		length      time.Duration
		first, last int64
	}{
		"an hour and its buffer": {"2026-11-26 09:00", time.Hour, 0, 4},
		"half an hour":           {"2026-11-26 09:30", 30 * time.Minute, 2, 4},
		"begun in a cell":        {"2026-11-26 09:20", time.Hour, 1, 6},
		"a second too long":      {"2026-11-26 09:00", time.Hour + time.Second, 0, 5},
	}
	for name, test := range tests {
		start := at(t, test.start)
		if first, last := rules.Cells(start, start.Add(test.length)); first-zero != test.first || last-zero != test.last {
			t.Errorf("%s: %d to %d, want %d to %d", name, first-zero, last-zero, test.first, test.last)
		}
	}
	if first, last := rules.Cells(time.Unix(-900, 0), time.Unix(0, 0)); first != -1 || last != 0 {
		t.Errorf("before 1970: %d to %d", first, last)
	}
}

func TestEarliest(t *testing.T) {
	rules := cityRules(t)
	tests := map[string]struct {
		kind      calendar.Kind
		now, want string
	}{
		"a talk today":                      {calendar.Talk, "2026-11-26 09:10", "2026-11-26 11:10"},
		"a visit tomorrow":                  {calendar.Visit, "2026-11-26 09:10", "2026-11-27 09:10"},
		"a visit asked on Friday":           {calendar.Visit, "2026-11-27 17:00", "2026-11-30 17:00"},
		"a visit asked on Saturday":         {calendar.Visit, "2026-11-28 11:00", "2026-12-01 00:00"},
		"a talk asked on Sunday":            {calendar.Talk, "2026-11-29 23:59", "2026-11-30 02:00"},
		"a visit before Easter":             {calendar.Visit, "2027-03-26 10:00", "2027-03-30 10:00"},
		"a visit over the change in autumn": {calendar.Visit, "2026-10-23 16:00", "2026-10-26 16:00"},
	}
	for name, test := range tests {
		if got := rules.Earliest(test.kind, at(t, test.now)); !got.Equal(at(t, test.want)) {
			t.Errorf("%s: %v, want %s", name, got.In(core.Brussels), test.want)
		}
	}
	rules.Days = never{}
	if got, now := rules.Earliest(calendar.Talk, at(t, "2026-11-26 09:00")), at(t, "2026-11-26 09:00"); got.Sub(now) <= rules.Horizon {
		t.Errorf("nobody ever works, and %v is early enough", got)
	}
}

type never struct{}

func (never) Workday(time.Time) bool { return false }

func TestDates(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-11-26": true, "2028-02-29": true, "2020-01-01": true, "2099-12-31": true,
		"": false, "2027-02-29": false, "2026-11-31": false, "2026-13-01": false, "2026-00-10": false, "26-11-2026": false,
		"2026-1-1": false, "2206-11-26": false, "1999-12-31": false, "2026-11-26T10:00": false, " 2026-11-26": false, "٢٠٢٦-١١-٢٦": false,
	} {
		date, err := calendar.ParseDate(text)
		if (err == nil) != want || want && string(date) != text || !want && date != "" {
			t.Errorf("%q: %q, %v", text, date, err)
		}
	}
	if got := calendar.DateOf(at(t, "2026-11-26 00:00")); got != "2026-11-26" {
		t.Errorf("midnight is of %s", got)
	}
	if noon := calendar.Date("2026-10-25").Noon(); !noon.Equal(at(t, "2026-10-25 12:00")) {
		t.Errorf("noon is %v", noon)
	}
	if !calendar.Date("2026-02-30").Noon().IsZero() {
		t.Error("a day that is not has a noon")
	}
}
