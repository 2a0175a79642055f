package ics

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/internal/core"
)

var from, until = time.Date(2026, 10, 1, 0, 0, 0, 0, core.Brussels), time.Date(2027, 4, 1, 0, 0, 0, 0, core.Brussels)

func event(lines ...string) string {
	return "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Secret\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

func file(parts ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(parts, "") + "END:VCALENDAR\r\n"
}

func zone(name, standard, summer string) string {
	text := "BEGIN:VTIMEZONE\r\nTZID:" + name + "\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:" + standard + "\r\nEND:STANDARD\r\n"
	if summer != "" {
		text += "BEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:" + summer + "\r\nEND:DAYLIGHT\r\n"
	}
	return text + "END:VTIMEZONE\r\n"
}

// local writes spans as "10-26 09:00-10:00" on Kortrijk's clock; an end on another day has its day.
func local(spans []Span) []string {
	var out []string
	for _, s := range spans {
		a, b := s.From.In(core.Brussels), s.To.In(core.Brussels)
		end := b.Format("15:04")
		if a.YearDay() != b.YearDay() {
			end = b.Format("01-02 15:04")
		}
		out = append(out, a.Format("01-02 15:04")+"-"+end)
	}
	return out
}

func TestReadBusy(t *testing.T) {
	const nine, ten = "DTSTART:20261126T090000", "DTEND:20261126T100000"
	one := []string{"11-26 09:00-10:00"}
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing":                        {file(), nil},
		"a time of no zone":              {file(event(nine, ten)), one},
		"UTC":                            {file(event("DTSTART:20261126T080000Z", "DTEND:20261126T090000Z")), one},
		"a zone":                         {file(event("DTSTART;TZID=Europe/London:20261126T080000", "DTEND;TZID=Europe/London:20261126T090000")), one},
		"a zone of Windows":              {file(event("DTSTART;TZID=Romance Standard Time:20261126T090000", "DTEND;TZID=\"W. Europe Standard Time\":20261126T100000")), one},
		"a zone with a path":             {file(event("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Brussels:20261126T090000", ten)), one},
		"an own zone that is ours":       {file(zone("Customized Time Zone", "+0100", "+0200"), event("DTSTART;TZID=Customized Time Zone:20261126T090000", ten)), one},
		"an own zone after its use":      {file(event("DTSTART;TZID=\"(UTC+01:00) Brussels, Paris\":20261126T090000", ten), zone("(UTC+01:00) Brussels, Paris", "+0100", "+0200")), one},
		"an own zone without summer":     {file(zone("Here", "+0300", ""), event("DTSTART;TZID=Here:20261126T110000", ten)), one},
		"UTC in a zone of no meaning":    {file(event("DTSTART;TZID=Mars:20261126T080000Z", "DTEND:20261126T090000Z")), one},
		"a duration":                     {file(event(nine, "DURATION:PT1H")), one},
		"a long duration":                {file(event(nine, "DURATION:P1DT30M")), []string{"11-26 09:00-11-27 09:30"}},
		"no end":                         {file(event(nine)), nil},
		"a day":                          {file(event("DTSTART;VALUE=DATE:20261126")), []string{"11-26 00:00-11-27 00:00"}},
		"a day that ends on itself":      {file(event("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261126")), []string{"11-26 00:00-11-27 00:00"}},
		"two days, the clocks change":    {file(event("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026")), []string{"10-24 00:00-10-26 00:00"}},
		"a holiday of a week":            {file(event("DTSTART;VALUE=DATE:20261102", "DURATION:P1W")), []string{"11-02 00:00-11-09 00:00"}},
		"free":                           {file(event(nine, ten, "TRANSP:TRANSPARENT")), nil},
		"free, says Outlook":             {file(event(nine, ten, "X-MICROSOFT-CDO-BUSYSTATUS:FREE")), nil},
		"tentative is busy":              {file(event(nine, ten, "STATUS:TENTATIVE", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE")), one},
		"cancelled":                      {file(event(nine, ten, "STATUS:CANCELLED")), nil},
		"an alarm has its own duration":  {file(event(nine, ten, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5H", "END:VALARM")), one},
		"a task is no event":             {file("BEGIN:VTODO\r\n" + nine + "\r\nEND:VTODO\r\n"), nil},
		"before and after the span":      {file(event("DTSTART:20200101T090000", "DURATION:PT1H"), event("DTSTART:20300101T090000", "DURATION:PT1H")), nil},
		"cut to the span":                {file(event("DTSTART:20260901T090000", "DTEND:20261001T080000")), []string{"10-01 00:00-08:00"}},
		"joined":                         {file(event("DTSTART:20261126T093000", ten), event(nine, "DURATION:PT30M"), event("DTSTART:20261126T091500", "DURATION:PT5M")), one},
		"two calendars in one file":      {file() + file(event(nine, ten)), one},
		"no carriage returns":            {strings.ReplaceAll(file(event(nine, ten)), "\r", ""), one},
		"a byte order mark":              {"\ufeff" + file(event(nine, ten)), one},
		"small letters":                  {strings.NewReplacer("DTSTART", "dtstart", "BEGIN", "begin").Replace(file(event(nine, ten))), one},
		"a folded line":                  {file(event("DTST\r\n ART:20261126T\r\n\t090000", ten)), one},
		"a line of no property":          {file(event(nine, ten, "DESCRIPTION:first", "second line that was not folded")), one},
		"every week, over the change":    {file(event("DTSTART;TZID=Europe/Brussels:20261022T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")), []string{"10-22 09:00-10:00", "10-29 09:00-10:00"}},
		"for years, until":               {file(event("DTSTART:20100107T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20261008T215959Z")), []string{"10-01 09:00-10:00", "10-08 09:00-10:00"}},
		"until a day":                    {file(event("DTSTART:20260924T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261008")), []string{"10-01 09:00-10:00", "10-08 09:00-10:00"}},
		"ended long ago":                 {file(event("DTSTART:20100107T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20110101T000000Z")), nil},
		"the first Monday":               {file(event("DTSTART:20260907T090000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3")), []string{"10-05 09:00-10:00", "11-02 09:00-10:00"}},
		"a series reaches into the span": {file(event("DTSTART:20260923T220000", "DURATION:PT12H", "RRULE:FREQ=WEEKLY;COUNT=2")), []string{"10-01 00:00-10:00"}},
		"an own zone that changed its mind": {
			file(strings.Replace(zone("Here", "+0500", ""), "END:VTIMEZONE", "BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\n"+
				"BEGIN:STANDARD\r\nDTSTART:20100101T000000\r\nTZOFFSETTO:+0400\r\nEND:STANDARD\r\nEND:VTIMEZONE", 1), event("DTSTART;TZID=Here:20261126T110000", ten)), one,
		},
		"days of a series":                 {file(event("DTSTART;VALUE=DATE:20261023", "RRULE:FREQ=WEEKLY;COUNT=2")), []string{"10-23 00:00-10-24 00:00", "10-30 00:00-10-31 00:00"}},
		"without one":                      {file(event(nine, ten, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261127T090000")), []string{"11-26 09:00-10:00", "11-28 09:00-10:00"}},
		"without some, in a zone":          {file(event(nine, ten, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/London:20261126T080000,20261127T080000")), []string{"11-28 09:00-10:00"}},
		"and another":                      {file(event(nine, ten, "RDATE:20261201T090000,20261202T090000/PT1H")), []string{"11-26 09:00-10:00", "12-01 09:00-10:00", "12-02 09:00-10:00"}},
		"one moved":                        {file(event(nine, ten, "RRULE:FREQ=DAILY;COUNT=2"), event("RECURRENCE-ID:20261127T080000Z", "DTSTART:20261127T140000", "DURATION:PT1H")), []string{"11-26 09:00-10:00", "11-27 14:00-15:00"}},
		"one cancelled, before its series": {file(event("RECURRENCE-ID:20261127T090000", "DTSTART:20261127T090000", "DURATION:PT1H", "STATUS:CANCELLED"), event(nine, ten, "RRULE:FREQ=DAILY;COUNT=2")), one},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			spans, err := ReadBusy(strings.NewReader(test.text), from, until, Office)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, local(spans)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReadBusyRefuses: one clear refusal, that repeats nothing.
func TestReadBusyRefuses(t *testing.T) {
	const nine = "DTSTART:20261126T090000"
	small := Limit{Bytes: 2000, Events: 3, Series: 1, Spans: 2}
	daily := event(nine, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=1")
	tests := map[string]struct{ text, want string }{
		"nothing at all":             {"", "refuse.ics"},
		"a page":                     {"<html>Secret</html>", "refuse.ics"},
		"another kind of card":       {"BEGIN:VCARD\r\nFN:Secret\r\nEND:VCARD\r\n", "refuse.ics"},
		"cut short":                  {strings.TrimSuffix(file(event(nine)), "END:VCALENDAR\r\n"), "refuse.ics"},
		"cut short in an event":      {file(event(nine))[:60], "refuse.ics"},
		"ends in another":            {file("BEGIN:VEVENT\r\n" + nine + "\r\nEND:VTODO\r\n"), "refuse.ics"},
		"an event in an event":       {file(event(nine, "BEGIN:VEVENT", nine, "END:VEVENT")), "refuse.ics"},
		"ends too often":             {file() + "END:VCALENDAR\r\n", "refuse.ics"},
		"deep":                       {file(strings.Repeat("BEGIN:X\r\n", 20) + strings.Repeat("END:X\r\n", 20)), "refuse.ics"},
		"no start":                   {file(event("DTEND:20261126T100000")), "refuse.ics"},
		"30 February":                {file(event("DTSTART:20260230T090000")), "refuse.ics"},
		"the year 9999":              {file(event("DTSTART:99991231T090000Z")), "refuse.ics"},
		"no time":                    {file(event("DTSTART:Secret")), "refuse.ics"},
		"ends before it starts":      {file(event(nine, "DTEND:20261126T080000")), "refuse.ics"},
		"a day that ends at an hour": {file(event("DTSTART;VALUE=DATE:20261126", "DTEND:20261126T080000")), "refuse.ics"},
		"a duration of nothing":      {file(event(nine, "DURATION:PT")), "refuse.ics"},
		"backwards":                  {file(event(nine, "DURATION:-PT1H")), "refuse.ics"},
		"a thousand years":           {file(event(nine, "DURATION:P365000D")), "refuse.ics"},
		"a rule of no meaning":       {file(event(nine, "DURATION:PT1H", "RRULE:FREQ=SECRET")), "refuse.ics"},
		"every second":               {file(event(nine, "DURATION:PT1H", "RRULE:FREQ=SECONDLY")), "refuse.ics"},
		"every hour of a day":        {file(event(nine, "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=1,2,3")), "refuse.ics"},
		"a zone that nobody knows":   {file(event("DTSTART;TZID=Mars:20261126T090000")), "refuse.ics.zone"},
		"a zone of the machine":      {file(event("DTSTART;TZID=Local:20261126T090000")), "refuse.ics.zone"},
		"a path out of the zones":    {file(event("DTSTART;TZID=../../etc/passwd:20261126T090000")), "refuse.ics.zone"},
		"another summer time":        {file(zone("There", "-0500", "-0400"), event("DTSTART;TZID=There:20261126T090000")), "refuse.ics.zone"},
		"an offset of no meaning":    {file(zone("There", "Secret", "")), "refuse.ics"},
		"too long":                   {file(event(nine, "DESCRIPTION:"+strings.Repeat("Secret", 400))), "refuse.ics.large"},
		"too many events":            {file(strings.Repeat(event(nine), 4)), "refuse.ics.large"},
		"too many series":            {file(daily, daily), "refuse.ics.large"},
		"too many times":             {file(event(nine, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")), "refuse.ics.large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			spans, err := ReadBusy(strings.NewReader(test.text), from, until, small)
			var refusal *core.Error
			if !errors.As(err, &refusal) || refusal.Reason.Key != test.want || spans != nil {
				t.Fatalf("%v, %v, want %s", spans, err, test.want)
			}
			if strings.Contains(strings.ToLower(fmt.Sprintf("%v %+v", err, refusal)), "secret") {
				t.Errorf("%v repeats what is in the file", err)
			}
		})
	}
	broken := errors.New("the disk")
	if _, err := ReadBusy(io.MultiReader(strings.NewReader("BEGIN:VCALENDAR\r\n"), iotest.ErrReader(broken)), from, until, Office); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's own error", err)
	}
}

// TestWindowsNames: each is of a place that the program knows.
func TestWindowsNames(t *testing.T) {
	for name := range windows {
		if newZones().find(name) == nil {
			t.Errorf("%s is nowhere", name)
		}
	}
	if len(windows) < 60 {
		t.Errorf("only %d names", len(windows))
	}
}

func draw(t *rapid.T) []Event {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Event {
		start := from.Add(time.Duration(rapid.IntRange(0, 170*24*60).Draw(t, "start")) * time.Minute).UTC()
		return Event{
			UID: rapid.StringMatching(`[a-z2-7]{26}`).Draw(t, "uid"), Title: rapid.String().Draw(t, "title"), Start: start,
			End: start.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute), Changed: from,
			AllDay: rapid.IntRange(0, 4).Draw(t, "day") == 0, Cancelled: rapid.IntRange(0, 4).Draw(t, "cancelled") == 0,
		}
	}), 0, 20).Draw(t, "events")
}

// TestAFeedReadsAsItWasWritten: whatever the titles hold, the busy times of a feed are those of its events, every line is
// short and no title begins a property.
func TestAFeedReadsAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := draw(t)
		name := rapid.String().Draw(t, "name")
		text := Feed(name, events)
		var want []Span
		for _, e := range events {
			if !e.AllDay && !e.Cancelled {
				want = append(want, Span{e.Start, e.End})
			}
		}
		got, err := ReadBusy(strings.NewReader(string(text)), from, until, Office)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(joined(want), got); diff != "" {
			t.Fatal(diff)
		}
		for line := range strings.Lines(string(text)) {
			if len(line) > 77 || !strings.HasSuffix(line, "\r\n") {
				t.Fatalf("%q", line)
			}
		}
		if n := strings.Count(string(text), "\r\nBEGIN:"); n != len(events) {
			t.Fatalf("%d components for %d events", n, len(events))
		}
		slices.Reverse(events)
		if string(Feed(name, events)) != string(text) {
			t.Fatal("another order of the same events gave another feed")
		}
	})
}

func TestFeed(t *testing.T) {
	start := time.Date(2026, 10, 26, 9, 0, 0, 0, core.Brussels)
	got := string(Feed("Agenda", []Event{
		{UID: "b", Title: "Bezet", Start: start.AddDate(0, 0, 1), End: start.AddDate(0, 0, 1).Add(time.Hour), Changed: start, Sequence: 2, Cancelled: true},
		{UID: "a", Title: "Bezet; twee, drie\r\nX-EVIL:1", Start: start, End: start.Add(time.Hour), Changed: start},
	}))
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//K//K//NL", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "NAME:Agenda", "X-WR-CALNAME:Agenda",
		"REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M",
		"BEGIN:VEVENT", "UID:a", "DTSTAMP:20261026T080000Z", "LAST-MODIFIED:20261026T080000Z", "SEQUENCE:0", `SUMMARY:Bezet\; twee\, drie  X-EVIL:1`,
		"CLASS:PRIVATE", "DTSTART:20261026T080000Z", "DTEND:20261026T090000Z", "TRANSP:OPAQUE", "STATUS:CONFIRMED", "END:VEVENT",
		"BEGIN:VEVENT", "UID:b", "DTSTAMP:20261026T080000Z", "LAST-MODIFIED:20261026T080000Z", "SEQUENCE:2", "SUMMARY:Bezet",
		"CLASS:PRIVATE", "DTSTART:20261027T080000Z", "DTEND:20261027T090000Z", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "END:VEVENT",
		"END:VCALENDAR", "",
	}, "\r\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSingle: what a resident's phone gets of a promised day, and of an appointment.
func TestSingle(t *testing.T) {
	promise := time.Date(2026, 11, 26, 23, 59, 59, 0, core.Brussels).UTC()
	text := string(Single(Event{UID: "u", Title: "Afspraak", Start: promise, End: promise, AllDay: true, Changed: promise}))
	for _, line := range []string{"DTSTART;VALUE=DATE:20261126\r\n", "DTEND;VALUE=DATE:20261127\r\n", "SUMMARY:Afspraak\r\n", "TRANSP:TRANSPARENT\r\n"} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is not in\n%s", line, text)
		}
	}
	for _, never := range []string{"LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "URL", "METHOD", "Golang", "arran4"} {
		if strings.Contains(text, never) {
			t.Errorf("%s is in\n%s", never, text)
		}
	}
}

// FuzzReadBusy: no file brings the program down, keeps more than it may or gives times outside the span.
func FuzzReadBusy(f *testing.F) {
	f.Add(file(zone("Here", "+0100", "+0200"), event("DTSTART;TZID=Here:20261126T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TH", "EXDATE:20261203T090000")))
	f.Add(file(event("DTSTART;VALUE=DATE:20261126", "RDATE:20261201", "RECURRENCE-ID:20261126")))
	f.Add("BEGIN:VCALENDAR\nDTSTART;=:\nBEGIN:VEVENT\nDTSTART;A=\"\\")
	f.Fuzz(func(t *testing.T, text string) {
		spans, err := ReadBusy(strings.NewReader(text), from, until, Limit{Bytes: 1 << 16, Events: 50, Series: 3, Spans: 100})
		var refusal *core.Error
		if err != nil && (!errors.As(err, &refusal) || spans != nil) {
			t.Fatalf("%v, %v", spans, err)
		}
		for i, s := range spans {
			if s.From.Before(from) || s.To.After(until) || !s.From.Before(s.To) || i > 0 && !spans[i-1].To.Before(s.From) {
				t.Fatalf("%v", spans)
			}
		}
	})
}

// BenchmarkReadBusy reads an export of 5,000 events with 100 weekly series, half a year of which is asked for.
func BenchmarkReadBusy(b *testing.B) {
	var parts []string
	for i := range 5000 {
		start := time.Date(2022, 1, 3, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 9 * time.Hour)
		lines := []string{"DTSTART;TZID=Romance Standard Time:" + start.Format("20060102T150405"), "DURATION:PT1H", "DESCRIPTION:" + strings.Repeat("x", 300)}
		if i%50 == 0 {
			lines = append(lines, "RRULE:FREQ=WEEKLY")
		}
		parts = append(parts, event(lines...))
	}
	text := file(parts...)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadBusy(strings.NewReader(text), from, until, Office); err != nil {
			b.Fatal(err)
		}
	}
}
