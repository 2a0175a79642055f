package staff

import (
	"context"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/reception"
)

// Tasks is what the pages ask of the messages: those that people bring themselves, and what became of those that went. Every
// method decides by the viewer: a message of a request that the viewer may not open is not there, and in a team's list no task
// stands of a request that is kept apart.
type Tasks interface {
	// Tasks are the open tasks of the viewer's team, the most urgent first. They are lines: without number and without words.
	// A worker sees those of the own requests and of the ones that nobody has.
	Tasks(ctx context.Context, v account.Viewer) ([]Task, error)
	// CountTasks is how many lines Tasks would have, or a little more where a plan no longer allows a call. It opens nothing:
	// every page asks it.
	CountTasks(ctx context.Context, v account.Viewer) (int, error)
	// TasksOf are the open tasks of one request, with what to say in a language of the staff pages.
	TasksOf(ctx context.Context, v account.Viewer, request core.ID, language string) ([]Task, error)
	// DoneTask notes that the viewer did a task. version is the one that the page showed: when somebody was first, the answer
	// is a conflict.
	DoneTask(ctx context.Context, v account.Viewer, id core.ID, version int) error
	// UndoTask opens a task again that the viewer noted as done, within ten minutes. version is the one before DoneTask.
	UndoTask(ctx context.Context, v account.Viewer, id core.ID, version int) error
	// MessagesOf are all messages of a request, the latest first.
	MessagesOf(ctx context.Context, v account.Viewer, request core.ID) ([]Message, error)
}

// Task and Message are what package reception says of them.
type (
	Task    = reception.Task
	Message = reception.Message
)
