// Package reception is what people do for messages that cannot go by themselves: calls to make (beltaken), what to say when the
// resident comes or calls (balietaken), and what became of those that went. It decides by the viewer, as the requests do.
package reception

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// Task is a message that people bring. It stands in no list of a team when its request is kept apart.
type Task struct {
	ID       core.ID
	Request  core.ID
	Version  int
	Kind     notify.Kind
	Channel  notify.Channel // notify.Call, or notify.Desk: told when the resident comes or calls
	CodeWord api.Personal
	Worker   string         // who has the request, by name; empty for nobody
	From     time.Time      // the hours in which the plan allows the call; zero at the desk
	Until    time.Time      //
	Deadline time.Time      // after it, telling helps nobody
	Steps    []api.Personal // what to say, step by step; none in a list
}

// Message is what became of one message. It holds no word of what was said.
type Message struct {
	ID      core.ID
	At      time.Time // of the last change
	Kind    notify.Kind
	Channel notify.Channel // empty while it waits
	State   notify.State
	Receipt string // see notify
}

// Deps are what the service works with. All are required.
type Deps struct {
	Desk     notify.Reception
	Requests *request.Service
	Store    notify.Store
	Clock    core.Clock
}

// Service is the tasks and messages as staff see them.
type Service struct{ deps Deps }

// New makes the service.
func New(deps Deps) *Service { return &Service{deps} }

const (
	longest    = 200              // tasks in a list
	undoWithin = 10 * time.Minute // as for any step at the desk
)

const auditUndone audit.Action = "message.told-undone"

// Tasks are the open tasks of the viewer's team, the most urgent first: lines, without number and without words. A worker sees
// those of the own requests and of the ones that nobody has.
func (s *Service) Tasks(ctx context.Context, v account.Viewer) ([]Task, error) {
	if v.Team == "" {
		return nil, nil
	}
	lines, err := s.deps.Desk.Tasks(ctx, v.Team, longest)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, line := range lines {
		task, may, err := s.task(ctx, v, line)
		if err != nil {
			return nil, err
		}
		if may {
			tasks = append(tasks, task)
		}
	}
	return tasks, nil
}

// task is a line as the viewer sees it; false where the request is not theirs to read.
func (s *Service) task(ctx context.Context, v account.Viewer, line notify.Line) (Task, bool, error) {
	row, err := s.deps.Requests.Readable(ctx, v, line.Row.Request)
	if code := core.CodeOf(err); code == api.CodeNotFound || code == api.CodeForbidden {
		return Task{}, false, nil
	}
	if err != nil {
		return Task{}, false, err
	}
	summary, may, err := s.deps.Requests.Line(v, row)
	return Task{
		ID: line.Row.ID, Request: row.ID, Version: line.Row.Version, Kind: line.Row.Kind, Channel: line.Row.Channel,
		CodeWord: summary.CodeWord, Worker: summary.WorkerName, From: line.From, Until: line.Until, Deadline: line.Row.Deadline,
	}, may, err
}

// CountTasks is how many lines Tasks would have, or a little more where a plan no longer allows a call. It opens nothing: every
// page asks it.
func (s *Service) CountTasks(ctx context.Context, v account.Viewer) (n int, err error) {
	if v.Team == "" {
		return 0, nil
	}
	var rows []notify.Row
	err = s.deps.Store.View(ctx, func(tx notify.Tx) error {
		rows, err = tx.Tasks(v.Team, longest)
		return err
	})
	for _, row := range rows {
		if of, refused := s.deps.Requests.Readable(ctx, v, row.Request); refused == nil && !of.Apart {
			n++
		}
	}
	return n, err
}

// TasksOf are the open tasks of one request, with what to say in a language of the staff pages.
func (s *Service) TasksOf(ctx context.Context, v account.Viewer, id core.ID, language string) ([]Task, error) {
	if _, err := s.deps.Requests.Readable(ctx, v, id); err != nil {
		return nil, err
	}
	open, err := s.deps.Desk.Of(ctx, id, language)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, one := range open {
		task, may, err := s.task(ctx, v, one.Line)
		if err != nil {
			return nil, err
		}
		if may {
			task.Steps = one.Steps
			tasks = append(tasks, task)
		}
	}
	return tasks, nil
}

// MessagesOf are all messages of a request, the latest first.
func (s *Service) MessagesOf(ctx context.Context, v account.Viewer, id core.ID) (messages []Message, err error) {
	if _, err := s.deps.Requests.Readable(ctx, v, id); err != nil {
		return nil, err
	}
	err = s.deps.Store.View(ctx, func(tx notify.Tx) error {
		rows, err := tx.MessagesOf(id)
		for _, row := range rows {
			messages = append(messages, Message{row.ID, row.Changed, row.Kind, row.Channel, row.State, row.Receipt})
		}
		return err
	})
	return messages, err
}

// DoneTask notes that the viewer did a task. version is the one that the page showed: when somebody was first, the answer is a
// conflict.
func (s *Service) DoneTask(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	row, of, err := s.message(ctx, v, id)
	if err != nil {
		return err
	}
	if row.Version != version {
		return core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	if err := s.deps.Desk.Done(ctx, v.ID, of.ID, id); err != nil {
		return err
	}
	s.deps.Requests.Publish(request.ChangeOf(of, request.EventNoted))
	return nil
}

// UndoTask opens a task again that the viewer noted as done, within ten minutes. version is the one before DoneTask.
func (s *Service) UndoTask(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	_, of, err := s.message(ctx, v, id)
	if err != nil {
		return err
	}
	err = s.deps.Store.Update(ctx, func(tx notify.Tx) error {
		row, found, err := tx.Message(id)
		if err != nil {
			return err
		}
		now := s.deps.Clock.Now()
		if !found || row.State != notify.Done || row.By != v.ID || row.Version != version+1 || now.Sub(row.Changed) > undoWithin {
			return core.Refuse(api.CodeConflict, "refuse.move")
		}
		row.State, row.By, row.Changed, row.Version = notify.Waiting, "", now, row.Version+1
		if stored, err := tx.UpdateMessage(row); err != nil || !stored {
			return err
		}
		return s.deps.Desk.Chain.Append(tx, now, v.ID, auditUndone, of.ID)
	})
	if err == nil {
		s.deps.Requests.Publish(request.ChangeOf(of, request.EventNoted))
	}
	return err
}

// message is a message of a request that the viewer may read; any other is not there.
func (s *Service) message(ctx context.Context, v account.Viewer, id core.ID) (row notify.Row, of request.Row, err error) {
	var found bool
	err = s.deps.Store.View(ctx, func(tx notify.Tx) error {
		row, found, err = tx.Message(id)
		return err
	})
	if err == nil && !found {
		err = core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	if err != nil {
		return row, of, err
	}
	of, err = s.deps.Requests.Readable(ctx, v, row.Request)
	return row, of, err
}
