// Package staff is the reception page: what reception, social workers, team leads and administrators work with, under
// /onthaal/ on a listener and a host of its own.
//
// Every route stands in one table with the permission it asks ([Staff.routes]); one without stops start-up. A handler
// loads, parses, asks the feature, and redirects or renders; it holds no rule. Who may see which request is decided by
// the request feature alone, and what it hides looks here like what does not exist (T-2).
//
// What is personal shows in three steps. The queue has code words and no names. An opened request shows at once what
// the work needs: how to reach the resident, and how not to. Name, address and message open with one more touch, because
// a counter has people on both sides.
package staff

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
)

//go:embed templates
var templates embed.FS

// The paths that other paths lead to.
const (
	root       = "/onthaal/"
	signInPath = root + "aanmelden"
	queuePath  = root + "rij"
	agendaPath = root + "agenda"
	timesPath  = root + "agenda/tijden"
	callsPath  = root + "bellen"
	centres    = root + "centra"
	oneRequest = root + "aanvraag/"
	accounts   = root + "accounts"
)

// Requests is what the pages ask of the requests; every method decides by the viewer, and a foreign request is absent.
type Requests interface {
	Queue(ctx context.Context, v account.Viewer, f request.Filter) ([]request.Summary, error)
	Find(ctx context.Context, v account.Viewer, term api.Personal) ([]request.Summary, error)
	Open(ctx context.Context, v account.Viewer, id core.ID) (request.Detail, error)
	Take(ctx context.Context, v account.Viewer, id core.ID, version int) error
	Release(ctx context.Context, v account.Viewer, id core.ID, version int) error
	Assign(ctx context.Context, v account.Viewer, id, worker core.ID, version int) error
	AddNote(ctx context.Context, v account.Viewer, id core.ID, text api.Personal) error
	Move(ctx context.Context, v account.Viewer, id core.ID, to api.State, reason api.Personal, version int) error
	Undo(ctx context.Context, v account.Viewer, id core.ID, version int) error
	NoteOutcome(ctx context.Context, v account.Viewer, id core.ID, right string, seen, to request.Outcome) error
	HandOver(ctx context.Context, v account.Viewer, id core.ID, team string, reason api.Personal, version int) error
	Amend(ctx context.Context, v account.Viewer, id core.ID, a request.Amendment, version int) error
	Watch(team string) (<-chan request.Change, func())
}

// Accounts is what the pages ask of the accounts.
type Accounts interface {
	SignIn(ctx context.Context, username string, password api.Personal, from string) (account.Account, error)
	ByID(ctx context.Context, id core.ID) (account.Account, error)
	Workers(ctx context.Context, team string) ([]account.Account, error)
	List(ctx context.Context) ([]account.Account, error)
	Create(ctx context.Context, n account.New) (account.Account, error)
	Disable(ctx context.Context, id core.ID, disabled bool) error
	SetPassword(ctx context.Context, id core.ID, password api.Personal) error
	SetWork(ctx context.Context, id core.ID, languages, topics []string, share int) error
}

// City is what the pages ask of the directory.
type City interface {
	Teams() []directory.Team
	Centres() []directory.Centre
}

// Deps are what the pages are made of; all are needed.
type Deps struct {
	Web          *web.Web
	Accounts     Accounts
	Requests     Requests
	Appointments Appointments
	Agendas      Agendas
	Tasks        Tasks
	Letters      Letters
	Calendar     *calendar.Rules      // to show what a pattern will offer
	City         func() City          // as it stands now: an import replaces it while the program runs
	Rights       func() *rights.Rules // as they stand now
	Homes        Households
	Sessions     scs.CtxStore
	Clock        core.Clock
}

// complete reports whether nothing is missing.
func (d Deps) complete() bool {
	return d.Web != nil && d.Accounts != nil && d.Requests != nil && d.Appointments != nil && d.Agendas != nil && d.Tasks != nil &&
		d.Letters != nil && d.Calendar != nil && d.City != nil && d.Rights != nil && d.Homes != nil && d.Sessions != nil && d.Clock != nil
}

// Staff answers everything under /onthaal/.
type Staff struct {
	web          *web.Web
	pages        *web.Pages
	accounts     Accounts
	requests     Requests
	households   Households
	appointments Appointments
	agendas      Agendas
	tasks        Tasks
	letters      Letters
	calendar     *calendar.Rules
	city         func() City
	rights       func() *rights.Rules
	figures      figures
	sessions     *sessions
	clock        core.Clock
	beat         time.Duration // between two signs of life of a live stream
	feeds        *limit.Rate
	crossSite    *http.CrossOriginProtection
}

// views are the screens; a file of templates/ that is not here stops start-up.
var views = []string{
	"signin", "queue", "search", "daylist", "request", "plan", "letter", "agenda", "times", "calls", "accounts", "account", "centres", "help",
}

// New parses the pages and checks that every route has its permission.
func New(d Deps) (*Staff, error) {
	if !d.complete() {
		return nil, errors.New("staff: a dependency is missing")
	}
	pages, err := d.Web.Pages(templates, nil, views...)
	if err != nil {
		return nil, err
	}
	s := &Staff{
		web: d.Web, pages: pages, accounts: d.Accounts, requests: d.Requests, households: d.Homes, appointments: d.Appointments, agendas: d.Agendas,
		tasks: d.Tasks, letters: d.Letters, calendar: d.Calendar, city: d.City, rights: d.Rights,
		sessions: newSessions(d.Sessions, d.Clock, d.Web.Error), clock: d.Clock, beat: heartbeat,
		feeds: limit.NewRate(d.Clock, feedEvery, feedBurst), crossSite: http.NewCrossOriginProtection(),
	}
	s.crossSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.web.Error(w, r, core.Refuse(api.CodeForbidden, "staff.error.crosssite"))
	}))
	return s, check(s.routes())
}

// Register adds the pages to a mux. A form that another site sends is refused before anything else (CSRF).
func (s *Staff) Register(mux *http.ServeMux) {
	for _, rt := range s.routes() {
		mux.Handle(rt.pattern, s.crossSite.Handler(s.handler(rt)))
	}
	mux.HandleFunc("GET /agenda/{file}", s.feed) // no session: what opens it is the address itself
}

// routes is the whole table: who may come in where.
func (s *Staff) routes() []route {
	return []route{
		// Coming and going.
		{pattern: "GET /onthaal/{$}", needs: signedIn, answer: s.home},
		{pattern: "GET /onthaal/aanmelden", needs: anyone, answer: s.showSignIn},
		{pattern: "POST /onthaal/aanmelden", needs: anyone, answer: s.signIn},
		{pattern: "POST /onthaal/afmelden", needs: signedIn, answer: s.signOut},
		{pattern: "POST /onthaal/taal", needs: anyone, answer: s.chooseLanguage},
		{pattern: "POST /onthaal/aanwezig", needs: signedIn, answer: s.stay},
		{pattern: "GET /onthaal/hulp", needs: anyone, answer: s.showHelp},

		// The team's queue.
		{pattern: "GET /onthaal/rij", needs: readQueue, answer: s.showQueue},
		{pattern: "GET /onthaal/events", needs: readQueue, answer: s.live, quiet: true},
		{pattern: "GET /onthaal/daglijst", needs: readQueue, answer: s.showDayList},
		{pattern: "GET /onthaal/zoeken", needs: readQueue, answer: s.showSearch},
		{pattern: "POST /onthaal/zoeken", needs: readQueue, answer: s.search},

		// One request.
		{pattern: "GET /onthaal/aanvraag/{id}", needs: readQueue, answer: s.showRequest},
		{pattern: "POST /onthaal/aanvraag/{id}/nemen", needs: takeWork, answer: s.take},
		{pattern: "POST /onthaal/aanvraag/{id}/teruggeven", needs: readQueue, answer: s.release},
		{pattern: "POST /onthaal/aanvraag/{id}/toewijzen", needs: giveWork, answer: s.assign},
		{pattern: "POST /onthaal/aanvraag/{id}/notitie", needs: readQueue, answer: s.addNote},
		{pattern: "POST /onthaal/aanvraag/{id}/recht", needs: readQueue, answer: s.noteOutcome},
		{pattern: "POST /onthaal/aanvraag/{id}/stap", needs: readQueue, answer: s.move},
		{pattern: "POST /onthaal/aanvraag/{id}/ongedaan", needs: readQueue, answer: s.undo},
		{pattern: "POST /onthaal/aanvraag/{id}/doorgeven", needs: readQueue, answer: s.handOver},
		{pattern: "POST /onthaal/aanvraag/{id}/verbeteren", needs: readQueue, answer: s.amend},

		// Its appointment.
		{pattern: "GET /onthaal/aanvraag/{id}/afspraak", needs: readQueue, answer: s.showPlan},
		{pattern: "POST /onthaal/aanvraag/{id}/afspraak", needs: readQueue, answer: s.schedule},
		{pattern: "POST /onthaal/aanvraag/{id}/afzeggen", needs: readQueue, answer: s.callOff},
		{pattern: "POST /onthaal/aanvraag/{id}/akkoord", needs: readQueue, answer: s.accepted},
		{pattern: "GET /onthaal/aanvraag/{id}/brief", needs: readQueue, answer: s.showLetter},

		// The team's day, and what people bring themselves.
		{pattern: "GET /onthaal/agenda", needs: readQueue, answer: s.showAgenda},
		{pattern: "GET /onthaal/bellen", needs: readQueue, answer: s.showCalls},
		{pattern: "POST /onthaal/bellen/{id}/gedaan", needs: readQueue, answer: s.taskDone},
		{pattern: "POST /onthaal/bellen/{id}/ongedaan", needs: readQueue, answer: s.taskUndone},

		// When a worker can be met.
		{pattern: "GET /onthaal/agenda/tijden", needs: keepTimes, answer: s.showOwnTimes},
		{pattern: "GET /onthaal/agenda/tijden/{id}", needs: keepTimes, answer: s.showTimes},
		{pattern: "POST /onthaal/agenda/tijden/{id}/blok", needs: keepTimes, answer: s.addWeekly},
		{pattern: "POST /onthaal/agenda/tijden/{id}/blok-weg", needs: keepTimes, answer: s.removeWeekly},
		{pattern: "POST /onthaal/agenda/tijden/{id}/dag", needs: keepTimes, answer: s.addException},
		{pattern: "POST /onthaal/agenda/tijden/{id}/dag-weg", needs: keepTimes, answer: s.removeException},
		{pattern: "POST /onthaal/agenda/tijden/{id}/afwezig", needs: keepTimes, answer: s.addAbsence},
		{pattern: "POST /onthaal/agenda/tijden/{id}/afwezig-weg", needs: keepTimes, answer: s.removeAbsence},
		{pattern: "POST /onthaal/agenda/tijden/{id}/bestand", needs: keepTimes, answer: s.importOffice},
		{pattern: "POST /onthaal/agenda/tijden/{id}/bestand-weg", needs: keepTimes, answer: s.forgetOffice},
		{pattern: "POST /onthaal/agenda/tijden/{id}/werk", needs: leadTeam, answer: s.setWork},
		{pattern: "POST /onthaal/agenda/feed", needs: keepTimes, answer: s.newFeed},
		{pattern: "POST /onthaal/agenda/feed-weg", needs: keepTimes, answer: s.endFeed},

		// Its household.
		{pattern: "POST /onthaal/aanvraag/{id}/gezin/ja", needs: readQueue, answer: s.confirmHousehold},
		{pattern: "POST /onthaal/aanvraag/{id}/gezin/nee", needs: readQueue, answer: s.rejectHousehold},
		{pattern: "POST /onthaal/aanvraag/{id}/gezin/toch", needs: readQueue, answer: s.reopenHousehold},
		{pattern: "POST /onthaal/aanvraag/{id}/gezin/samen", needs: readQueue, answer: s.mergeHousehold},
		{pattern: "POST /onthaal/aanvraag/{id}/gezin/uit", needs: readQueue, answer: s.partHousehold},

		// The house.
		{pattern: "GET /onthaal/accounts", needs: administer, answer: s.showAccounts},
		{pattern: "POST /onthaal/accounts", needs: administer, answer: s.addAccount},
		{pattern: "GET /onthaal/accounts/{id}", needs: administer, answer: s.showAccount},
		{pattern: "POST /onthaal/accounts/{id}/uitschakelen", needs: administer, answer: s.disable},
		{pattern: "POST /onthaal/accounts/{id}/inschakelen", needs: administer, answer: s.enable},
		{pattern: "POST /onthaal/accounts/{id}/wachtwoord", needs: administer, answer: s.setPassword},
		{pattern: "GET /onthaal/centra", needs: closeCentres, answer: s.showCentres},
		{pattern: "POST /onthaal/centra/sluiting", needs: closeCentres, answer: s.addClosure},
		{pattern: "POST /onthaal/centra/sluiting/{id}/weg", needs: closeCentres, answer: s.removeClosure},
	}
}
