package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/store/sqlstore"
	"wijkloket/backend/rights"
)

// Options are what a test or a command sets beside the settings.
type Options struct {
	Log    io.Writer  // JSON lines; required
	Clock  core.Clock // default: the machine's
	Random io.Reader  // default: crypto/rand
}

func (o Options) filled() Options {
	if o.Clock == nil {
		o.Clock = core.SystemClock{}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

// Core is the data and the features on them, without a listener: what a command needs.
type Core struct {
	Accounts     *account.Service
	Requests     *request.Service
	Appointments *appointment.Service
	Households   *household.Service
	Agendas      *agenda.Service

	options   Options
	log       zerolog.Logger
	storage   config.Storage
	db        *store.DB
	keys      *seal.Keys
	directory atomic.Pointer[directory.Directory]
	rights    atomic.Pointer[rights.Rules]
	over      []*overlay
	calendar  *request.Calendar
	hours     *calendar.Rules
	routing   *routing.Rules
	tables    *sqlstore.Store
	words     *request.Words
	store     request.Store
	faults    func() // hears of every time the database did not do what it was asked
}

// Open opens the key file, the database, the directory and the rights, and builds the features. It makes what is not there yet.
func Open(ctx context.Context, s config.Storage, o Options) (*Core, error) {
	o = o.filled()
	c := &Core{options: o, log: zerolog.New(o.Log).With().Timestamp().Logger(), storage: s, faults: func() {}}
	if err := os.MkdirAll(s.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := c.readOverlays(); err != nil {
		return nil, err
	}
	if err := c.readData(); err != nil {
		return nil, err
	}
	var err error
	if c.keys, err = seal.Open(s.KeyPath()); err != nil {
		return nil, err
	}
	if c.db, err = store.Open(ctx, s.DatabaseURL()); err != nil {
		return nil, err
	}
	if err := c.build(); err != nil {
		return nil, errors.Join(err, c.db.Close())
	}
	return c, nil
}

func (c *Core) readData() error {
	promise, err := c.ruleFile("promise.yaml")
	if err != nil {
		return err
	}
	if c.calendar, err = request.ReadCalendar(promise); err != nil {
		return err
	}
	folder, err := fs.Sub(assets.Files, "data/codewords")
	if err != nil {
		return err
	}
	if c.words, err = request.ReadWords(folder); err != nil {
		return err
	}
	return c.readTimes()
}

func (c *Core) build() error {
	common, err := fs.ReadFile(assets.Files, "data/common-passwords.txt")
	if err != nil {
		return err
	}
	c.tables = sqlstore.New(c.db)
	c.store = counted{c.tables.Requests(), func() { c.faults() }}
	c.Accounts, err = account.NewService(account.Deps{
		Store: c.tables.Accounts(), Clock: c.options.Clock, Random: c.options.Random, Keys: c.keys,
		Words: account.LoadCommonWords(common), Team: c.knowsTeam,
	})
	if err != nil {
		return err
	}
	if c.Requests, err = c.requestsAt(c.options.Clock); err != nil {
		return err
	}
	c.follow()
	return nil
}

// requestsAt are the requests as seen by another clock: the demo lets some of them be older.
func (c *Core) requestsAt(clock core.Clock) (*request.Service, error) {
	return request.New(request.Deps{
		Store: c.store, Clock: clock, Random: c.options.Random, Keys: c.keys,
		City: c.city, Right: c.knowsRight, Calendar: c.calendar, Words: c.words,
	})
}

func (c *Core) city() request.City { return request.InCity(c.Directory()) }

func (c *Core) knowsTeam(id string) bool {
	_, known := c.Directory().Team(directory.TeamID(id))
	return known
}

// Close closes the database.
func (c *Core) Close() error { return c.db.Close() }

// counted counts the times that the store fails, which is not when it refuses or finds nothing.
type counted struct {
	request.Store
	fault func()
}

// View is that of the store.
func (s counted) View(ctx context.Context, do func(request.Tx) error) error {
	return s.count(s.Store.View(ctx, do))
}

// Update is that of the store.
func (s counted) Update(ctx context.Context, do func(request.Tx) error) error {
	return s.count(s.Store.Update(ctx, do))
}

func (s counted) count(err error) error {
	if errors.Is(err, store.ErrUnavailable) {
		s.fault()
	}
	return err
}
