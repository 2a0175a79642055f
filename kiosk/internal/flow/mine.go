package flow

import (
	"context"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

const fieldCode = "code"

// onMine handles "my request": the code, the status, its appointment, stopping it, another contact plan.
func (f *Flow) onMine(event view.Event) {
	v := f.visit()
	if v.Busy {
		return
	}
	f.onAppointment(event)
	switch event.(type) {
	case view.Next:
		if v.At().Screen == session.Code {
			f.openMine()
		}
	case view.Cancel:
		if v.At().Screen == session.Mine && v.Opened.Status.State.Open() {
			v.Go(session.Spot{Screen: session.Cancel})
		}
	case view.ChangeContact:
		if v.At().Screen == session.Mine && v.Opened.Status.State.Open() {
			f.changeContact()
		}
	case view.Yes:
		if v.At().Screen == session.Cancel {
			f.cancelMine()
		}
	case view.No:
		if v.At().Screen == session.Cancel {
			f.back()
		}
	}
}

// openMine asks for the request that the typed code opens.
func (f *Flow) openMine() {
	v := f.visit()
	code, _ := v.Typed(fieldCode)
	if code.IsZero() {
		v.Problems = problem(fieldCode, "kiosk.code.empty")
		return
	}
	v.Busy, v.Problems = true, nil
	ask := func(ctx context.Context) (api.Status, error) { return f.Backend.Status(ctx, code) }
	work(f, ask, func(status api.Status, err error) {
		v := f.visit()
		v.Busy = false
		if v.At().Screen != session.Code {
			return // went elsewhere meanwhile
		}
		if err != nil {
			v.Problems = problem(fieldCode, refused(err))
			return
		}
		v.Opened = &session.Opened{Code: code, Status: status}
		v.Go(session.Spot{Screen: session.Mine})
	})
}

// cancelMine stops the request for good, after the yes.
func (f *Flow) cancelMine() {
	code := f.visit().Opened.Code
	f.visit().Busy = true
	f.update("kiosk.mine.cancelled", func(ctx context.Context) (api.Status, error) { return f.Backend.Cancel(ctx, code) })
}

// changeContact walks the steps of the contact plan again, for the opened request.
func (f *Flow) changeContact() {
	v := f.visit()
	status := v.Opened.Status
	v.Answers = journey.FromRequest(api.NewRequest{Place: status.Place, Centre: status.Centre, Contact: status.Contact})
	v.Purpose, v.Correcting = session.Changing, false
	v.Go(session.Spot{Screen: session.Ask, Step: journey.Path(v.Answers, f.setting())[0]})
}

// saveContact sends the new contact plan.
func (f *Flow) saveContact() {
	v := f.visit()
	if v.Busy || v.Opened == nil {
		return
	}
	contact := v.Answers.Request(v.Settings.Language, f.setting()).Contact
	change := api.ContactChange{Code: v.Opened.Code, Contact: contact}
	v.Busy, v.Problems = true, nil
	f.update("kiosk.mine.changed", func(ctx context.Context) (api.Status, error) { return f.Backend.ChangeContact(ctx, change) })
}

// update makes a change to the opened request and returns to it with a sentence about what was done.
func (f *Flow) update(done string, call func(context.Context) (api.Status, error)) {
	work(f, call, func(status api.Status, err error) {
		v := f.visit()
		v.Busy = false
		if v.Opened == nil {
			return
		}
		if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code == api.CodeInvalid && v.Purpose == session.Changing {
			f.correct(problemsOf(p))
			return
		}
		if err != nil && f.momentGone(err) {
			return
		}
		if err != nil {
			v.Problems = problem("", refused(err))
			return
		}
		v.Opened.Move = nil
		v.Opened.Status, v.Purpose, v.Answers = status, session.Asking, journey.Answers{}
		v.Go(session.Spot{Screen: session.Mine})
		v.Opened.Done = done
	})
}

// refused is the key of the sentence for an error: what the backend said, or that there was no answer.
func refused(err error) string {
	if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code != "" {
		return "error." + string(p.Code) + ".detail"
	}
	return "kiosk.offline"
}
