// Package demo fills a house with people and work that are invented, for a first look: an account for every role and
// requests in every state, made through the real services and never by SQL. It is only for this machine: its passwords
// are known to everyone who can read this file.
//
// Filling again changes nothing: accounts are known by their user name, requests by their Idempotency-Key.
//
// Nobody in it exists. Belgium keeps no telephone numbers free for fiction, so they are of +33 3 53 01, which the French
// regulator (Arcep) keeps for it, and for text messages of +46 70 174 06, which the Swedish one (PTS) does; both pass the
// same check as a real number. E-mail addresses end in example.org (RFC 2606).
package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// House is what the demo fills.
type House struct {
	Accounts Accounts
	// Requests are the requests as another clock sees them, so that some can be some days old.
	Requests func(core.Clock) (*request.Service, error)
	Live     *request.Service // the requests as they are, with all that follows them
	Agendas  Agendas
	Hours    Hours
	Now      func() time.Time
}

// Accounts is what the demo asks of the accounts.
type Accounts interface {
	List(ctx context.Context) ([]account.Account, error)
	Create(ctx context.Context, n account.New) (account.Account, error)
}

// Login is an account of the demo with its password, which is no secret.
type Login struct {
	Username, Password string
	Role               account.Role
	Team               string
	Name               string
	Languages          []string // in which they can hold a talk
}

// Line is the login as it is printed at the start.
func (l Login) Line() string {
	team := l.Team
	if team == "" {
		team = "-"
	}
	return fmt.Sprintf("%-8s %-8s %-9s %-22s password: %s", l.Username, l.Role, team, l.Name, l.Password)
}

// logins are the people of the demo: for three teams an onthaal, two workers and a lead, and one administrator.
var logins = []Login{
	login("els", "Els Vandamme", account.Reception, "noord"),
	login("amira", "Amira Haddad", account.Worker, "noord", "ar", "fr"),
	login("jonas", "Jonas Claeys", account.Worker, "noord", "en"),
	login("griet", "Griet Lambrecht", account.Lead, "noord"),
	login("bart", "Bart Deprez", account.Reception, "centrum"),
	login("fatma", "Fatma Yildiz", account.Worker, "centrum", "tr", "en"),
	login("sofie", "Sofie Naert", account.Worker, "centrum", "en", "fr"),
	login("pieter", "Pieter Coussement", account.Lead, "centrum"),
	login("lien", "Lien Vermeersch", account.Reception, "zuid"),
	login("tomas", "Tomas Novák", account.Worker, "zuid", "sk", "en"),
	login("nadia", "Nadia El Amrani", account.Worker, "zuid", "ar"),
	login("koen", "Koen Dewitte", account.Lead, "zuid"),
	login("hilde", "Hilde Maes", account.Admin, ""),
}

func login(username, name string, role account.Role, team string, languages ...string) Login {
	return Login{
		Username: username, Name: name, Role: role, Team: team, Languages: append([]string{"nl"}, languages...),
		Password: username + " fietst langs de leie",
	}
}

// Fill makes what is missing and returns the logins. It refuses a database in which somebody else works: a demo must not
// open a real house.
func Fill(ctx context.Context, h House) ([]Login, error) {
	staff, err := makeAccounts(ctx, h.Accounts)
	if err != nil {
		return nil, err
	}
	if err := makeRequests(ctx, h, staff); err != nil {
		return nil, fmt.Errorf("demo: requests: %w", err)
	}
	if err := openHours(ctx, h.Agendas, staff); err != nil {
		return nil, err
	}
	if err := makeMeetings(ctx, h); err != nil {
		return nil, fmt.Errorf("demo: appointments: %w", err)
	}
	return logins, nil
}

func makeAccounts(ctx context.Context, accounts Accounts) (map[string]account.Account, error) {
	present, err := accounts.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("demo: accounts: %w", err)
	}
	staff := map[string]account.Account{}
	for _, a := range present {
		if !slices.ContainsFunc(logins, func(l Login) bool { return l.Username == a.Username && l.Name == a.Name }) {
			return nil, errors.New("demo: people work in this database already: leave out --demo, or give the demo a data folder of its own")
		}
		staff[a.Username] = a
	}
	for _, l := range logins {
		if _, made := staff[l.Username]; made {
			continue
		}
		staff[l.Username], err = accounts.Create(ctx, account.New{
			Username: l.Username, Name: l.Name, Role: l.Role, Team: l.Team, Password: api.NewPersonal(l.Password), Languages: l.Languages,
		})
		if err != nil {
			return nil, fmt.Errorf("demo: account %s: %w", l.Username, err)
		}
	}
	return staff, nil
}
