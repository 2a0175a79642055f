package resident

import (
	"net/http"
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// way is a walk with where it takes place: the way to a talk and the change of a contact plan ask their questions through
// the same handlers and the same page.
type way struct {
	*walk
	base    string // of the addresses of its steps: "/talk"
	out     string // where "back" leads from the first step
	setting journey.Setting
}

func (w way) at(step journey.StepID) string { return w.base + "/" + string(step) }

// start is the first step that has no answer yet.
func (w way) start() string {
	first := journey.Path(w.Answers, w.setting)[0]
	return w.at(journey.NextOpen(first, w.Answers, w.setting))
}

// after is where a valid answer leads: to the next question that has no answer yet. What is already known, from the search
// for the team or from the kiosk, is not asked again, and a correction leads straight back to the review.
func (w way) after(step journey.StepID) string {
	return w.at(journey.NextOpen(step, w.Answers, w.setting))
}

// before is where "back" leads.
func (w way) before(step journey.StepID) string {
	if w.Reviewed {
		return w.at(journey.StepReview)
	}
	if back, ok := journey.Back(step, w.Answers, w.setting); ok {
		return w.at(back)
	}
	return w.out
}

// input is what a form sent for a question, and nothing else of it.
func input(r *http.Request, q journey.Question) journey.Input {
	in := journey.Input{}
	if len(q.Options) > 0 {
		in[string(q.Step)] = r.PostForm[string(q.Step)]
	}
	for _, field := range q.Fields {
		in[field.Name] = r.PostForm[field.Name]
	}
	return in
}

// take takes one step's form in. What is not a valid answer yet stays as a draft, so that the page can show it again.
func (w way) take(r *http.Request, step journey.StepID) []journey.Problem {
	q := journey.Ask(step, w.Answers, w.setting)
	answers, problems := w.Answers.With(step, input(r, q), w.setting)
	if len(problems) == 0 {
		w.Answers = answers
		delete(w.Drafts, step)
		return nil
	}
	if q.Kind == journey.Typed {
		w.draft(r, q)
	}
	return problems
}

func (w way) draft(r *http.Request, q journey.Question) {
	if w.Drafts == nil {
		w.Drafts = map[journey.StepID]map[string]api.Personal{}
	}
	draft := map[string]api.Personal{}
	for _, field := range q.Fields {
		// One character over the limit is kept: enough to be refused again with the same words, and still bounded.
		draft[field.Name] = api.NewPersonal(bounded(r, field.Name, field.Max+1))
	}
	w.Drafts[q.Step] = draft
}

// questionView is one question as its page draws it.
type questionView struct {
	journey.Question
	Action string // where its form goes
	Back   string
	At, Of int // 0: offered by the review, or a correction
	Typed  []typedField
	Wrong  *core.Message // about the choice; that about a field stands with the field
}

// Bad reports whether something has to be looked at again; the page's title says so first.
func (v questionView) Bad() bool {
	return v.Wrong != nil || slices.ContainsFunc(v.Typed, func(f typedField) bool { return f.Wrong != nil })
}

// Streets reports whether a field offers streets while one types.
func (v questionView) Streets() bool {
	return slices.ContainsFunc(v.Fields, func(f journey.Field) bool { return f.Street })
}

// typedField is one field with what stands in it.
type typedField struct {
	journey.Field
	Text  string
	Wrong *core.Message
	Focus bool
}

// Described names what explains the field to a screen reader: its hint and what is wrong with it.
func (f typedField) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, "hint-"+f.Name)
	}
	if f.Wrong != nil {
		ids = append(ids, "wrong-"+f.Name)
	}
	return strings.Join(ids, " ")
}

// Type is the field's HTML input type.
func (f typedField) Type() string {
	switch f.Keyboard {
	case journey.Telephone:
		return "tel"
	case journey.EmailKeys:
		return "email"
	default:
		return "text"
	}
}

// Mode is the on-screen keyboard that a phone shows.
func (f typedField) Mode() string {
	switch f.Keyboard {
	case journey.Digits:
		return "numeric"
	case journey.Telephone:
		return "tel"
	case journey.EmailKeys:
		return "email"
	default:
		return "text"
	}
}

// Dir is the direction of what is typed: numbers and e-mail addresses run from left to right everywhere.
func (f typedField) Dir() string {
	if f.Keyboard == journey.Letters {
		return "auto"
	}
	return "ltr"
}

func (w way) view(step journey.StepID, problems []journey.Problem) questionView {
	v := questionView{Question: journey.Ask(step, w.Answers, w.setting), Action: w.at(step), Back: w.before(step)}
	if !w.Reviewed && !w.setting.ContactOnly { // a correction is one question, however long the way was
		v.At, v.Of = journey.Progress(step, w.Answers, w.setting)
	}
	for _, field := range v.Fields {
		typed := typedField{Field: field, Text: field.Value.Reveal(), Wrong: problemOf(problems, field.Name)}
		if draft, ok := w.Drafts[step]; ok {
			typed.Text = draft[field.Name].Reveal()
		}
		v.Typed = append(v.Typed, typed)
	}
	if first := slices.IndexFunc(v.Typed, func(f typedField) bool { return f.Wrong != nil }); first >= 0 {
		v.Typed[first].Focus = true
	}
	v.Wrong = problemOf(problems, string(step))
	if len(v.Fields) > 0 && problemOf(problems, v.Fields[0].Name) == v.Wrong {
		v.Wrong = nil
	}
	return v
}

func problemOf(problems []journey.Problem, field string) *core.Message {
	for i := range problems {
		if problems[i].Field == field {
			return &problems[i].Reason
		}
	}
	return nil
}

// showStep shows a question, or leads to where this walk stands when it cannot stand at that one.
func (s *Site) showStep(rw http.ResponseWriter, r *http.Request, w way) {
	step := journey.StepID(r.PathValue("step"))
	if !journey.Known(step) {
		s.Web.Error(rw, r, core.Refuse(api.CodeNotFound, ""))
		return
	}
	if !journey.Reachable(step, w.Answers, w.setting) {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	s.question(rw, r, http.StatusOK, w.view(step, nil))
}

func (s *Site) question(rw http.ResponseWriter, r *http.Request, status int, view questionView) {
	if view.Kind == journey.One {
		s.show(rw, r, status, "question", view)
		return
	}
	s.showForm(rw, r, status, "question", view)
}

// answerStep takes an answer in and leads on. Nothing typed is lost on any way out.
func (s *Site) answerStep(rw http.ResponseWriter, r *http.Request, v *visit, w way) {
	step := journey.StepID(r.PathValue("step"))
	if !journey.Known(step) || step == journey.StepReview {
		s.Web.Error(rw, r, core.Refuse(api.CodeNotFound, ""))
		return
	}
	if !journey.Reachable(step, w.Answers, w.setting) {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	back, held := w.before(step), w.Answers.Hold
	problems := w.take(r, step)
	to, left := sidestep(r, v, back)
	s.keep(rw, r, v)
	if w.Answers.Hold != held { // a moment of another place
		s.letGo(r, held)
	}
	switch {
	case left:
		s.Web.Redirect(rw, r, to)
	case len(problems) > 0:
		s.question(rw, web.WithLanguage(r, v.Lang), http.StatusUnprocessableEntity, w.view(step, problems))
	default:
		s.Web.Redirect(rw, r, w.after(step))
	}
}
