package staff

import (
	"wijkloket/backend/internal/account"
	"wijkloket/i18n"
)

// page is what every screen shows around its own part.
type page struct {
	Section string           // which entry of the menu is this one
	Who     *account.Account // nil before signing in
	Team    string           // the name of the account's team
	Menu    []entry
	Urgent  int    // promises near that the viewer was told of, on the page of the queue
	Here    string // where a change of language leads back to
	Langs   []string
	Notice  *notice
	Calls   int // tasks that people bring, beside their entry of the menu; 0 shows nothing
	Warn    int // seconds without a touch until the page warns; 0 before signing in
	Idle    int // seconds until the server ends the session
}

// entry is one line of the menu.
type entry struct {
	Section, Path, Icon string
}

var menus = map[bool][]entry{
	true: {{"accounts", accounts, "people"}, {"centres", centres, "pin"}, {"help", root + "hulp", "help"}},
	false: {
		{"queue", queuePath, "clock"}, {"agenda", agendaPath, "calendar"}, {"calls", callsPath, "call"}, {"search", root + "zoeken", "search"},
		{"daylist", root + "daglijst", "printer"}, {"help", root + "hulp", "help"},
	},
}

// warnBefore is how long before its end a session says so; one press goes on (WCAG 2.2.1, A-18).
const warnBefore = 120

// page starts the screen of a section. Here is the page itself as far as a GET can show it again.
func (s *Staff) page(v *visit, section string) page {
	p := page{Section: section, Here: ownPage(v.r.URL.RequestURI()), Langs: i18n.StaffLanguages}
	if v.r.Method != "GET" {
		p.Here = root
	}
	if !v.in() {
		return p
	}
	who := v.who
	p.Who, p.Team, p.Menu = &who, s.teamName(who.Team), menus[who.Role == account.Admin]
	if readQueue.allows(who.Role) {
		p.Calls, _ = s.tasks.CountTasks(v.ctx(), v.viewer()) // a number that cannot be had keeps nobody from their page
	}
	p.Idle = int(idleLimit.Seconds())
	p.Warn = p.Idle - warnBefore
	if v.r.Header.Get(backgroundHeader) == "" {
		p.Notice = s.sessions.collect(v.ctx())
	}
	return p
}

// render shows a screen.
func (s *Staff) render(v *visit, status int, view string, data any) error {
	s.pages.Render(v.w, v.r, status, view, data)
	return nil
}

// goOn leads to the next page after something was done.
func (s *Staff) goOn(v *visit, to string) error {
	s.web.Redirect(v.w, v.r, to)
	return nil
}

func (s *Staff) teamName(id string) string {
	for _, team := range s.city().Teams() {
		if string(team.ID) == id {
			return team.Name
		}
	}
	return id
}

func (s *Staff) centreName(id string) string {
	for _, centre := range s.city().Centres() {
		if string(centre.ID) == id {
			return centre.Name
		}
	}
	return id
}

// place is a centre to filter on or to show.
type place struct{ ID, Name string }

// centresOf lists the centres of a team, in the city's order.
func (s *Staff) centresOf(team string) []place {
	var out []place
	for _, centre := range s.city().Centres() {
		if string(centre.Team) == team {
			out = append(out, place{string(centre.ID), centre.Name})
		}
	}
	return out
}

// home leads to where the role works.
func (s *Staff) home(v *visit) error {
	if v.who.Role == account.Admin {
		return s.goOn(v, accounts)
	}
	return s.goOn(v, queuePath)
}

// showHelp explains the pages, the keys and how accessible they are.
func (s *Staff) showHelp(v *visit) error {
	return s.render(v, 200, "help", struct{ page }{s.page(v, "help")})
}
