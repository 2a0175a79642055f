package request

import "sync"

// watchBuffer is how many changes wait for a slow reader before the oldest is dropped. A live page reloads its list on any
// change, so an old one that is lost takes nothing away.
const watchBuffer = 16

// hub hands changes to those who watch a team.
type hub struct {
	mu       sync.Mutex
	watchers map[string]map[chan Change]bool
}

func newHub() *hub { return &hub{watchers: map[string]map[chan Change]bool{}} }

// Watch returns the changes in a team's queue from now on, and the function that ends it and closes the channel. A reader
// that is too slow loses old changes and never holds anybody up.
func (s *Service) Watch(team string) (<-chan Change, func()) {
	h := s.hub
	changes := make(chan Change, watchBuffer)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watchers[team] == nil {
		h.watchers[team] = map[chan Change]bool{}
	}
	h.watchers[team][changes] = true
	return changes, sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers[team], changes)
		if len(h.watchers[team]) == 0 {
			delete(h.watchers, team)
		}
		close(changes)
	})
}

// publish tells the watchers of a team. Call it after the change is on disk, never before.
func (h *hub) publish(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for watcher := range h.watchers[c.Team] {
		for {
			select {
			case watcher <- c:
			default:
				select {
				case <-watcher: // make room: the oldest goes
				default:
				}
				continue
			}
			break
		}
	}
}
