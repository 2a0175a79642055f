package resident

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// A phone's calendar gets one event (RFC 5545). Others may look into that calendar, so it says nothing but a neutral word: no
// service, no place, no name, no code and no alarm (T-52).

// promiseDay is the whole day of a promise, which a calendar shows without calling the day taken.
func (s *Site) promiseDay(promise time.Time) []string {
	day := promise.In(core.Brussels)
	return []string{
		"UID:" + string(core.NewID(s.random())), "DTSTART;VALUE=DATE:" + day.Format("20060102"),
		"DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"), "TRANSP:TRANSPARENT",
	}
}

// sequenceSince is when the numbers of versions begin.
var sequenceSince = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// appointmentHour is the hour of an appointment, in a zone that every calendar knows. Its UID stays when it is moved and its
// number only grows, so the entry that is there moves along, or falls away.
func (s *Site) appointmentHour(a api.Appointment) []string {
	status := "CONFIRMED"
	switch a.State {
	case api.AppointmentOffered:
		status = "TENTATIVE"
	case api.AppointmentCancelled:
		status = "CANCELLED"
	}
	version := int64(s.Clock.Now().Sub(sequenceSince) / time.Second)
	return []string{
		"UID:" + calendarText(a.ID), "SEQUENCE:" + strconv.FormatInt(version, 10), "DTSTART:" + calendarTime(a.Start),
		"DTEND:" + calendarTime(a.End), "STATUS:" + status, "CLASS:PRIVATE", "TRANSP:OPAQUE",
	}
}

// calendar answers with one event.
func (s *Site) calendar(rw http.ResponseWriter, r *http.Request, a *api.Appointment, promise time.Time) {
	method, event := "PUBLISH", s.promiseDay(promise)
	if a != nil {
		event = s.appointmentHour(*a)
		if a.State == api.AppointmentCancelled {
			method = "CANCEL"
		}
	}
	lines := append([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//K//K//NL", "METHOD:" + method, "BEGIN:VEVENT", "DTSTAMP:" + calendarTime(s.Clock.Now()),
		"SUMMARY:" + calendarText(s.Web.Texts(web.Language(r)).T("page.calendar.title")),
	}, event...)
	lines = append(lines, "END:VEVENT", "END:VCALENDAR")
	rw.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	rw.Header().Set("Content-Disposition", `attachment; filename="day.ics"`)
	fmt.Fprint(rw, strings.Join(lines, "\r\n")+"\r\n")
}

func calendarTime(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// calendarText escapes a text value. The titles of the catalogue are short, so no line needs folding.
func calendarText(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

func (s *Site) doneCalendar(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Receipt == nil {
		s.Web.Redirect(rw, r, "/")
		return
	}
	s.calendar(rw, r, v.Receipt.Appointment, v.Receipt.Promise)
}

func (s *Site) requestCalendar(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if ok {
		s.calendar(rw, r, status.Appointment, status.Promise)
	}
}
