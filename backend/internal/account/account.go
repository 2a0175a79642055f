// Package account is who works here: the staff of the wijkteams, their roles and their passwords. Residents have no
// account, ever.
package account

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Role decides what an account may do. There is no role that may do everything: the administrator runs the house and
// reads no request.
type Role string

// The roles.
const (
	Reception Role = "onthaal" // sees the queue of its team's centres
	Worker    Role = "worker"  // own requests and the team's queue (maatschappelijk werker)
	Lead      Role = "lead"    // the whole team (teamverantwoordelijke)
	Admin     Role = "admin"   // accounts, centres, areas; never the content of a request (beheerder)
)

// Account is one member of staff. Names of staff are not secret from colleagues.
type Account struct {
	ID       core.ID
	Username string // to sign in; unique, lower case
	Name     string // full name, for colleagues
	First    string // first name: the only name a resident sees
	Role     Role
	Team     string // team id of the directory; empty for an administrator
	Disabled bool
	Created  time.Time

	Languages []string // in which they can hold a talk
	Topics    []string // specialities, as topics of the journey
	Share     int      // percent of a full post; 0 is given nothing new

	PasswordSet time.Time // a session that began before it is over (T-16)
}

// New is an account to be made.
type New struct {
	Username string
	Name     string
	First    string
	Role     Role
	Team     string
	Password api.Personal

	Languages []string // in which they can hold a talk; none is Dutch
}

// Viewer is the account on whose behalf something is asked. Every staff method of a feature takes one and decides by it.
type Viewer struct {
	ID   core.ID
	Name string
	Role Role
	Team string
}

// Viewer is the account as the one who asks.
func (a Account) Viewer() Viewer { return Viewer{ID: a.ID, Name: a.Name, Role: a.Role, Team: a.Team} }

// ReadsRequests reports whether the viewer may open requests of the team.
func (v Viewer) ReadsRequests(team string) bool {
	return v.Role != Admin && v.Team != "" && v.Team == team
}
