package resident

import (
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// row is one answer on the review.
type row struct {
	Label  string // key
	Text   string
	Typed  bool     // a person typed it: its direction is its own
	Rights []string // ids of those to share, instead of the text: each is a line, so that nobody shares one unread
	Href   string
}

// reviewView is the review.
type reviewView struct {
	Action  string
	Back    string
	Rows    []row
	Extras  []row // offered and not answered yet
	Wrong   *core.Message
	Contact bool          // a contact plan is changed; nothing new is sent
	Kept    *core.Message // how long the moment is kept
}

// look puts the answers into rows.
func (w way) look(texts *i18n.Localizer, wrong *core.Message) reviewView {
	v := reviewView{Action: w.at(journey.StepReview), Wrong: wrong, Contact: w.setting.ContactOnly}
	path := journey.Path(w.Answers, w.setting)
	if len(path) > 1 {
		v.Back = w.at(path[len(path)-2])
	}
	v.Kept = w.kept(texts)
	for _, step := range path {
		if step != journey.StepReview {
			v.Rows = append(v.Rows, w.row(step, texts))
		}
	}
	for _, step := range journey.Extras(w.Answers, w.setting) {
		if r := w.row(step, texts); r.Text != "" || len(r.Rights) > 0 {
			v.Rows = append(v.Rows, r)
		} else {
			r.Label = string(step) + ".add"
			v.Extras = append(v.Extras, r)
		}
	}
	return v
}

func (w way) row(step journey.StepID, texts *i18n.Localizer) row {
	q := journey.Ask(step, w.Answers, w.setting)
	r := row{Label: string(step) + ".row", Href: w.at(step)}
	var words []string
	for _, option := range q.Options {
		switch {
		case !option.Chosen:
		case option.Right != "":
			r.Rights = append(r.Rights, option.Right)
		case option.At != nil:
			words = append(words, w.momentText(*option.At, texts))
		case option.Name != "":
			words = append(words, option.Name)
		default:
			words = append(words, texts.T(option.Label))
		}
	}
	r.Text = strings.Join(words, texts.T("list.comma"))
	if len(q.Fields) > 0 {
		r.Text, r.Typed = typedText(q.Fields), true
	}
	if r.Text == "" && step == journey.StepWhen {
		r.Text = texts.T("when.any")
	}
	return r
}

// kept says how long the moment is kept for this visit, or that it is kept no more; nothing where there is none.
func (w way) kept(texts *i18n.Localizer) *core.Message {
	switch {
	case w.Answers.Start.IsZero():
		return nil
	case w.Answers.Hold.IsZero():
		return &core.Message{Key: "page.time.free"}
	}
	return &core.Message{Key: "page.time.kept", Args: map[string]any{"Time": texts.Time(w.Until)}}
}

// momentText is a moment in three lines: when, where and with whom.
func (w way) momentText(slot api.Slot, texts *i18n.Localizer) string {
	hour := texts.T("page.hour", i18n.Args{"Time": texts.Time(slot.Start)})
	if slot.Place == api.PlaceHome {
		hour = texts.T("page.hour.between", i18n.Args{"From": texts.Time(slot.Start), "To": texts.Time(slot.End)})
	}
	lines := []string{texts.Date(slot.Start) + texts.T("list.comma") + hour}
	switch slot.Place {
	case api.PlaceHome:
		lines = append(lines, texts.T("page.time.home"))
	case api.PlacePhone:
		lines = append(lines, texts.T("page.time.phone"))
	default:
		if name, known := w.setting.City.CentreName(slot.Centre); known {
			lines = append(lines, name)
		}
	}
	if slot.Worker != "" {
		lines = append(lines, texts.T("page.time.with", i18n.Args{"Name": slot.Worker}))
	}
	return strings.Join(lines, "\n")
}

func typedText(fields []journey.Field) string {
	var words []string
	for _, field := range fields {
		if !field.Value.IsZero() {
			words = append(words, field.Value.Reveal())
		}
	}
	return strings.Join(words, " ")
}

// centreView is a centre in the words of a page.
type centreView struct {
	directory.Centre
	Call string // its own number, or that of its team, or the city's
}

func (s *Site) centre(id string) centreView {
	centre, _ := s.Directory().Centre(directory.CentreID(id))
	call := centre.Phone.Value
	if call == "" {
		call = s.Directory().PhoneOf(centre.Team)
	}
	return centreView{centre, call}
}

func (s *Site) teamName(id string) string {
	team, _ := s.Directory().Team(directory.TeamID(id))
	return team.Name
}

// groups splits a code where it has its dashes.
func groups(code string) []string { return strings.Split(code, "-") }
