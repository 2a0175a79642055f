package calendar_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

// TestOffer: out of some moments from Thursday 26 November on, those that a person would want to hear.
func TestOffer(t *testing.T) {
	rules := cityRules(t)
	const thuNine, thuTen, thuThree, friNine, friTwelve, monNine, monTwo, wedSix = "2026-11-26 09:00", "2026-11-26 10:00",
		"2026-11-26 15:00", "2026-11-27 09:00", "2026-11-27 12:00", "2026-11-30 09:00", "2026-11-30 14:00", "2026-12-02 18:00"
	everything := []string{thuNine, thuTen, thuThree, friNine, friTwelve, monNine, monTwo, wedSix}
	tests := map[string]struct {
		free   []string
		near   []string
		n      int
		prefer []api.DayPart
		want   []string
	}{
		"nothing":                              {nil, nil, 3, nil, nil},
		"fewer than wanted":                    {[]string{thuNine, friNine}, nil, 3, nil, []string{thuNine, friNine}},
		"soon, other days, other parts":        {everything, nil, 3, nil, []string{thuNine, friTwelve, monTwo}},
		"as many as the rules say":             {everything, nil, 0, nil, []string{thuNine, friTwelve, monTwo}},
		"one":                                  {everything, nil, 1, nil, []string{thuNine}},
		"one day only":                         {[]string{thuNine, thuTen, thuThree}, nil, 2, nil, []string{thuNine, thuThree}},
		"mornings":                             {everything, nil, 3, []api.DayPart{api.Morning}, []string{thuNine, friNine, monNine}},
		"evenings, then the soonest":           {everything, nil, 2, []api.DayPart{api.Evening}, []string{thuNine, wedSix}},
		"afternoon or noon":                    {everything, nil, 2, []api.DayPart{api.Noon, api.Afternoon}, []string{thuThree, friTwelve}},
		"the worker is there on Monday anyway": {everything, []string{monNine}, 1, nil, []string{monNine}},
		"too late for being there anyway":      {everything, []string{wedSix}, 1, nil, []string{thuNine}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var slots []calendar.Slot
			for _, start := range test.free {
				slots = append(slots, calendar.Slot{Start: at(t, start), Near: slices.Contains(test.near, start)})
			}
			var got []string
			for _, s := range rules.Offer(slots, test.n, test.prefer) {
				got = append(got, s.Start.In(core.Brussels).Format("2006-01-02 15:04"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParts(t *testing.T) {
	for clock, want := range map[string]api.DayPart{
		"2026-11-26 11:59": api.Morning, "2026-11-26 12:00": api.Noon, "2026-11-26 13:59": api.Noon, "2026-11-26 14:00": api.Afternoon,
		"2026-07-01 16:59": api.Afternoon, "2026-07-01 17:00": api.Evening,
	} {
		if got := calendar.Part(at(t, clock)); got != want {
			t.Errorf("%s is %s", clock, got)
		}
	}
}

// BenchmarkOffer picks three out of a year of talks.
func BenchmarkOffer(b *testing.B) {
	rules, plan, ask := year(b)
	slots := rules.Free(plan, ask)
	b.ReportAllocs()
	for b.Loop() {
		rules.Offer(slots, 3, []api.DayPart{api.Evening})
	}
	b.ReportMetric(float64(len(slots)), "slots")
}

// BenchmarkFreeYear: every free talk of a year with a team of twelve, seven of whom hold talks. The goal is 10 ms.
func BenchmarkFreeYear(b *testing.B) {
	for _, kind := range []calendar.Kind{calendar.Talk, calendar.Visit} {
		b.Run(string(kind), func(b *testing.B) {
			rules, plan, ask := year(b)
			ask.Kind = kind
			if kind == calendar.Visit {
				ask.Area = "kortrijk-noord"
			}
			slots := rules.Free(plan, ask)
			b.ReportAllocs()
			for b.Loop() {
				slots = rules.AppendFree(slots[:0], plan, ask)
			}
			b.ReportMetric(float64(len(slots)), "slots")
		})
	}
}

// BenchmarkFits is the judgement inside a booking, over a year's plan of the team.
func BenchmarkFits(b *testing.B) {
	rules, plan, ask := year(b)
	slots := rules.Free(plan, ask)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		slot := slots[i%len(slots)]
		if _, err := rules.Fits(plan, ask, slot.Worker, slot.Start); err != nil {
			b.Fatal(err)
		}
	}
}

// year is a team of twelve with seven patterns, a year ahead with 1,500 times taken, some absences and a closure.
func year(b *testing.B) (*calendar.Rules, calendar.Plan, calendar.Ask) {
	rules := cityRules(b)
	rules.Horizon = 366 * 24 * time.Hour
	plan := calendar.Plan{Closures: []calendar.Closure{{Centre: "overleie", First: "2027-07-12", Last: "2027-07-23"}}}
	ask := calendar.Ask{Kind: calendar.Talk, Now: at(b, "2026-11-26 08:00")}
	teams := []string{"overleie", "v-tex", "marke"}
	for i := range 12 {
		worker := core.ID(rune('a'+i)) + "aaaaaaaaaaaaaaaaaaaaaaaaa"
		ask.Workers = append(ask.Workers, worker)
		plan.Absences = append(plan.Absences, calendar.Absence{Worker: worker, First: "2027-08-02", Last: "2027-08-13"})
		for n := range 125 {
			from := ask.Now.AddDate(0, 0, (n*3+i)%365).Add(time.Duration(n%14) * 30 * time.Minute)
			busy := calendar.Busy{Worker: worker, From: from, To: from.Add(time.Hour), Kind: calendar.Talk}
			if n%3 == 0 {
				busy.Kind, busy.Area = calendar.Visit, areas[n%4]
			}
			plan.Busy = append(plan.Busy, busy)
		}
		if i >= 7 {
			continue
		}
		plan.Exceptions = append(plan.Exceptions, calendar.Exception{Worker: worker, On: "2027-03-02", From: 0, To: hm(24, 0), Off: true})
		for day := time.Monday; day <= time.Friday; day++ {
			w := talks(worker, day, hm(9, 0), hm(12, 0))
			w.Centre = teams[(i+int(day))%3]
			plan.Weekly = append(plan.Weekly, w,
				calendar.Weekly{Worker: worker, Day: day, From: hm(13, 0), To: hm(14, 0), Kind: calendar.Phone},
				calendar.Weekly{Worker: worker, Day: day, From: hm(14, 0), To: hm(17, 0), Kind: calendar.Visit})
		}
	}
	return rules, plan, ask
}
