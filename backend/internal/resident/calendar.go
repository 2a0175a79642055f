package resident

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// calendar answers with one whole day for the phone's calendar (RFC 5545). Others may look into that calendar, so it says
// nothing but a neutral word: no service, no place, no name, no code (T-52).
func (s *Site) calendar(rw http.ResponseWriter, r *http.Request, promise time.Time) {
	title := s.Web.Texts(web.Language(r)).T("page.calendar.title")
	day := promise.In(core.Brussels)
	lines := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//K//K//NL", "BEGIN:VEVENT",
		"UID:" + string(core.NewID(s.random())),
		"DTSTAMP:" + s.Clock.Now().UTC().Format("20060102T150405Z"),
		"DTSTART;VALUE=DATE:" + day.Format("20060102"),
		"DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"),
		"SUMMARY:" + calendarText(title), "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
	}
	rw.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	rw.Header().Set("Content-Disposition", `attachment; filename="day.ics"`)
	fmt.Fprint(rw, strings.Join(lines, "\r\n")+"\r\n")
}

// calendarText escapes a text value. The titles of the catalogue are short, so no line needs folding.
func calendarText(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

func (s *Site) doneCalendar(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Receipt == nil {
		s.Web.Redirect(rw, r, "/")
		return
	}
	s.calendar(rw, r, v.Receipt.Promise)
}

func (s *Site) requestCalendar(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if ok {
		s.calendar(rw, r, status.Promise)
	}
}
