package flow

import (
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

func (f *Flow) introBody(t *i18n.Localizer) view.Body {
	body := view.Intro{
		Title: t.T("check.intro.title"), Lead: t.T("check.intro.lead"), Begin: t.T("check.begin"),
		Points: []view.Option{
			{Icon: "clock", Label: t.T("check.intro.time")},
			{Icon: "hide", Label: t.T("check.intro.noname")},
			{Icon: "work", Label: t.T("check.intro.work")},
			{Icon: "people", Label: t.T("check.intro.decides")},
		},
	}
	if f.visit().Check != nil {
		body.Begin = t.T("check.resume")
	}
	return body
}

// checkProgress puts into the frame which question this is and how many more there can be: never more than it says.
func (f *Flow) checkProgress(t *i18n.Localizer, frame *view.Frame) {
	at, left := f.guide().Progress(f.visit().Check.Walk)
	frame.At, frame.Of = at, at+left
	frame.Progress = t.T("check.progress", i18n.Args{"At": at}) + ". " + t.T("check.last")
	if left > 0 {
		frame.Progress = t.T("check.progress", i18n.Args{"At": at}) + ". " + t.N("check.left", left)
	}
}

func (f *Flow) checkQuestionBody(t *i18n.Localizer) view.Body {
	c := f.visit().Check
	q, _ := f.guide().Question(c.Walk.At)
	if guide.Typed(q) {
		return f.numberBody(t, q)
	}
	body := view.Question{
		Title: q.Ask(t.Lang()), Why: q.Why(t.Lang()), Many: q.Kind == rights.Many, ChosenWord: t.T("kiosk.chosen"),
		Wrong: f.wrong(t, ""), Running: f.beside(t),
	}
	picked := f.picked()
	for _, code := range guide.Choices(q) {
		body.Options = append(body.Options, view.Option{
			ID: code, Label: f.guide().Check().Label(q.ID, code, t.Lang()), Chosen: slices.Contains(picked, code),
		})
	}
	if q.Unsure {
		body.Options = append(body.Options, view.Option{ID: view.Unsure, Label: t.T("check.unsure")})
	}
	if len(picked) > 0 {
		body.Next = t.T("action.next")
	}
	return body
}

func (f *Flow) numberBody(t *i18n.Localizer, q rights.Question) view.Body {
	wrong := ""
	for _, p := range f.visit().Problems {
		wrong = t.T(p.Reason.Key, i18n.Args{"Min": q.Min, "Max": q.Max})
	}
	return view.Typing{
		Title: q.Ask(t.Lang()), Why: q.Why(t.Lang()), Next: t.T("action.next"), Running: f.beside(t),
		Fields: []view.Field{{
			Name: fieldAge, Label: t.T("check.age.label"), Value: f.standing(fieldAge, f.givenNumber()), Max: 3, Lines: 1,
			Keyboard: view.Digits, Wrong: wrong, Private: true,
		}},
	}
}

// beside says what was found so far, and what more answers would tell.
func (f *Flow) beside(t *i18n.Localizer) view.Running {
	counts := f.guide().Found(f.visit().Check.Walk)
	out := view.Running{Skip: t.T("action.skip"), Found: t.T("check.found.none"), Enough: t.T("check.stop")}
	if found := f.guide().SoFar(f.visit().Check.Walk); found > 0 {
		out.Found = t.N("check.found", found)
	}
	if open := counts[guide.Unclear]; open > 0 {
		out.EnoughWhy = t.N("check.stop.why", open)
	}
	return out
}

// standingIcons are the drawings beside the words of a standing.
var standingIcons = map[guide.Standing]string{
	guide.Have: "check", guide.Likely: "check", guide.Ask: "help", guide.Unclear: "search", guide.Unlikely: "minus", guide.Info: "info",
}

func (f *Flow) resultsBody(t *i18n.Localizer) view.Body {
	c, g := f.visit().Check, f.guide()
	counts := g.Found(c.Walk)
	body := view.Results{
		Title: t.T("check.results.title"), Lead: t.T("check.results.lead"), Answers: t.T("check.answers"),
		Share: t.T("check.share"),
		Day:   t.T("check.results.day", i18n.Args{"Date": t.Date(f.Clock.Now())}),
	}
	if g.SoFar(c.Walk) == 0 {
		body.None = t.T("check.results.none")
	}
	shown := slices.Clone(guide.Told)
	if open := counts[guide.Unclear]; open > 0 {
		body.Unclear = t.N("check.unclear", open)
		body.Reveal = append(body.Reveal, reveal(t, view.WayUnclear, "check.unclear.show", c.Unclear))
	}
	body.Reveal = append(body.Reveal, reveal(t, view.WayUnlikely, "check.unlikely.show", c.Unlikely))
	if c.Unclear {
		shown = append(shown, guide.Unclear)
	}
	if c.Unlikely {
		shown = append(shown, guide.Unlikely, guide.Info)
	}
	if g.Resume(c.Walk).At != "" {
		body.GoOn = t.T("check.resume")
	}
	f.printing(t, &body)
	for _, group := range g.Results(c.Walk, shown...) {
		body.Groups = append(body.Groups, f.groupOf(t, group))
	}
	return body
}

// stays: the long lists of the check stand where they were left, unless there is news at their top.
func (f *Flow) stays() bool {
	switch v := f.visit(); v.At().Screen {
	case session.Results:
		return v.Check.Print == session.Printing{}
	case session.Given:
		return true
	case session.Times, session.MyTimes:
		return !v.Busy && len(v.Problems) == 0
	}
	return false
}

// printing offers paper where there is a printer, and says how it went.
func (f *Flow) printing(t *i18n.Localizer, body *view.Results) {
	if f.Print == nil {
		return
	}
	body.Print = t.T("check.print")
	how := f.visit().Check.Print
	if how.Busy {
		body.Printing = t.T("check.print.busy")
	}
	if how.Done != "" {
		body.Notice, body.Bad = t.T(how.Done), how.Bad
	}
}

func reveal(t *i18n.Localizer, way, key string, open bool) view.Option {
	if open {
		return view.Option{ID: way, Icon: "chevron-up", Label: t.T("check.hide")}
	}
	return view.Option{ID: way, Icon: "chevron-down", Label: t.T(key)}
}

func (f *Flow) groupOf(t *i18n.Localizer, group guide.Group) view.ResultGroup {
	out := view.ResultGroup{Icon: guide.DomainIcon(group.Domain), Heading: t.T("check.domain." + group.Domain)}
	for _, item := range group.Items {
		text := f.rightText(t, item.ID)
		one := view.ResultItem{
			ID: item.ID, Icon: standingIcons[item.Standing], Name: text.Name, Text: text.Short,
			Standing: t.T("check.standing." + string(item.Standing)), Good: item.Standing.Good(),
		}
		if item.Standing == guide.Unlikely { // why it does not fit tells more than what it is
			if said := f.guide().Because(f.visit().Check.Walk, item.ID, t.Lang()); len(said) > 0 {
				one.Text = said[0]
			}
		}
		out.Items = append(out.Items, one)
	}
	return out
}

// rightText is a right in the visitor's language; of one that the rules do not know only the id.
func (f *Flow) rightText(t *i18n.Localizer, id string) rights.Text {
	return f.guide().Check().Text(id, t)
}

func (f *Flow) rightBody(t *i18n.Localizer) view.Body {
	c, g := f.visit().Check, f.guide()
	right, _ := g.Right(c.Right)
	text, item := f.rightText(t, c.Right), g.Standing(c.Walk, c.Right)
	body := view.Right{
		Title: text.Name, Lead: text.Short, Standing: t.T("check.standing." + string(item.Standing)),
		Good:    item.Standing.Good(),
		Because: view.Section{Heading: t.T("check.right.because"), Text: g.Because(c.Walk, c.Right, t.Lang())},
	}
	switch {
	case item.Standing == guide.Info:
		if when := guide.Outside(right, g.Day(), t); when != "" {
			body.Because.Text = append(body.Because.Text, when)
		}
	case item.Broken:
		body.Because.Text = append(body.Because.Text, t.T("check.right.broken"))
	case item.Standing == guide.Ask:
		body.Because.Text = append(body.Because.Text, t.T("check.right.person"))
	}
	section := func(key string, list []string, sentences ...string) {
		sentences = slices.DeleteFunc(sentences, func(s string) bool { return s == "" })
		if len(sentences)+len(list) > 0 {
			body.Sections = append(body.Sections, view.Section{Heading: t.T(key), Text: sentences, List: list})
		}
	}
	section("check.right.brings", nil, text.Brings)
	section("check.right.how", nil, guide.Granted(right, g.Day(), item.Standing, t), text.How)
	section("check.right.where", nil, text.Where)
	section("check.right.bring", text.Bring)
	section("check.right.deadline", nil, text.Deadline)
	body.Decides, body.Questions = t.T("check.right.decides"), f.questions(t, g.Deciding(c.Walk, c.Right))
	body.Evidence, body.Source = guide.Evidence(right, item.Basis, t)
	if slices.Contains(guide.Told, item.Standing) {
		body.Share = t.T("check.share")
	}
	return body
}

// questions are questions to answer after all.
func (f *Flow) questions(t *i18n.Localizer, ids []string) []view.Option {
	var out []view.Option
	for _, id := range ids {
		q, _ := f.guide().Question(id)
		out = append(out, view.Option{ID: id, Icon: "pencil", Label: q.Ask(t.Lang())})
	}
	return out
}

func (f *Flow) givenBody(t *i18n.Localizer) view.Body {
	c, g := f.visit().Check, f.guide()
	body := view.Given{Title: t.T("check.answers.title"), Why: t.T("check.answers.why"), Results: t.T("check.stop")}
	if g.Resume(c.Walk).At != "" {
		body.GoOn = t.T("check.resume")
	}
	for _, id := range g.Asked(c.Walk) {
		q, _ := g.Question(id)
		values, _ := g.Given(c.Walk, id)
		words := make([]string, len(values))
		for i, value := range values {
			words[i] = g.Check().Label(id, value, t.Lang())
		}
		body.Rows = append(body.Rows, view.Row{ID: id, Label: q.Ask(t.Lang()), Value: t.List(words), Change: t.T("review.change")})
	}
	body.SkippedOf, body.Skipped = t.T("check.answers.skipped"), f.questions(t, g.Skipped(c.Walk))
	return body
}

// carryBody shows the link with the answers in its fragment.
func (f *Flow) carryBody(t *i18n.Localizer) view.Body {
	var walk guide.Walk
	if c := f.visit().Check; c != nil {
		walk = c.Walk
	}
	link := strings.TrimRight(f.Public, "/") + "/rights?lang=" + t.Lang() + "#" + f.guide().Pack(walk)
	return view.Carry{
		Title: t.T("check.phone.title"), Text: t.T("check.phone.text"), QR: api.NewPersonal(link),
		Careful: t.T("check.phone.careful"), After: t.T("check.phone.after"),
	}
}
