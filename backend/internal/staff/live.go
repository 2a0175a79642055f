package staff

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"wijkloket/backend/internal/request"
)

// heartbeat is how often a quiet stream says that it is alive; a page that hears nothing for two beats connects again.
const heartbeat = 20 * time.Second

// liveChange is what a live page hears: that a request changed, never what is in it. The page asks for the queue again,
// under its own session and filter.
type liveChange struct {
	ID   string            `json:"id"`
	Kind request.EventKind `json:"kind"`
}

// live streams the changes of the team (server-sent events). It begins with "hello", on which a page catches up with what
// it missed, and ends with "bye" when the session is over (T-16). Watching does not prolong the session.
func (s *Staff) live(v *visit) error {
	changes, stop := s.requests.Watch(v.who.Team)
	defer stop()
	v.w.Header().Set("Content-Type", "text/event-stream")
	v.w.Header().Set("X-Accel-Buffering", "no") // a proxy in between must not collect
	v.w.WriteHeader(http.StatusOK)
	beat := time.NewTicker(s.beat)
	defer beat.Stop()
	err := s.tell(v, "hello", struct{}{})
	for err == nil {
		select {
		case <-v.ctx().Done():
			return nil
		case change, open := <-changes:
			if !open {
				return nil
			}
			if !change.Concerns(v.viewer()) {
				continue
			}
			err = s.tell(v, "change", liveChange{string(change.ID), change.Kind})
		case <-beat.C:
			err = s.tell(v, "beat", struct{}{})
		}
	}
	return nil // the reader left, or was told bye: the status line is long gone
}

// tell sends one event to a reader who is still allowed to hear it.
func (s *Staff) tell(v *visit, event string, data any) error {
	welcome, err := s.stillWelcome(v)
	if !welcome {
		event, data = "bye", struct{}{}
	}
	text, marshalErr := json.Marshal(data)
	if marshalErr != nil {
		return marshalErr
	}
	if _, writeErr := fmt.Fprintf(v.w, "event: %s\ndata: %s\n\n", event, text); writeErr != nil {
		return writeErr
	}
	if flushErr := http.NewResponseController(v.w).Flush(); flushErr != nil {
		return flushErr
	}
	if err == nil && !welcome {
		err = errOver
	}
	return err
}

var errOver = fmt.Errorf("staff: the session is over")

// stillWelcome asks again whether session and account hold. When nobody can tell, the answer is no (T-65).
func (s *Staff) stillWelcome(v *visit) (bool, error) {
	alive, err := s.sessions.alive(v.r, v.who.ID)
	if err != nil || !alive {
		return false, err
	}
	who, err := s.accounts.ByID(v.ctx(), v.who.ID)
	if err != nil {
		return false, err
	}
	return !who.Disabled && who.Team == v.who.Team && readQueue.allows(who.Role) && !s.sessions.outlived(v.ctx(), who), nil
}
