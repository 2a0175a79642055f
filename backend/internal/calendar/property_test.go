package calendar_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

var (
	kinds   = []calendar.Kind{calendar.Talk, calendar.Visit, calendar.Phone}
	workers = []core.ID{amira, bram, "chloe"}
	houses  = []string{"overleie", "v-tex", "marke"}
	areas   = []string{"kortrijk-noord", "lange-munte", "rollegem", "kuurne", ""}
)

// drawn is a plan and an ask over a few days, often across a change of the clocks or a holiday.
type drawn struct {
	plan  calendar.Plan
	ask   calendar.Ask
	until time.Time
}

func draw(t *rapid.T) drawn {
	first := rapid.SampledFrom([]string{"2026-11-24", "2026-10-24", "2027-03-27", "2026-12-24", "2027-07-20", "2028-02-28"}).Draw(t, "first")
	begin, _ := time.ParseInLocation(time.DateOnly, first, core.Brussels)
	day := func(label string) time.Time { return begin.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, label)) }
	date := func(label string) calendar.Date { return calendar.DateOf(day(label)) }
	moment := func(label string, step time.Duration) time.Time {
		return begin.Add(time.Duration(rapid.Int64Range(0, int64(4*24*time.Hour/step)).Draw(t, label)) * step).UTC()
	}
	who := func() core.ID { return rapid.SampledFrom(workers).Draw(t, "worker") }
	hours := func() (from, to int) {
		from = rapid.IntRange(0, 92).Draw(t, "from") * 15
		return from, min(from+rapid.IntRange(1, 32).Draw(t, "long")*15+rapid.SampledFrom([]int{0, 0, 0, 5}).Draw(t, "odd"), 24*60)
	}
	maybe := func(label string) calendar.Date {
		if rapid.IntRange(0, 4).Draw(t, label+"?") > 0 {
			return ""
		}
		return date(label)
	}
	var d drawn
	for range rapid.IntRange(1, 10).Draw(t, "weekly") {
		w := calendar.Weekly{Worker: who(), Day: day("weekday").Weekday(), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Since: maybe("since"), Until: maybe("until")}
		w.From, w.To = hours()
		if w.Kind == calendar.Talk {
			w.Centre = rapid.SampledFrom(houses).Draw(t, "centre")
		}
		if w.Since != "" && w.Until != "" && w.Since > w.Until {
			w.Since, w.Until = w.Until, w.Since
		}
		d.plan.Weekly = append(d.plan.Weekly, w)
	}
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		e := calendar.Exception{Worker: who(), On: date("on"), Off: rapid.Bool().Draw(t, "off"), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Centre: rapid.SampledFrom(houses).Draw(t, "centre")}
		e.From, e.To = hours()
		d.plan.Exceptions = append(d.plan.Exceptions, e)
	}
	if rapid.IntRange(0, 4).Draw(t, "away?") == 0 {
		d.plan.Absences = []calendar.Absence{{Worker: who(), First: date("day"), Last: "2029-01-01"}}
	}
	if rapid.IntRange(0, 4).Draw(t, "closed?") == 0 {
		day := date("day")
		d.plan.Closures = []calendar.Closure{{Centre: rapid.SampledFrom(append(houses, "")).Draw(t, "centre"), First: day, Last: day}}
	}
	for range rapid.IntRange(0, 10).Draw(t, "busy") {
		b := calendar.Busy{Worker: who(), From: moment("from", time.Minute), Kind: rapid.SampledFrom(append(kinds, "")).Draw(t, "kind")}
		b.To = b.From.Add(rapid.SampledFrom([]time.Duration{time.Hour, 20 * time.Minute, 30*time.Minute + time.Second, 30 * time.Hour}).Draw(t, "takes"))
		if b.Kind == calendar.Visit {
			b.Area = rapid.SampledFrom(areas).Draw(t, "area")
		}
		d.plan.Busy = append(d.plan.Busy, b)
	}
	d.until = begin.AddDate(0, 0, 4).UTC()
	d.ask = calendar.Ask{
		Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Workers: rapid.Permutation(workers).Draw(t, "order"),
		Now: begin.Add(time.Duration(rapid.IntRange(-24*60*60, 24*60*60).Draw(t, "now")) * time.Second).UTC(), Until: d.until,
		Longer: rapid.Bool().Draw(t, "longer"), Length: rapid.SampledFrom([]time.Duration{0, 0, 45 * time.Minute}).Draw(t, "length"),
	}
	switch d.ask.Kind {
	case calendar.Talk:
		d.ask.Centre = rapid.SampledFrom(append(houses, "", "")).Draw(t, "centre")
	case calendar.Visit:
		d.ask.Area = rapid.SampledFrom(areas).Draw(t, "area")
	}
	if rapid.Bool().Draw(t, "from?") {
		d.ask.From = moment("from", time.Minute)
	}
	return d
}

// TestFreeIsWhatThePlainReadingSays: the same slots, with the same worker and centre, as minute by minute.
func TestFreeIsWhatThePlainReadingSays(t *testing.T) {
	rules, text := cityRules(t), asset(t, "calendar.yaml")
	city := rules.Days
	rapid.Check(t, func(t2 *rapid.T) {
		d := draw(t2)
		rules.Days = rapid.SampledFrom([]calendar.Workdays{city, everyDay{}, everyDay{}}).Draw(t2, "days")
		want := newSlow(t, text, rules, d.plan, d.ask).free(d.until)
		got := rules.Free(d.plan, d.ask)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t2.Fatal(diff)
		}
	})
}

// TestEveryFreeSlotFits, and what the plain reading does not give never fits.
func TestEveryFreeSlotFits(t *testing.T) {
	rules := cityRules(t)
	rules.Days = everyDay{}
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		slots := rules.Free(d.plan, d.ask)
		starts := map[time.Time]bool{}
		for i, s := range slots {
			got, err := rules.Fits(d.plan, d.ask, s.Worker, s.Start)
			if err != nil || got != s {
				t.Fatalf("%+v does not fit: %+v, %v", s, got, err)
			}
			if i > 0 && !slots[i-1].Start.Before(s.Start) {
				t.Fatalf("%v after %v", s.Start, slots[i-1].Start)
			}
			if s.Start.Before(d.ask.Now) {
				t.Fatalf("%v is past", s.Start)
			}
			for _, b := range d.plan.Busy {
				if b.Worker == s.Worker && b.From.Before(s.End) && s.Start.Before(b.To) {
					t.Fatalf("%+v overlaps %+v", s, b)
				}
			}
			starts[s.Start] = true
		}
		for start := d.ask.Now.Truncate(15 * time.Minute); start.Before(d.until); start = start.Add(15 * time.Minute) {
			for _, worker := range d.ask.Workers {
				if _, err := rules.Fits(d.plan, d.ask, worker, start); err == nil && !starts[start] {
					t.Fatalf("%s at %v fits and is not free", worker, start)
				}
			}
		}
	})
}

// TestABookedSlotKeepsItsCells: whoever books what is free never meets a cell that is taken, so the database refuses
// nothing but a race.
func TestABookedSlotKeepsItsCells(t *testing.T) {
	rules := cityRules(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		d.plan.Busy = nil
		type cell struct {
			worker core.ID
			cell   int64
		}
		cells := map[cell]bool{}
		for range 12 {
			d.ask.Kind, d.ask.Centre, d.ask.Area = rapid.SampledFrom(kinds).Draw(t, "kind"), "", rapid.SampledFrom(areas).Draw(t, "area")
			slots := rules.Free(d.plan, d.ask)
			if len(slots) == 0 {
				continue
			}
			s := rapid.SampledFrom(slots).Draw(t, "slot")
			first, last := rules.Cells(s.Start, s.End)
			for c := first; c <= last; c++ {
				if cells[cell{s.Worker, c}] {
					t.Fatalf("%+v meets a cell that is taken", s)
				}
				cells[cell{s.Worker, c}] = true
			}
			b := calendar.Busy{Worker: s.Worker, From: s.Start, To: s.End, Kind: s.Kind}
			if s.Kind == calendar.Visit {
				b.Area = d.ask.Area
			}
			d.plan.Busy = append(d.plan.Busy, b)
		}
	})
}

// TestOfferIsFree: an offer is of what is free, as many as asked for, by start, always the same.
func TestOfferIsFree(t *testing.T) {
	rules := cityRules(t)
	rules.Days = everyDay{}
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		slots := rules.Free(d.plan, d.ask)
		n := rapid.IntRange(-1, 6).Draw(t, "n")
		prefer := rapid.SliceOfNDistinct(rapid.SampledFrom([]api.DayPart{api.Morning, api.Noon, api.Afternoon, api.Evening}), 0, 3, rapid.ID).Draw(t, "prefer")
		before := slices.Clone(slots)
		offer := rules.Offer(slots, n, prefer)
		if n < 1 {
			n = rules.Offered
		}
		if len(offer) != min(n, len(slots)) {
			t.Fatalf("%d offered, want %d of %d", len(offer), n, len(slots))
		}
		for i, s := range offer {
			if !slices.Contains(slots, s) || i > 0 && !offer[i-1].Start.Before(s.Start) {
				t.Fatalf("%+v", offer)
			}
		}
		if !slices.Equal(slots, before) || !slices.Equal(offer, rules.Offer(slots, n, prefer)) {
			t.Fatal("the slots changed, or the offer did")
		}
	})
}
