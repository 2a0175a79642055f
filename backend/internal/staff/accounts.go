package staff

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
)

// accountsView is the list of accounts with the form for a new one.
type accountsView struct {
	page
	Teams  []teamAccounts
	Off    []account.Account // who left
	Roles  []account.Role
	City   []directory.Team
	Typed  form // never the password
	Errors map[string]core.Message
}

// teamAccounts is who works in a team; the administrators' has no name.
type teamAccounts struct {
	Name     string
	Accounts []account.Account
}

// accountView is one account.
type accountView struct {
	page
	Account  account.Account
	TeamName string
	Self     bool
	Wrong    bool // the new password
	Errors   map[string]core.Message
}

var allRoles = []account.Role{account.Reception, account.Worker, account.Lead, account.Admin}

func (s *Staff) showAccounts(v *visit) error {
	return s.listAccounts(v, http.StatusOK, form{}, nil)
}

func (s *Staff) listAccounts(v *visit, status int, typed form, wrong map[string]core.Message) error {
	all, err := s.accounts.List(v.ctx())
	if err != nil {
		return err
	}
	view := accountsView{page: s.page(v, "accounts"), Roles: allRoles, City: s.city().Teams(), Typed: typed, Errors: wrong}
	view.Here = accounts
	delete(view.Typed, "wachtwoord")
	byTeam := map[string][]account.Account{}
	for _, one := range all {
		if one.Disabled {
			view.Off = append(view.Off, one)
			continue
		}
		byTeam[one.Team] = append(byTeam[one.Team], one)
	}
	for _, id := range append([]string{""}, teamIDs(view.City)...) {
		if len(byTeam[id]) > 0 {
			slices.SortFunc(byTeam[id], func(a, b account.Account) int { return strings.Compare(a.Name, b.Name) })
			view.Teams = append(view.Teams, teamAccounts{s.teamName(id), byTeam[id]})
		}
	}
	return s.render(v, status, "accounts", view)
}

func teamIDs(teams []directory.Team) []string {
	var ids []string
	for _, team := range teams {
		ids = append(ids, string(team.ID))
	}
	return ids
}

func (s *Staff) addAccount(v *visit) error {
	f, err := readForm(v.r, "gebruiker", "naam", "voornaam", "rol", "team", "wachtwoord")
	if err != nil {
		return err
	}
	made, err := s.accounts.Create(v.ctx(), account.New{
		Username: f["gebruiker"], Name: f["naam"], First: f["voornaam"], Role: account.Role(f["rol"]), Team: f["team"],
		Password: f.text("wachtwoord"),
	})
	if wrong := fieldsOf(err); wrong != nil {
		return s.listAccounts(v, http.StatusUnprocessableEntity, f, wrong)
	}
	if err != nil {
		return err
	}
	s.sessions.leave(v.ctx(), notice{Key: "staff.done.added", Of: made.Name})
	return s.goOn(v, accounts)
}

// fieldsOf is what is wrong, by the name of the field in the page; nil when the refusal is about something else.
func fieldsOf(err error) map[string]core.Message {
	var refusal *core.Error
	code := core.CodeOf(err)
	if (code != api.CodeInvalid && code != api.CodeConflict) || !errors.As(err, &refusal) {
		return nil
	}
	wrong := map[string]core.Message{}
	for _, field := range refusal.Fields {
		wrong[fieldName(field.Field)] = field.Reason
	}
	if len(wrong) == 0 {
		wrong["gebruiker"] = refusal.Reason
	}
	return wrong
}

func (s *Staff) showAccount(v *visit) error {
	return s.oneAccount(v, http.StatusOK, nil)
}

func (s *Staff) oneAccount(v *visit, status int, wrong map[string]core.Message) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	one, err := s.accounts.ByID(v.ctx(), id)
	if err != nil {
		return err
	}
	view := accountView{page: s.page(v, "accounts"), Account: one, TeamName: s.teamName(one.Team), Self: one.ID == v.who.ID,
		Wrong: len(wrong) > 0, Errors: wrong}
	view.Here = accounts + "/" + string(id)
	return s.render(v, status, "account", view)
}

func (s *Staff) disable(v *visit) error { return s.setDisabled(v, true, "staff.done.disabled") }
func (s *Staff) enable(v *visit) error  { return s.setDisabled(v, false, "staff.done.enabled") }

func (s *Staff) setDisabled(v *visit, disabled bool, key string) error {
	id, _, err := s.asked(v)
	if err != nil {
		return err
	}
	if disabled && id == v.who.ID {
		return core.Refuse(api.CodeForbidden, "staff.error.self") // nobody locks themselves out of the house
	}
	if err := s.accounts.Disable(v.ctx(), id, disabled); err != nil {
		return err
	}
	s.sessions.leave(v.ctx(), notice{Key: key})
	return s.goOn(v, accounts+"/"+string(id))
}

func (s *Staff) setPassword(v *visit) error {
	id, f, err := s.asked(v, "wachtwoord")
	if err != nil {
		return err
	}
	err = s.accounts.SetPassword(v.ctx(), id, f.text("wachtwoord"))
	if wrong := fieldsOf(err); wrong != nil {
		return s.oneAccount(v, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	s.sessions.leave(v.ctx(), notice{Key: "staff.done.password"})
	return s.goOn(v, accounts+"/"+string(id))
}
