package staff

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
	"wijkloket/backend/internal/web"
)

// standing is how an appointment stands for the team (key "staff.meet.<standing>").
type standing string

const (
	meetNone    standing = "none"
	meetOffered standing = "offered" // waits for a yes
	meetBooked  standing = "booked"
	meetPast    standing = "past" // over, and nobody noted how it went
	meetMet     standing = "met"
	meetMissed  standing = "missed"
)

// standingOf reads an appointment at a moment; what was called off is none.
func standingOf(row appointment.Row, now time.Time) standing {
	switch {
	case row.State == api.AppointmentOffered:
		return meetOffered
	case row.State == api.AppointmentBooked && row.End.After(now):
		return meetBooked
	case row.State == api.AppointmentBooked:
		return meetPast
	case row.State == api.AppointmentMet:
		return meetMet
	case row.State == api.AppointmentMissed:
		return meetMissed
	}
	return meetNone
}

// meetView is the appointment on the page of its request.
type meetView struct {
	appointment.Row
	Standing   standing
	CentreName string
	May        bool        // the viewer can make, move and call off
	Channel    api.Channel // how the resident hears of a change; none when only the code tells
	Letter     bool        // the plan allows paper
	Begun      bool        // it can be noted how it went
}

// Live reports that the appointment is still to come, or to be noted.
func (m meetView) Live() bool { return m.State.Live() }

// meeting is the appointment as the worklist needs it.
func (m meetView) meeting() worklist.Meeting { return meetingOf(m.Row) }

func meetingOf(row appointment.Row) worklist.Meeting {
	if !row.State.Live() {
		return worklist.Meeting{}
	}
	return worklist.Meeting{Start: row.Start, End: row.End, Offered: row.State == api.AppointmentOffered}
}

func (s *Staff) meetView(v *visit, d request.Detail) (meetView, error) {
	row, _, err := s.appointments.Of(v.ctx(), v.viewer(), d.ID)
	if err != nil {
		return meetView{}, err
	}
	m := meetView{
		Row: row, Standing: standingOf(row, s.clock.Now()), CentreName: s.centreName(row.Centre), May: d.State.Open() && len(d.Moves) > 0,
		Channel: d.Contact.Channel,
	}
	m.Begun = row.State == api.AppointmentBooked && !row.Start.After(s.clock.Now())
	m.Letter = m.Live() && m.Standing != meetPast && !d.Contact.NeverWrite
	return m, nil
}

// meetings are the appointments that the viewer may know of, by request, for the lines of a queue.
func (s *Staff) meetings(v *visit) (map[core.ID]worklist.Meeting, error) {
	now := s.clock.Now()
	rows, err := s.appointments.Day(v.ctx(), v.viewer(), "", now.Add(-longUnnoted), now.Add(farAhead))
	if err != nil {
		return nil, err
	}
	known := make(map[core.ID]worklist.Meeting, len(rows))
	for _, row := range rows {
		if row.State.Live() {
			known[row.Request] = meetingOf(row)
		}
	}
	return known, nil
}

// What lies between these is shown in the queue; the calendar's own horizon is nearer.
const (
	longUnnoted = 90 * 24 * time.Hour
	farAhead    = 2 * 366 * 24 * time.Hour
)

// callOff ends the appointment. The page said what the resident will hear.
func (s *Staff) callOff(v *visit) error {
	id, f, err := s.asked(v, "versie")
	if err != nil {
		return err
	}
	err = s.appointments.CallOff(v.ctx(), v.viewer(), id, f.version())
	return s.done(v, id, err, draft{Form: "afzeggen"}, notice{Key: "staff.done.calledoff"})
}

// accepted notes that the resident said yes to a home visit.
func (s *Staff) accepted(v *visit) error {
	id, f, err := s.asked(v, "versie")
	if err != nil {
		return err
	}
	err = s.appointments.Accepted(v.ctx(), v.viewer(), id, f.version())
	return s.done(v, id, err, draft{Form: "akkoord"}, notice{Key: "staff.done.accepted"})
}

// letterView is what a resident takes along on paper, in their own language.
type letterView struct {
	page
	ID         core.ID
	CodeWord   string
	Letter     notify.Text
	Body       string
	CentreName string // of a talk in a centre; never where a visit goes
}

// showLetter is the page to print: day, hour, centre and code word, for whoever may find it on a table.
func (s *Staff) showLetter(v *visit) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	d, err := s.requests.Open(v.ctx(), v.viewer(), id)
	if err != nil {
		return err
	}
	m, err := s.meetView(v, d)
	if err != nil {
		return err
	}
	if !m.Letter {
		return core.Refuse(api.CodeForbidden, "refuse.letter")
	}
	kind, facts := notify.Confirmation, notify.Facts{
		Plan: api.ContactPlan{CodeWord: d.Contact.CodeWord}, Language: d.Language, Start: m.Start, Place: api.PlaceCentre,
	}
	if m.Kind == calendar.Visit {
		facts.Place, facts.Until = api.PlaceHome, m.End
	}
	if m.Standing == meetOffered {
		kind = notify.VisitOffer
	}
	view := letterView{page: s.page(v, "queue"), ID: id, CodeWord: d.Contact.CodeWord.Reveal(), Letter: s.letters.Letter(kind, facts)}
	view.Body = view.Letter.Body.Reveal()
	if m.Kind == calendar.Talk {
		view.CentreName = m.CentreName
	}
	return s.render(v, 200, "letter", view)
}

// happenedAt is the moment in an event of an appointment, as the page says it; what is no moment is a word already.
func happenedAt(s *Staff, v *visit, text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return s.web.Texts(web.Language(v.r)).DateTime(at)
}
