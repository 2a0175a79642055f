package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"wijkloket/assets"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/routing"
)

// readTimes reads the rules of hours and of who takes what.
func (c *Core) readTimes() error {
	hours, err := c.ruleFile("calendar.yaml")
	if err != nil {
		return err
	}
	if c.hours, err = calendar.ReadRules(hours); err != nil {
		return err
	}
	c.hours.Days, c.hours.Team = c.calendar, c.teamAround
	who, err := c.ruleFile("routing.yaml")
	if err != nil {
		return err
	}
	c.routing, err = routing.Read(who)
	return err
}

// ruleFile is a file of the city's rules: that of the data folder, where somebody put one, else the one in the program. It is
// read at the start.
func (c *Core) ruleFile(name string) ([]byte, error) {
	own, err := os.ReadFile(filepath.Join(c.storage.DataDir, name))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return own, err
	}
	return fs.ReadFile(assets.Files, "data/"+name)
}

// follow hangs on the requests what follows each of their changes.
func (c *Core) follow() {
	c.Households = household.New(household.Deps{
		Requests: c.Requests, Store: c.tables.Households(), Clock: c.options.Clock, Random: c.options.Random,
	})
	c.Appointments = appointment.New(appointment.Deps{
		Store: c.tables.Appointments(), Requests: c.Requests, Households: c.Households, Calendar: c.hours, Routing: c.routing,
		City: c.city, Promise: c.calendar.Promise, Keys: c.keys, Clock: c.options.Clock, Random: c.options.Random,
	})
	c.Agendas = agenda.New(agenda.Deps{
		Store: c.tables.Appointments(), Keys: c.keys, Clock: c.options.Clock, Random: c.options.Random,
		Centre: c.knowsCentre, CentreName: c.centreName,
	})
}

// teamAround is the team in whose area a place lies: a centre, or the area of a team itself.
func (c *Core) teamAround(place string) string {
	if _, known := c.city().CentresOf(place); known {
		return place
	}
	team, _ := c.city().TeamOf(place)
	return team
}

func (c *Core) knowsCentre(id string) bool {
	_, known := c.city().CentreName(id)
	return known
}

func (c *Core) centreName(id string) string {
	name, _ := c.city().CentreName(id)
	return name
}
