package calendar_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

const amira, bram core.ID = "amira", "bram"

// TestFree: one worker with talks on Thursday morning in Overleie, seen from Wednesday 25 November 2026, 10:00.
func TestFree(t *testing.T) {
	rules := cityRules(t)
	thursday := talks(amira, time.Thursday, hm(9, 0), hm(12, 0))
	busy := func(from, to string, kind calendar.Kind) calendar.Busy {
		return calendar.Busy{Worker: amira, From: at(t, "2026-11-26 "+from), To: at(t, "2026-11-26 "+to), Kind: kind}
	}
	everything := []string{"Thu 11-26 09:00", "Thu 11-26 09:30", "Thu 11-26 10:00", "Thu 11-26 10:30", "Thu 11-26 11:00"}
	tests := map[string]struct {
		change func(*calendar.Plan, *calendar.Ask)
		want   []string
	}{
		"the pattern":                {func(*calendar.Plan, *calendar.Ask) {}, everything},
		"nobody asked for is nobody": {func(_ *calendar.Plan, a *calendar.Ask) { a.Workers = nil }, nil},
		"another worker's pattern":   {func(_ *calendar.Plan, a *calendar.Ask) { a.Workers = []core.ID{bram} }, nil},
		"another kind":               {func(_ *calendar.Plan, a *calendar.Ask) { a.Kind = calendar.Phone }, nil},
		"the centre asked for":       {func(_ *calendar.Plan, a *calendar.Ask) { a.Centre = "overleie" }, everything},
		"another centre":             {func(_ *calendar.Plan, a *calendar.Ask) { a.Centre = "v-tex" }, nil},
		"with an interpreter":        {func(_ *calendar.Plan, a *calendar.Ask) { a.Longer = true }, everything[:4]},
		"an own length":              {func(_ *calendar.Plan, a *calendar.Ask) { a.Length = 2 * time.Hour }, everything[:3]},
		"a length that cannot be":    {func(_ *calendar.Plan, a *calendar.Ask) { a.Length = 9 * time.Hour }, nil},
		"a negative length":          {func(_ *calendar.Plan, a *calendar.Ask) { a.Length = -time.Hour }, nil},
		"from and until": {func(_ *calendar.Plan, a *calendar.Ask) {
			a.From, a.Until = at(t, "2026-11-26 09:30"), at(t, "2026-11-26 10:30")
		}, everything[1:3]},
		"notice":                 {func(_ *calendar.Plan, a *calendar.Ask) { a.Now = at(t, "2026-11-26 08:01") }, everything[3:]},
		"a minute before notice": {func(_ *calendar.Plan, a *calendar.Ask) { a.Now = at(t, "2026-11-26 08:00") }, everything[2:]},
		"starts later":           {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].Since = "2026-11-27" }, nil},
		"starts that day":        {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].Since = "2026-11-26" }, everything},
		"ended before":           {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].Until = "2026-11-25" }, nil},
		"ends that day":          {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].Until = "2026-11-26" }, everything},
		"a date that is none":    {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].Until = "2026-11-31" }, nil},
		"blocks that touch are one": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Weekly[0].To = hm(10, 15)
			p.Weekly = append(p.Weekly, talks(amira, time.Thursday, hm(10, 15), hm(12, 0)))
		}, everything},
		"blocks that overlap are one": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Weekly = append(p.Weekly, talks(amira, time.Thursday, hm(8, 0), hm(10, 0)))
		}, append([]string{"Thu 11-26 08:00", "Thu 11-26 08:30"}, everything...)},
		"an odd beginning": {func(p *calendar.Plan, _ *calendar.Ask) { p.Weekly[0].From = hm(9, 10) }, everything[1:]},
		"off in the middle": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Exceptions = []calendar.Exception{{Worker: amira, On: "2026-11-26", From: hm(10, 0), To: hm(10, 30), Off: true}}
		}, []string{everything[0], everything[3], everything[4]}},
		"off on another day": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Exceptions = []calendar.Exception{{Worker: amira, On: "2026-11-27", From: 0, To: hm(24, 0), Off: true}}
		}, everything},
		"off all day, with an extra block, in either order": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Exceptions = []calendar.Exception{
				{Worker: amira, On: "2026-11-26", From: hm(14, 0), To: hm(15, 30), Kind: calendar.Talk, Centre: "v-tex"},
				{Worker: amira, On: "2026-11-26", From: 0, To: hm(24, 0), Off: true},
			}
		}, []string{"Thu 11-26 14:00", "Thu 11-26 14:30"}},
		"an extra block of another kind": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Exceptions = []calendar.Exception{{Worker: amira, On: "2026-11-26", From: hm(14, 0), To: hm(15, 0), Kind: calendar.Phone}}
		}, everything},
		"away, last day": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Absences = []calendar.Absence{{Worker: amira, First: "2026-11-20", Last: "2026-11-26"}}
		}, nil},
		"back again": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Absences = []calendar.Absence{{Worker: amira, First: "2026-11-20", Last: "2026-11-25"}}
		}, everything},
		"a colleague away": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Absences = []calendar.Absence{{Worker: bram, First: "2026-11-20", Last: "2026-11-30"}}
		}, everything},
		"the centre is closed": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Closures = []calendar.Closure{{Centre: "overleie", First: "2026-11-26", Last: "2026-11-26"}}
		}, nil},
		"another centre is closed": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Closures = []calendar.Closure{{Centre: "v-tex", First: "2026-11-26", Last: "2026-11-26"}}
		}, everything},
		"all is closed": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Closures = []calendar.Closure{{First: "2026-11-23", Last: "2026-11-29"}}
		}, nil},
		"an appointment, with both buffers": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Busy = []calendar.Busy{busy("09:00", "10:00", calendar.Talk)}
		}, everything[3:]},
		"an appointment after, with the buffer before it": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Busy = []calendar.Busy{busy("11:00", "12:00", calendar.Talk)}
		}, everything[:2]},
		"an imported event needs no buffer after it": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Busy = []calendar.Busy{busy("09:00", "10:00", "")}
		}, everything[2:]},
		"an imported event of days": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Busy = []calendar.Busy{{Worker: amira, From: at(t, "2026-11-01 00:00"), To: at(t, "2026-11-26 10:20")}}
		}, everything[3:]},
		"a colleague's appointment": {func(p *calendar.Plan, _ *calendar.Ask) {
			p.Busy = []calendar.Busy{{Worker: bram, From: at(t, "2026-11-26 09:00"), To: at(t, "2026-11-26 12:00"), Kind: calendar.Talk}}
		}, everything},
		"a visit before, with the way back": {func(p *calendar.Plan, _ *calendar.Ask) {
			visit := busy("08:00", "09:00", calendar.Visit) // 15 minutes of buffer, 27 from Rollegem to Overleie: 09:42
			visit.Area = "rollegem"
			p.Busy = []calendar.Busy{visit}
		}, everything[2:]},
		"a visit after, with the way there": {func(p *calendar.Plan, _ *calendar.Ask) {
			visit := busy("12:00", "13:00", calendar.Visit) // a talk must end at 11:45 less 27 minutes
			visit.Area = "rollegem"
			p.Busy = []calendar.Busy{visit}
		}, everything[:3]},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			plan := calendar.Plan{Weekly: []calendar.Weekly{thursday}}
			ask := calendar.Ask{Kind: calendar.Talk, Workers: []core.ID{amira}, Now: at(t, "2026-11-25 10:00"), Until: at(t, "2026-11-29 00:00")}
			test.change(&plan, &ask)
			if diff := cmp.Diff(test.want, local(rules.Free(plan, ask))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDays: which days are offered at all, with one talk on every day of the week at ten.
func TestDays(t *testing.T) {
	rules := cityRules(t)
	var plan calendar.Plan
	for day := time.Sunday; day <= time.Saturday; day++ {
		plan.Weekly = append(plan.Weekly, talks(amira, day, hm(10, 0), hm(11, 0)))
	}
	tests := map[string]struct {
		now, until string
		want       []string
	}{
		"a week":                         {"2026-11-20 12:00", "2026-11-28 00:00", []string{"Mon 11-23 10:00", "Tue 11-24 10:00", "Wed 11-25 10:00", "Thu 11-26 10:00", "Fri 11-27 10:00"}},
		"Christmas and the day after it": {"2026-12-23 12:00", "2026-12-30 00:00", []string{"Thu 12-24 10:00", "Mon 12-28 10:00", "Tue 12-29 10:00"}},
		"Easter Monday":                  {"2027-03-25 12:00", "2027-04-01 00:00", []string{"Fri 03-26 10:00", "Tue 03-30 10:00", "Wed 03-31 10:00"}},
		"11 November 2027, a Thursday":   {"2027-11-09 12:00", "2027-11-13 00:00", []string{"Wed 11-10 10:00", "Fri 11-12 10:00"}},
		"21 July 2027, a Wednesday":      {"2027-07-19 12:00", "2027-07-23 00:00", []string{"Tue 07-20 10:00", "Thu 07-22 10:00"}},
		"the last day of the horizon":    {"2026-10-01 10:00", "2027-10-01 00:00", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			slots := rules.Free(plan, calendar.Ask{Kind: calendar.Talk, Workers: []core.ID{amira}, Now: at(t, test.now), Until: at(t, test.until)})
			if test.want == nil { // 60 days of 24 hours, and an hour less of winter time: 30 November at nine
				if last := local(slots)[len(slots)-1]; last != "Fri 11-27 10:00" {
					t.Errorf("the last is %s", last)
				}
				return
			}
			if diff := cmp.Diff(test.want, local(slots)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// everyDay is a calendar without closed days: the clocks change on Sundays.
type everyDay struct{}

func (everyDay) Workday(time.Time) bool { return true }

// TestClocksChange: the nights of 25 October 2026 (three o'clock becomes two) and 28 March 2027 (two becomes three).
func TestClocksChange(t *testing.T) {
	rules := cityRules(t)
	rules.Days = everyDay{}
	tests := map[string]struct {
		now, day string
		from, to int
		length   time.Duration
		want     []string // in UTC
	}{
		"autumn, by day":                       {"2026-10-24 12:00", "2026-10-25", hm(9, 0), hm(10, 30), time.Hour, []string{"08:00", "08:30"}},
		"spring, by day":                       {"2027-03-27 12:00", "2027-03-28", hm(9, 0), hm(10, 30), time.Hour, []string{"07:00", "07:30"}},
		"autumn, no hour is offered twice":     {"2026-10-24 12:00", "2026-10-25", hm(1, 0), hm(4, 0), time.Hour, []string{"23:00", "23:30", "00:00", "00:30", "02:00"}},
		"autumn, until half past two":          {"2026-10-24 12:00", "2026-10-25", hm(1, 0), hm(2, 30), time.Hour, []string{"23:00", "23:30"}},
		"autumn, from half past two":           {"2026-10-24 12:00", "2026-10-25", hm(2, 30), hm(4, 0), 30 * time.Minute, []string{"00:30", "02:00", "02:30"}},
		"spring, the hour that is not":         {"2027-03-27 12:00", "2027-03-28", hm(2, 0), hm(3, 0), 30 * time.Minute, nil},
		"spring, across the hour that is not":  {"2027-03-27 12:00", "2027-03-28", hm(1, 0), hm(4, 0), time.Hour, []string{"00:00", "00:30", "01:00"}},
		"spring, from an hour that is not":     {"2027-03-27 12:00", "2027-03-28", hm(2, 30), hm(4, 0), time.Hour, []string{"01:00"}},
		"spring, the whole day ends in summer": {"2027-03-27 12:00", "2027-03-28", hm(23, 0), hm(24, 0), time.Hour, []string{"21:00"}},
		"autumn, the whole day ends in winter": {"2026-10-24 12:00", "2026-10-25", hm(23, 0), hm(24, 0), time.Hour, []string{"22:00"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			date := calendar.Date(test.day)
			plan := calendar.Plan{Weekly: []calendar.Weekly{{Worker: amira, Day: time.Sunday, From: test.from, To: test.to, Kind: calendar.Phone, Since: date, Until: date}}}
			slots := rules.Free(plan, calendar.Ask{Kind: calendar.Phone, Workers: []core.ID{amira}, Now: at(t, test.now), Length: test.length})
			var got []string
			for _, s := range slots {
				got = append(got, s.Start.Format("15:04"))
				if s.End.Sub(s.Start) != test.length || calendar.DateOf(s.Start) != date {
					t.Errorf("%v to %v", s.Start, s.End)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTheFirstWhoIsFree: a moment is offered once, with the worker who comes first in routing's order.
func TestTheFirstWhoIsFree(t *testing.T) {
	rules := cityRules(t)
	plan := calendar.Plan{
		Weekly: []calendar.Weekly{talks(amira, time.Thursday, hm(9, 0), hm(10, 30)), talks(bram, time.Thursday, hm(9, 30), hm(11, 30))},
		Busy:   []calendar.Busy{{Worker: amira, From: at(t, "2026-11-26 10:45"), To: at(t, "2026-11-26 11:00"), Kind: calendar.Phone}},
	}
	ask := calendar.Ask{Kind: calendar.Talk, Workers: []core.ID{bram, amira, bram}, Now: at(t, "2026-11-25 10:00"), Until: at(t, "2026-11-27 00:00")}
	var got []string
	for _, s := range rules.Free(plan, ask) {
		got = append(got, s.Start.In(core.Brussels).Format("15:04 ")+string(s.Worker))
	}
	if diff := cmp.Diff([]string{"09:00 amira", "09:30 bram", "10:00 bram", "10:30 bram"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestVisits: the way from and to what lies before and after, and the days on which the worker is there anyway.
func TestVisits(t *testing.T) {
	rules := cityRules(t)
	plan := calendar.Plan{Weekly: []calendar.Weekly{
		talks(amira, time.Thursday, hm(8, 0), hm(10, 0)),
		{Worker: amira, Day: time.Thursday, From: hm(10, 0), To: hm(15, 0), Kind: calendar.Visit},
	}}
	talk := calendar.Busy{Worker: amira, From: at(t, "2026-11-26 09:00"), To: at(t, "2026-11-26 10:00"), Kind: calendar.Talk}
	visit := calendar.Busy{Worker: amira, From: at(t, "2026-11-26 13:00"), To: at(t, "2026-11-26 14:00"), Kind: calendar.Visit, Area: "rollegem"}
	plan.Busy = []calendar.Busy{visit, talk}
	tests := map[string]struct {
		area string
		want []string
		near bool
	}{
		// From Overleie: free at 10:15. To Rollegem: there at 13:00; from it: free at 14:15.
		"same area as the centre":       {"kortrijk-noord", []string{"Thu 11-26 10:30", "Thu 11-26 11:00"}, false}, // 8 minutes; 12:00 + 15 + 27
		"same area as the next":         {"rollegem", []string{"Thu 11-26 11:00", "Thu 11-26 11:30"}, true},        // 27 minutes; 12:30 + 15 + 14
		"a third":                       {"lange-munte", []string{"Thu 11-26 10:30", "Thu 11-26 11:00"}, false},    // 13 and 20: 11:30 would end at 12:30 + 15 + 20
		"a place that we do not know":   {"kuurne", []string{"Thu 11-26 11:00"}, false},                            // 30 and 30
		"a visit without an area is so": {"", []string{"Thu 11-26 11:00"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ask := calendar.Ask{Kind: calendar.Visit, Area: test.area, Workers: []core.ID{amira}, Now: at(t, "2026-11-24 10:00"), Until: at(t, "2026-11-27 00:00")}
			slots := rules.Free(plan, ask)
			if diff := cmp.Diff(test.want, local(slots)); diff != "" {
				t.Error(diff)
			}
			for _, s := range slots {
				if s.Near != test.near {
					t.Errorf("%v: near is %v", s.Start, s.Near)
				}
			}
		})
	}
}

// TestTheWayFromTheCentreOfTheHour: who works in two centres on one day leaves from the one of that hour.
func TestTheWayFromTheCentreOfTheHour(t *testing.T) {
	rules := cityRules(t)
	rules.Grid = 15 * time.Minute
	marke := talks(amira, time.Thursday, hm(11, 0), hm(12, 0))
	marke.Centre = "marke"
	for taken, want := range map[string]string{"10:00": "11:30", "11:00": "12:45"} { // to Overleie's area: 8 minutes from there, 17 from Marke
		start := at(t, "2026-11-26 "+taken)
		plan := calendar.Plan{
			Weekly: []calendar.Weekly{
				talks(amira, time.Thursday, hm(10, 0), hm(11, 0)), marke,
				{Worker: amira, Day: time.Thursday, From: hm(11, 0), To: hm(16, 0), Kind: calendar.Visit},
			},
			Busy: []calendar.Busy{{Worker: amira, From: start, To: start.Add(time.Hour), Kind: calendar.Talk}},
		}
		ask := calendar.Ask{Kind: calendar.Visit, Area: "kortrijk-noord", Workers: []core.ID{amira}, Now: at(t, "2026-11-24 10:00"), Until: at(t, "2026-11-27 00:00")}
		slots := rules.Free(plan, ask)
		if got := slots[0].Start.In(core.Brussels).Format("15:04"); got != want {
			t.Errorf("after %s: %s, want %s", taken, got, want)
		}
	}
}

// TestFits: why a moment cannot be.
func TestFits(t *testing.T) {
	rules := cityRules(t)
	plan := calendar.Plan{
		Weekly: []calendar.Weekly{talks(amira, time.Thursday, hm(9, 0), hm(12, 0)), talks(amira, time.Sunday, hm(9, 0), hm(12, 0))},
		Busy: []calendar.Busy{
			{Worker: amira, From: at(t, "2026-12-03 09:00"), To: at(t, "2026-12-03 10:00"), Kind: calendar.Talk},
			{Worker: amira, From: at(t, "2026-12-03 12:00"), To: at(t, "2026-12-03 13:00"), Kind: calendar.Visit, Area: "rollegem"},
		},
	}
	ask := calendar.Ask{Kind: calendar.Talk, Now: at(t, "2026-11-26 08:30")}
	tests := map[string]struct{ start, want string }{
		"free":                {"2026-11-26 11:00", ""},
		"past":                {"2026-11-26 08:00", "refuse.slot.past"},
		"a year ago":          {"2025-11-27 09:00", "refuse.slot.past"},
		"within notice":       {"2026-11-26 10:00", "refuse.slot.notice"},
		"beyond the horizon":  {"2027-01-28 09:00", "refuse.slot.horizon"},
		"in a thousand years": {"3026-01-28 09:00", "refuse.slot.horizon"},
		"not on the grid":     {"2026-11-26 10:50", "refuse.slot.closed"},
		"too late that day":   {"2026-11-26 11:30", "refuse.slot.closed"},
		"another day":         {"2026-11-27 09:00", "refuse.slot.closed"},
		"Sunday":              {"2026-11-29 09:00", "refuse.slot.closed"},
		"taken":               {"2026-12-03 09:30", "refuse.slot.taken"},
		"taken by a buffer":   {"2026-12-03 10:00", "refuse.slot.taken"},
		"the way there":       {"2026-12-03 10:30", "refuse.slot.travel"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			slot, err := rules.Fits(plan, ask, amira, at(t, test.start))
			var got string
			if err != nil {
				got = err.(*core.Error).Reason.Key
			} else if !slot.Start.Equal(at(t, test.start)) || slot.Worker != amira || slot.Centre != "overleie" {
				t.Errorf("%+v", slot)
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
