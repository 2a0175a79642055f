package flow

import (
	"context"
	"errors"

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
	full, names := f.slip(true), f.slip(false)
	out := func(ctx context.Context) (struct{}, error) {
		err := f.Print(ctx, full)
		if errors.Is(err, slip.ErrTooLong) { // who may have very much gets a list
			err = f.Print(ctx, names)
		}
		return struct{}{}, err
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

// slip is what a person takes home: in full what is likely, unless names have to do, and by name what is worth asking. Its
// title tells nobody who finds it what it is about.
func (f *Flow) slip(full bool) slip.Slip {
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
				section.Items = append(section.Items, f.onPaper(t, item, full && standing == guide.Likely))
			}
		}
		if len(section.Items) > 0 {
			paper.Sections = append(paper.Sections, section)
		}
	}
	return paper
}

// onPaper is one right by name and, in full, how one gets it, where, what to bring, with a box to tick, and how old that is.
func (f *Flow) onPaper(t *i18n.Localizer, item guide.Item, full bool) slip.Item {
	text := f.rightText(t, item.ID)
	out := slip.Item{Name: text.Name}
	if !full {
		return out
	}
	out.Lines = append(out.Lines,
		slip.Line{Label: t.T("check.right.how"), Text: text.How},
		slip.Line{Label: t.T("check.right.where"), Text: text.Where})
	if text.Deadline != "" {
		out.Lines = append(out.Lines, slip.Line{Label: t.T("check.right.deadline"), Text: text.Deadline})
	}
	for i, thing := range text.Bring {
		line := slip.Line{Text: thing, Check: true}
		if i == 0 {
			line.Label = t.T("check.right.bring")
		}
		out.Lines = append(out.Lines, line)
	}
	right, _ := f.guide().Right(item.ID)
	if dates, _ := guide.Evidence(right, item.Basis, t); dates != "" {
		out.Lines = append(out.Lines, slip.Line{Text: dates})
	}
	return out
}
