package staff

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/calendar/ics"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// kept ends a change of somebody's hours. What is refused comes back on the same page with what was typed; appointments in the
// way are shown at once, because people call people.
func (s *Staff) kept(v *visit, id core.ID, at string, f form, met []appointment.Row, err error, key string) error {
	var refusal *core.Error
	switch {
	case err == nil && len(met) > 0:
		lines, err := s.inTheWay(v, met)
		if err != nil {
			return err
		}
		return s.times(v, http.StatusOK, id, func(view *timesView) { view.Met = lines })
	case err == nil:
		s.sessions.leave(v.ctx(), notice{Key: key})
		return s.goOn(v, timesOf(id))
	case !errors.As(err, &refusal), refusal.Code == api.CodeNotFound, refusal.Code == api.CodeForbidden, refusal.Code == api.CodeMalformed:
		return err
	}
	return s.times(v, web.StatusOf(refusal.Code), id, func(view *timesView) {
		view.At, view.Typed = at, f
		for _, field := range refusal.Fields {
			view.Errors[timesField(at, field.Field)] = field.Reason
		}
		if len(refusal.Fields) == 0 {
			view.Refused = refusal.Reason
		}
	})
}

// timesField is the page's name of a field: the days of a span are called otherwise in each form.
func timesField(at, field string) string {
	switch at + "." + field {
	case "blok.first":
		return "sinds"
	case "blok.last":
		return "einde"
	case "afwezig.first", "sluiting.first":
		return "eerste"
	case "afwezig.last", "sluiting.last":
		return "laatste"
	}
	return fieldName(field)
}

// inTheWay are the lines of appointments that a change did not touch.
func (s *Staff) inTheWay(v *visit, met []appointment.Row) ([]agendaLine, error) {
	all, err := s.meetsOf(v, agendaFilter{Worker: met[0].Worker}, met[0].Start, met[len(met)-1].Start.Add(time.Second))
	var lines []agendaLine
	for _, line := range all {
		if line.State.Live() {
			lines = append(lines, line)
		}
	}
	return lines, err
}

func (s *Staff) addWeekly(v *visit) error {
	id, f, err := s.asked(v, "dag", "van", "tot", "soort", "centrum", "sinds", "einde")
	if err != nil {
		return err
	}
	day, err := strconv.Atoi(f["dag"])
	if err != nil {
		day = -1
	}
	w := calendar.Weekly{
		Worker: id, Day: time.Weekday(day), From: minutesOf(f["van"]), To: minutesOf(f["tot"]), Kind: calendar.Kind(f["soort"]),
		Since: calendar.Date(f["sinds"]), Until: calendar.Date(f["einde"]),
	}
	if w.Kind == calendar.Talk {
		w.Centre = f["centrum"]
	}
	err = s.agendas.AddWeekly(v.ctx(), v.viewer(), w)
	return s.kept(v, id, "blok", f, nil, err, "staff.done.times")
}

func (s *Staff) removeWeekly(v *visit) error { return s.remove(v, s.agendas.RemoveWeekly) }

func (s *Staff) removeException(v *visit) error { return s.remove(v, s.agendas.RemoveException) }

func (s *Staff) removeAbsence(v *visit) error { return s.remove(v, s.agendas.RemoveAbsence) }

// remove takes an entry out of an agenda. What is gone already is gone.
func (s *Staff) remove(v *visit, from agendaRemoval) error {
	id, f, err := s.asked(v, "weg")
	if err != nil {
		return err
	}
	err = from(v.ctx(), v.viewer(), id, core.ID(f["weg"]))
	return s.kept(v, id, "", f, nil, err, "staff.done.times")
}

func (s *Staff) addException(v *visit) error {
	id, f, err := s.asked(v, "dag", "van", "tot", "soort", "centrum")
	if err != nil {
		return err
	}
	e := calendar.Exception{Worker: id, On: calendar.Date(f["dag"]), From: minutesOf(f["van"]), To: minutesOf(f["tot"]), Off: f["soort"] == "vrij"}
	if !e.Off {
		e.Kind = calendar.Kind(f["soort"])
	}
	if e.Kind == calendar.Talk {
		e.Centre = f["centrum"]
	}
	met, err := s.agendas.AddException(v.ctx(), v.viewer(), e)
	return s.kept(v, id, "dag", f, met, err, "staff.done.times")
}

func (s *Staff) addAbsence(v *visit) error {
	id, f, err := s.asked(v, "eerste", "laatste")
	if err != nil {
		return err
	}
	met, err := s.agendas.AddAbsence(v.ctx(), v.viewer(), calendar.Absence{Worker: id, First: calendar.Date(f["eerste"]), Last: calendar.Date(f["laatste"])})
	return s.kept(v, id, "afwezig", f, met, err, "staff.done.times")
}

// importOffice reads an export of an office calendar. The file passes through memory alone; what is kept is from when to when.
func (s *Staff) importOffice(v *visit) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	if _, err := s.agendas.Of(v.ctx(), v.viewer(), id); err != nil {
		return err // before a large file is read
	}
	web.MoreBody(v.w, v.r, ics.Office.Bytes+formOverhead)
	file, err := uploaded(v.r, "bestand")
	n := 0
	if err == nil {
		n, err = s.agendas.Import(v.ctx(), v.viewer(), id, file)
	}
	return s.kept(v, id, "bestand", form{}, nil, err, map[bool]string{true: "staff.done.imported", false: "staff.done.imported.none"}[n > 0])
}

// formOverhead is what a form puts around a file.
const formOverhead = 16 << 10

// uploaded is the one file of a form, as it streams in.
func uploaded(r *http.Request, field string) (io.Reader, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, core.Refuse(api.CodeMalformed, "")
	}
	part, err := parts.NextPart()
	if err != nil || part.FormName() != field {
		return nil, core.Refuse(api.CodeMalformed, "")
	}
	if part.FileName() == "" {
		return nil, wrong(field, "staff.times.import.wrong")
	}
	return part, nil
}

func (s *Staff) forgetOffice(v *visit) error {
	id, f, err := s.asked(v)
	if err != nil {
		return err
	}
	err = s.agendas.ForgetImport(v.ctx(), v.viewer(), id)
	return s.kept(v, id, "", f, nil, err, "staff.done.forgot")
}

// setWork says in which languages a worker of the team talks, what they know well, and which part of a full post they work.
func (s *Staff) setWork(v *visit) error {
	fields := []string{"deel"}
	for _, lang := range journey.TalkLanguages {
		fields = append(fields, "taal-"+lang.Code)
	}
	for _, topic := range journey.Topics {
		fields = append(fields, topicField(topic))
	}
	id, f, err := s.asked(v, fields...)
	if err != nil {
		return err
	}
	if _, err := s.agendas.Of(v.ctx(), v.viewer(), id); err != nil {
		return err // somebody of another team is not there
	}
	var languages, topics []string
	for _, lang := range journey.TalkLanguages {
		if f["taal-"+lang.Code] != "" {
			languages = append(languages, lang.Code)
		}
	}
	for _, topic := range journey.Topics {
		if f[topicField(topic)] != "" {
			topics = append(topics, topic)
		}
	}
	share, err := strconv.Atoi(f["deel"])
	if err != nil {
		share = -1
	}
	err = s.accounts.SetWork(v.ctx(), id, languages, topics, share)
	return s.kept(v, id, "werk", f, nil, err, "staff.done.work")
}

// newFeed makes the secret address of the viewer's calendar, and shows it this once.
func (s *Staff) newFeed(v *visit) error {
	if _, err := readForm(v.r); err != nil {
		return err
	}
	secret, err := s.agendas.NewFeed(v.ctx(), v.viewer())
	if err != nil {
		return err
	}
	return s.times(v, http.StatusOK, v.who.ID, func(view *timesView) { view.Feed = feedAddress(v.r, secret) })
}

func (s *Staff) endFeed(v *visit) error {
	f, err := readForm(v.r)
	if err != nil {
		return err
	}
	err = s.agendas.EndFeed(v.ctx(), v.viewer())
	return s.kept(v, v.who.ID, "", f, nil, err, "staff.done.feedended")
}
