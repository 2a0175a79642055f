package staff

import (
	"net/http"
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/staff/worklist"
	"wijkloket/backend/internal/web"
)

// callsView is what people bring themselves: calls to make, and what to tell when a resident comes or calls.
type callsView struct {
	page
	Now, Later, Desk []taskView // calls whose hours are now, later calls, and what waits at the desk
	Open             int
}

// taskView is one task as it is drawn.
type taskView struct {
	Task
	CodeWord string
	Words    []string // what to say, on the page of its request
	Open     bool     // the hours of the plan are now
	Today    bool     // they are today
	Mine     bool
	Back     bool // doing it leads back to the page of its request
}

// Call reports that somebody is to be called.
func (t taskView) Call() bool { return t.Channel == notify.Call }

func (s *Staff) taskView(v *visit, task Task) taskView {
	now := s.clock.Now()
	drawn := taskView{Task: task, CodeWord: task.CodeWord.Reveal(), Mine: task.Worker == v.who.Name && task.Worker != ""}
	drawn.Open = !task.From.After(now)
	drawn.Today = worklist.Today(task.From).Equal(worklist.Today(now))
	for _, step := range task.Steps {
		drawn.Words = append(drawn.Words, step.Reveal())
	}
	return drawn
}

func (s *Staff) showCalls(v *visit) error { return s.listCalls(v, http.StatusOK) }

func (s *Staff) listCalls(v *visit, status int) error {
	tasks, err := s.tasks.Tasks(v.ctx(), v.viewer())
	if err != nil {
		return err
	}
	view := callsView{page: s.page(v, "calls"), Open: len(tasks)}
	view.Here = callsPath
	for _, task := range tasks {
		switch one := s.taskView(v, task); {
		case !one.Call():
			view.Desk = append(view.Desk, one)
		case one.Task.From.After(s.clock.Now()):
			view.Later = append(view.Later, one)
		default:
			view.Now = append(view.Now, one)
		}
	}
	return s.render(v, status, "calls", view)
}

// taskDone notes with one touch that a resident was told.
func (s *Staff) taskDone(v *visit) error {
	return s.task(v, notice{Key: "staff.done.told", Undo: undoTask}, func(id core.ID, version int) error {
		return s.tasks.DoneTask(v.ctx(), v.viewer(), id, version)
	})
}

// taskUndone takes a wrong touch back.
func (s *Staff) taskUndone(v *visit) error {
	return s.task(v, notice{Key: "staff.done.untold"}, func(id core.ID, version int) error {
		return s.tasks.UndoTask(v.ctx(), v.viewer(), id, version)
	})
}

// task carries out a touch and leads back to where it was made: the list, or the page of the request.
func (s *Staff) task(v *visit, n notice, do func(id core.ID, version int) error) error {
	id, f, err := s.asked(v, "versie", "vraag")
	if err != nil {
		return err
	}
	back := callsPath
	request, onPage := core.ParseID(f["vraag"])
	if onPage {
		back = oneRequest + string(request)
	}
	err = do(id, f.version())
	if core.CodeOf(err) == api.CodeConflict {
		n, err = notice{Key: "staff.calls.first", Late: true}, nil
	}
	if err != nil {
		return err
	}
	n.Task, n.Version, n.Request = id, f.version(), request
	s.sessions.leave(v.ctx(), n)
	return s.goOn(v, back)
}

// messageView is one message of a request with what became of it.
type messageView struct {
	Message
	Why string // key of the reason, where it did not go; "" where there is nothing to say
}

// Word is what became of it, as a word of the catalogue (key "staff.message.<word>").
func (m messageView) Word() string {
	switch m.State {
	case notify.Queued, notify.Sending:
		return "planned"
	default:
		return string(m.State)
	}
}

// receipts are the reasons that staff can do something with; every other code is a fault of ours or the gateway's.
var receipts = []string{
	notify.ReceiptNoChannel, notify.ReceiptNeverWrite, notify.ReceiptNoNumber, notify.ReceiptNoAddress, notify.ReceiptNotWanted,
	notify.ReceiptNoHour, notify.ReceiptTooLate, notify.ReceiptPointless, notify.ReceiptUnsure, notify.ReceiptToCall,
}

func messageOf(m Message) messageView {
	view := messageView{Message: m}
	switch m.State {
	case notify.Failed, notify.Dropped, notify.Waiting:
		view.Why = "staff.receipt.other"
		if slices.Contains(receipts, m.Receipt) {
			view.Why = "staff.receipt." + m.Receipt
		}
	}
	return view
}

// showMessages puts the messages of a request on its page: first what somebody has to tell, then what became of the others.
func (s *Staff) showMessages(v *visit, view *requestView) error {
	tasks, err := s.tasks.TasksOf(v.ctx(), v.viewer(), view.ID, web.Language(v.r))
	if err != nil {
		return err
	}
	for _, task := range tasks {
		one := s.taskView(v, task)
		one.Back = true
		view.Tasks = append(view.Tasks, one)
	}
	messages, err := s.tasks.MessagesOf(v.ctx(), v.viewer(), view.ID)
	if err != nil {
		return err
	}
	for _, m := range messages {
		view.Messages = append(view.Messages, messageOf(m))
	}
	return nil
}
