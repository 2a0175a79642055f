package i18n

import (
	"strconv"
	"strings"
	"time"
)

// brussels is the zone of every date a resident reads. The program links the zone data.
var brussels = func() *time.Location {
	location, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return time.FixedZone("CET", 3600)
	}
	return location
}()

// Date is a full date with its weekday and without a year: "woensdag 2 december". People plan by weekday.
func (l *Localizer) Date(at time.Time) string {
	at = at.In(brussels)
	return l.T("date.full", Args{
		"Weekday": l.T("date.weekday." + weekdays[at.Weekday()]),
		"Day":     at.Day(),
		"Month":   l.T("date.month." + months[at.Month()-1]),
	})
}

// MonthYear is a month of a year, "januari 2024": how old a figure is.
func (l *Localizer) MonthYear(at time.Time) string {
	return l.T("date.month-year", Args{"Month": l.T("date.month." + months[at.Month()-1]), "Year": strconv.Itoa(at.Year())})
}

// DayMonthYear is a day of any year, "1 januari 2027": when something begins or ends.
func (l *Localizer) DayMonthYear(at time.Time) string {
	return l.T("date.day-month-year", Args{"Day": at.Day(), "Month": l.T("date.month." + months[at.Month()-1]), "Year": strconv.Itoa(at.Year())})
}

// DateTime is a full date with the time of day on a 24-hour clock.
func (l *Localizer) DateTime(at time.Time) string {
	return l.T("date.time", Args{"Date": l.Date(at), "Time": l.Time(at)})
}

// Time is the time of day on a 24-hour clock, in Kortrijk.
func (l *Localizer) Time(at time.Time) string { return at.In(brussels).Format("15:04") }

// Weekday is the name of a day of the week.
func (l *Localizer) Weekday(day time.Weekday) string { return l.T("date.weekday." + weekdays[day]) }

// List joins words as the language does: "a, b en c".
func (l *Localizer) List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return l.T("list.and", Args{"Rest": strings.Join(words[:last], l.T("list.comma")), "Last": words[last]})
}

var (
	weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	months   = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)
