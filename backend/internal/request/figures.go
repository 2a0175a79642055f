package request

import (
	"context"

	"wijkloket/backend/api"
)

// Figure is how many open requests of a team are in one state and stand one way to their promise.
type Figure struct {
	State    api.State
	Standing Standing
	Count    int
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
		at[Figure{State: row.State, Standing: row.standing(now, s.deps.Calendar)}]++
	}
	figures := make([]Figure, 0, len(at))
	for figure, count := range at {
		figure.Count = count
		figures = append(figures, figure)
	}
	return figures, nil
}
