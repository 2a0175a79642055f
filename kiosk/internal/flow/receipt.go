package flow

import (
	"context"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/view"
)

// onSent handles the receipt: it can be put on paper.
func (f *Flow) onSent(event view.Event) {
	if open, ok := event.(view.Open); ok && open.Way == view.WayPrint {
		f.printReceipt()
	}
}

// printReceipt prints what there is to remember. The paper is in the person's hand and nowhere else.
func (f *Flow) printReceipt() {
	r := f.visit().Receipt
	if f.Print == nil || r == nil || r.Print.Busy {
		return
	}
	r.Print = session.Printing{Busy: true}
	paper := f.receiptSlip(r)
	work(f, func(ctx context.Context) (struct{}, error) { return struct{}{}, f.Print(ctx, paper) }, func(_ struct{}, err error) {
		if r := f.visit().Receipt; r != nil {
			r.Print = session.Printing{Done: printed(err), Bad: err != nil}
		}
	})
}

// receiptSlip holds the appointment and the code. Who finds it learns a day, a place and a first name, and not what for.
func (f *Flow) receiptSlip(r *session.Receipt) slip.Slip {
	t := f.texts()
	paper := slip.Slip{
		Dir: typeset.DirectionOf(t.Lang()), Title: t.T("kiosk.receipt.title"),
		Foot: []string{t.T("check.print.call", i18n.Args{"Number": f.City().City().Helpline.Phone.Value})},
	}
	if a := f.appointment(t, r.Appointment); a.Title != "" {
		item := slip.Item{Name: a.When}
		for _, row := range a.Rows {
			item.Lines = append(item.Lines, slip.Line{Label: row.Label, Text: row.Value})
		}
		paper.Sections = append(paper.Sections, slip.Section{Heading: t.T("time.row"), Items: []slip.Item{item}})
	}
	paper.Sections = append(paper.Sections, slip.Section{Heading: t.T("confirm.code"), Items: []slip.Item{{
		Name: leftToRight(r.Code.Reveal()), Lines: []slip.Line{{Label: t.T("confirm.codeword"), Text: r.CodeWord.Reveal()}},
	}}})
	return paper
}
