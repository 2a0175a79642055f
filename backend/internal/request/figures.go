package request

import (
	"context"

	"wijkloket/backend/api"
)

// Figure is how many open requests of a team are in one state, stand one way to their promise and came so far with it.
type Figure struct {
	State    api.State
	Standing Standing
	Level    Level
	Count    int
}

// Turn is what became of a promise.
type Turn string

// The turns.
const (
	TurnTold Turn = "told" // it came before people
	TurnKept Turn = "kept"
	TurnLate Turn = "late" // kept after it broke
)

// Turned is a promise that took a turn, for figures that count.
type Turned struct {
	Team  string
	Turn  Turn
	Level Level // how far it had come by then
}

// Tally sets who counts the turns of promises. Call it once, before anything is asked. A step that is taken back stays
// counted.
func (s *Service) Tally(count func(Turned)) { s.count = count }

// tally counts what a change that is on disk meant for the promise.
func (s *Service) tally(before, after Row) {
	if after.Escalated > before.Escalated {
		s.count(Turned{after.Team, TurnTold, after.Escalated})
	}
	if before.Kept.IsZero() && !after.Kept.IsZero() {
		turn := TurnKept
		if after.Kept.After(after.Promise) {
			turn = TurnLate
		}
		s.count(Turned{after.Team, turn, after.Escalated})
	}
}

// Name is the level in one word, for figures.
func (l Level) Name() string {
	switch l {
	case LevelDesk:
		return ToldDesk
	case LevelLead:
		return ToldLead
	default:
		return "none"
	}
}

// Figures counts the open requests of a team. It opens nothing that is sealed.
func (s *Service) Figures(ctx context.Context, team string) ([]Figure, error) {
	var rows []Row
	err := s.deps.Store.View(ctx, func(tx Tx) (err error) {
		rows, err = tx.Requests(team, Selection{OpenOnly: true}, longestList)
		return err
	})
	if err != nil {
		return nil, err
	}
	at := map[Figure]int{} // by a figure without its count
	now := s.deps.Clock.Now()
	for _, row := range rows {
		at[Figure{State: row.State, Standing: row.standing(now, s.deps.Calendar), Level: row.Escalated}]++
	}
	figures := make([]Figure, 0, len(at))
	for figure, count := range at {
		figure.Count = count
		figures = append(figures, figure)
	}
	return figures, nil
}
