package household

import (
	"io"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Deps are what the service works with. All are required.
type Deps struct {
	Requests *request.Service
	Store    Store
	Clock    core.Clock
	Random   io.Reader
}

// Service is everything that can be done with households.
type Service struct{ deps Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// The audit actions of this package. Each is noted for every request that it touches.
const (
	auditJoined   audit.Action = "household.joined"
	auditMerged   audit.Action = "household.merged"
	auditParted   audit.Action = "household.parted"
	auditRejected audit.Action = "household.rejected"
	auditReopened audit.Action = "household.reopened"
)

// ended reports that nothing happens to a request any more. One after the talk still goes on.
func ended(row request.Row) bool {
	return row.State == api.StateClosed || row.State == api.StateCancelled
}

// remembered is how long the worker of a household that has no request under way stays its own: within a year they know the
// people and the plan; after it the load of the team counts for more.
const remembered = 365 * 24 * time.Hour

// own is the household's own worker: of its latest request that is not over, else of its latest within a year.
func own(members []request.Row, now time.Time) (own core.ID) {
	var latest request.Row
	for _, row := range members {
		if row.Worker == "" || ended(row) && now.Sub(row.Created) > remembered {
			continue
		}
		if latest.Worker == "" || before(latest, row) {
			latest = row
		}
	}
	return latest.Worker
}

// before reports that the second says more about who works with the household now.
func before(a, b request.Row) bool {
	if ended(a) != ended(b) {
		return ended(a)
	}
	return a.Created.Before(b.Created)
}

func idsOf(rows []request.Row) map[core.ID]bool {
	ids := map[core.ID]bool{}
	for _, row := range rows {
		ids[row.ID] = true
	}
	return ids
}

// family is a request with the others of its household, if it has one.
func family(tx Tx, row request.Row) (household core.ID, members []request.Row, err error) {
	link, linked, err := tx.LinkOf(row.ID)
	if err != nil || !linked {
		return "", []request.Row{row}, err
	}
	members, err = tx.Members(link.Household)
	return link.Household, members, err
}
