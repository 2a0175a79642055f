package staff

import (
	"fmt"
	"slices"

	"wijkloket/backend/internal/account"
)

// permission is what a route asks of whoever comes. Its zero value is no permission at all, and a route that forgot to
// name one stops start-up (T-1).
type permission string

const (
	anyone       permission = "anyone"        // sign-in itself, and what explains it
	signedIn     permission = "signed-in"     // every account
	readQueue    permission = "read-queue"    // open requests of the own team
	takeWork     permission = "take-work"     // take a request oneself
	giveWork     permission = "give-work"     // give a request to a worker
	keepTimes    permission = "keep-times"    // one's own hours, and for a lead those of the team
	leadTeam     permission = "lead-team"     // what the members of a team are good at
	closeCentres permission = "close-centres" // centres, to read and to close
	administer   permission = "administer"    // accounts; never a request (T-18)
)

// roles says which roles a permission is given to. There is no role in every line: nobody may do everything.
var roles = map[permission][]account.Role{
	anyone:       {account.Reception, account.Worker, account.Lead, account.Admin},
	signedIn:     {account.Reception, account.Worker, account.Lead, account.Admin},
	readQueue:    {account.Reception, account.Worker, account.Lead},
	takeWork:     {account.Worker, account.Lead},
	giveWork:     {account.Reception, account.Lead},
	keepTimes:    {account.Worker, account.Lead},
	leadTeam:     {account.Lead},
	closeCentres: {account.Lead, account.Admin},
	administer:   {account.Admin},
}

// allows reports whether a role holds the permission.
func (p permission) allows(role account.Role) bool { return slices.Contains(roles[p], role) }

// route is one way in: its pattern for http.ServeMux, what it asks, and who answers.
type route struct {
	pattern string
	needs   permission
	answer  func(*visit) error
	quiet   bool // does not count as being there: the session is read and not prolonged
}

// check refuses a table with a route that has no permission, or one that nobody holds.
func check(routes []route) error {
	for _, r := range routes {
		if len(roles[r.needs]) == 0 {
			return fmt.Errorf("staff: route %q declares no permission", r.pattern)
		}
	}
	return nil
}
