package staff

import (
	"slices"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// undoWithin is how long the page offers to take back what was just noted; the four outcomes themselves do it for ever.
const undoWithin = 10 * time.Minute

// rightsView is what the page of a request says about rights: those that the resident shared, apart from them those that staff
// added, and those that can still be added.
type rightsView struct {
	Shared, Added []rightView
	More          []domainView
	May           bool              // outcomes can be noted
	Undo          *request.Noting   // the viewer's own last noting, to take back; nil when it is not
	Outcomes      []request.Outcome // of a right that is added
}

// rightView is one right, for whoever looks at it together with the resident.
type rightView struct {
	request.TakeUp
	Request core.ID
	Row     int // on the page
	May     bool

	Known       bool // the rules have it; of one that they lost, its id and what became of it are left
	Name, Short string
	Gap         string // what to look at still
	Dates       string // how old its page and its figures are
	Source      string
	Confidence  string // read, secondary, known or unsure
	Stale       bool   // looked up too long ago
	Old         bool   // a figure is too old
}

// Choices are the outcomes to choose from; what stands there now is one of them.
func (rightView) Choices() []request.Outcome { return request.Outcomes }

// domainView is a domain of life with its rights.
type domainView struct {
	ID     string
	Rights []namedRight
}

type namedRight struct{ ID, Name string }

func (s *Staff) rightsView(v *visit, d request.Detail) rightsView {
	rules, lang := s.rights(), web.Language(v.r)
	today := s.clock.Now().In(core.Brussels).Format(time.DateOnly)
	check, basis := s.figures.on(rules, today)
	view := rightsView{May: d.State != api.StateCancelled, Outcomes: request.Outcomes[1:]}
	if view.May && d.LastNoted.Account == v.who.ID && s.clock.Now().Sub(d.LastNoted.At) < undoWithin {
		view.Undo = &d.LastNoted
	}
	listed := map[string]bool{}
	for row, up := range d.TakeUp {
		listed[up.Right] = true
		one := rightView{TakeUp: up, Request: d.ID, Row: row, May: view.May, Name: up.Right}
		if right, known := rules.Right(up.Right); known {
			one.describe(check, right, s.web.Texts(lang), basis[right.ID])
		}
		if up.Shared {
			view.Shared = append(view.Shared, one)
		} else {
			view.Added = append(view.Added, one)
		}
	}
	view.More = domains(rules, lang, listed)
	return view
}

func (r *rightView) describe(check *rights.Check, right rights.Right, texts *i18n.Localizer, basis rights.Basis) {
	text := check.Text(right.ID, texts)
	r.Known, r.Name, r.Short = true, text.Name, text.Short
	r.Gap, r.Source = check.Gap(right.ID, texts), right.Source
	r.Dates, r.Stale, r.Old = guide.Dates(right, basis, texts), right.ShelfUntil < check.Day(), basis.Old
	if right.Confidence != "computed" && slices.Contains(rights.Confidences, right.Confidence) { // that, the dates say already
		r.Confidence = right.Confidence
	}
}

// domains lists the rights that are not listed yet, by domain.
func domains(rules *rights.Rules, lang string, listed map[string]bool) []domainView {
	var all []domainView
	at := map[string]int{}
	for _, right := range rules.Rights() {
		if listed[right.ID] {
			continue
		}
		i, known := at[right.Domain]
		if !known {
			i = len(all)
			at[right.Domain] = i
			all = append(all, domainView{ID: right.Domain})
		}
		all[i].Rights = append(all[i].Rights, namedRight{right.ID, right.Name(lang)})
	}
	return all
}

// figures are the rules prepared for a day, and how old that is on which each right rests on it. Preparing a day takes some
// milliseconds, so it is done once a day and again when the rules are replaced.
type figures struct {
	mu    sync.Mutex
	rules *rights.Rules
	check *rights.Check
	basis map[string]rights.Basis
}

func (f *figures) on(rules *rights.Rules, day string) (*rights.Check, map[string]rights.Basis) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rules == rules && f.check.Day() == day {
		return f.check, f.basis
	}
	f.rules, f.check, f.basis = rules, rules.At(day), map[string]rights.Basis{}
	for _, result := range f.check.Verdicts(rights.Answers{}, nil) {
		f.basis[result.ID] = result.Basis
	}
	return f.check, f.basis
}

// noteOutcome writes down what became of a right. Which one stands in the body, never in an address.
func (s *Staff) noteOutcome(v *visit) error {
	id, f, err := s.asked(v, "recht", "uitkomst", "van")
	if err != nil {
		return err
	}
	right, seen, to := f["recht"], request.Outcome(f["van"]), request.Outcome(f["uitkomst"])
	typed := draft{Form: "recht", Pick: right}
	if right == "" {
		return s.done(v, id, wrong("recht", "staff.wrong.right"), typed, notice{})
	}
	err = s.requests.NoteOutcome(v.ctx(), v.viewer(), id, right, seen, to)
	return s.done(v, id, err, typed, notice{Key: "staff.done.outcome." + string(to), Undo: undoOutcome})
}
