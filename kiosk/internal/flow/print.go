package flow

import (
	"context"
	"errors"
	"strings"

	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/typeset"
)

// print puts the results on paper. What was printed is in the person's hand and nowhere else.
func (f *Flow) print() {
	c := f.visit().Check
	if f.Print == nil || c.Print.Busy {
		return
	}
	c.Print = session.Printing{Busy: true}
	var papers []slip.Slip
	for _, told := range tellings {
		papers = append(papers, f.slip(told))
	}
	out := func(ctx context.Context) (none struct{}, err error) {
		for _, paper := range papers {
			if err = f.Print(ctx, paper); !errors.Is(err, slip.ErrTooLong) {
				break
			}
		}
		return none, err
	}
	work(f, out, func(_ struct{}, err error) {
		if c := f.visit().Check; c != nil {
			c.Print = session.Printing{Done: printed(err), Bad: err != nil}
		}
	})
}

// printed is the key of the sentence for what came of printing.
func printed(err error) string {
	switch {
	case err == nil:
		return "check.print.done"
	case errors.Is(err, device.ErrPaperOut):
		return "check.print.paper"
	case errors.Is(err, device.ErrCoverOpen):
		return "check.print.cover"
	}
	return "check.print.not"
}

// tellings are the facts that paper tells of each standing, the most first: who may have more than a roll can hold is told less of
// each, and at last the names.
var tellings = []map[guide.Standing][]guide.Fact{
	guide.OnPaper,
	{guide.Likely: {guide.How, guide.Where, guide.Deadline, guide.Bring}},
	{},
}

// slip is what a person takes home: what was found, with the facts that are told of each standing. Its title tells nobody who
// finds it what it is about.
func (f *Flow) slip(told map[guide.Standing][]guide.Fact) slip.Slip {
	t, g, walk := f.texts(), f.guide(), f.visit().Check.Walk
	paper := slip.Slip{
		Dir: typeset.DirectionOf(t.Lang()), Title: t.T("check.print.title"), Lead: t.T("check.results.lead"),
		Foot: []string{
			t.T("check.results.day", i18n.Args{"Date": t.Date(f.Clock.Now())}),
			t.T("check.print.call", i18n.Args{"Number": f.City().City().Helpline.Phone.Value}),
		},
	}
	for _, standing := range guide.Told {
		section := slip.Section{Heading: t.T("check.standing." + string(standing))}
		for _, group := range g.Results(walk, standing) {
			for _, item := range group.Items {
				section.Items = append(section.Items, f.onPaper(t, item, told[standing]))
			}
		}
		if len(section.Items) > 0 {
			paper.Sections = append(paper.Sections, section)
		}
	}
	return paper
}

// onPaper is one right by name with these facts, and with them how old that is; what to bring has boxes to tick.
func (f *Flow) onPaper(t *i18n.Localizer, item guide.Item, facts []guide.Fact) slip.Item {
	text := f.rightText(t, item.ID)
	right, _ := f.guide().Right(item.ID)
	granted := guide.Granted(right, f.guide().Day(), item.Standing, t)
	says := map[guide.Fact][]string{
		guide.Brings: {text.Brings}, guide.How: {strings.TrimSpace(granted + " " + text.How)}, guide.Where: {text.Where},
		guide.Deadline: {text.Deadline}, guide.Bring: text.Bring,
	}
	out := slip.Item{Name: text.Name}
	for _, fact := range facts {
		label := t.T("check.right." + string(fact))
		for _, said := range says[fact] {
			if said != "" {
				out.Lines = append(out.Lines, slip.Line{Label: label, Text: said, Check: fact == guide.Bring})
				label = "" // stands once
			}
		}
	}
	if dates, _ := guide.Evidence(right, item.Basis, t); dates != "" && len(facts) > 0 {
		out.Lines = append(out.Lines, slip.Line{Text: dates})
	}
	return out
}
