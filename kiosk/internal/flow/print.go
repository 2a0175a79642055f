package flow

import (
	"context"
	"errors"
	"slices"
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
	for n := len(guide.InFull); n >= 0; n-- { // who may have very much is told less of each
		papers = append(papers, f.slip(guide.InFull[:n]))
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

// slip is what a person takes home: what was found, some of it in full and the rest by name. Its title tells nobody who finds it
// what it is about.
func (f *Flow) slip(full []guide.Standing) slip.Slip {
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
				section.Items = append(section.Items, f.onPaper(t, item, slices.Contains(full, standing)))
			}
		}
		if len(section.Items) > 0 {
			paper.Sections = append(paper.Sections, section)
		}
	}
	return paper
}

// onPaper is one right by name and, in full, what it brings, how one gets it, where, and what to bring, with a box to tick.
func (f *Flow) onPaper(t *i18n.Localizer, item guide.Item, full bool) slip.Item {
	text := f.rightText(t, item.ID)
	out := slip.Item{Name: text.Name}
	if !full {
		return out
	}
	right, _ := f.guide().Right(item.ID)
	granted := guide.Granted(right, f.guide().Day(), item.Standing, t)
	for _, line := range []slip.Line{
		{Label: t.T("check.right.brings"), Text: text.Brings},
		{Label: t.T("check.right.how"), Text: strings.TrimSpace(granted + " " + text.How)},
		{Label: t.T("check.right.where"), Text: text.Where},
		{Label: t.T("check.right.deadline"), Text: text.Deadline},
	} {
		if line.Text != "" {
			out.Lines = append(out.Lines, line)
		}
	}
	for i, thing := range text.Bring {
		line := slip.Line{Text: thing, Check: true}
		if i == 0 {
			line.Label = t.T("check.right.bring")
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
