package app

import (
	"context"
	"log"
	"net/http"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/demo"
	"wijkloket/backend/internal/httpapi"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/observe"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/resident"
	"wijkloket/backend/internal/staff"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// opens is how often one address may open a hand-over: a kiosk renews its QR every two minutes at most.
const (
	opensEvery = 2 * time.Second
	opensBurst = 30
)

// holds is how often one address may ask for moments or hold one. A visit asks some five times; a router may stand before many.
const (
	holdsEvery = time.Second
	holdsBurst = 60
)

// routes fills both listeners. They share the error pages, the static files and the health checks, and nothing else.
func (a *App) routes() error {
	public, err := a.publicRoutes()
	if err != nil {
		return err
	}
	office, err := a.staffRoutes()
	if err != nil {
		return err
	}
	for _, mux := range []*http.ServeMux{public, office} {
		mux.Handle("GET /static/", a.web.Static())
		mux.Handle("GET /healthz", observe.Alive())
		mux.Handle("GET /readyz", a.ready)
	}
	a.public, a.staff = a.serverFor(web.WithExit(public, "/exit")), a.serverFor(office)
	return nil
}

func (a *App) publicRoutes() (*http.ServeMux, error) {
	var submits *limit.Rate
	if n := a.config.SubmitsPerMinute; n > 0 {
		submits = limit.NewRate(a.options.Clock, time.Minute/time.Duration(n), n)
	}
	holds := limit.NewRate(a.options.Clock, holdsEvery, holdsBurst)
	kiosks, err := httpapi.New(httpapi.Deps{
		Web: a.web, Requests: a.Requests, Appointments: a.Appointments, Handovers: a.handovers, Directory: a.Directory, Rights: a.Rights,
		Public: a.PublicURL, Submits: submits, Opens: limit.NewRate(a.options.Clock, opensEvery, opensBurst),
		Holds: holds,
	})
	if err != nil {
		return nil, err
	}
	phones, err := resident.New(resident.Deps{
		Web: a.web, Requests: a.Requests, Appointments: a.Appointments, Directory: a.Directory, Rights: a.Rights, Handovers: a.handovers,
		Keys: a.keys, Clock: a.options.Clock, Random: a.options.Random, From: a.web.From, Submits: submits, Holds: holds,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	kiosks.Register(mux)
	phones.Register(mux)
	if a.config.SMSCallback != "" {
		reports, err := a.delivered()
		if err != nil {
			return nil, err
		}
		mux.Handle("POST /sms/delivery", reports)
	}
	return mux, nil
}

func (a *App) staffRoutes() (*http.ServeMux, error) {
	pages, err := staff.New(staff.Deps{
		Web: a.web, Accounts: a.Accounts, Requests: a.Requests, City: func() staff.City { return a.Directory() },
		Appointments: a.Appointments, Agendas: a.Agendas, Tasks: a.reception, Letters: a.letters, Calendar: a.hours,
		Rights: a.Rights, Homes: a.Households, Sessions: a.Accounts.SessionStore(), Clock: a.options.Clock,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	pages.Register(mux)
	mux.Handle("GET /metrics", a.metrics.Handler(a.config.MetricsToken, a.web.Error))
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) { a.web.Redirect(rw, r, "/onthaal/") })
	return mux, nil
}

func (a *App) journeyCity() journey.City { return a.city() }

// knowsArea reports whether the directory offers the neighbourhood, by its id or its name.
func (a *App) knowsArea(id string) bool {
	for _, hood := range a.Directory().Neighbourhoods() {
		if hood.ID == id || hood.Name == id {
			return true
		}
	}
	return false
}

// queues reads the figures of every team.
func (a *App) queues(ctx context.Context) ([]observe.Queue, error) {
	var all []observe.Queue
	for _, team := range a.Directory().Teams() {
		figures, err := a.Requests.Figures(ctx, string(team.ID))
		if err != nil {
			return nil, err
		}
		for _, figure := range figures {
			all = append(all, observe.Queue{
				Team: string(team.ID), State: string(figure.State), Standing: string(figure.Standing), Level: figure.Level.Name(), Count: figure.Count,
			})
		}
	}
	return all, nil
}

func (a *App) demoHouse() demo.House {
	return demo.House{
		Accounts: a.Accounts, Now: a.options.Clock.Now, Live: a.Requests, Agendas: a.Agendas, Hours: a.Appointments,
		Requests: func(clock core.Clock) (*request.Service, error) { return a.requestsAt(clock) },
	}
}

// quietly replaces the text of the HTTP server's own log, which names addresses, by one line.
func quietly(to zerolog.Logger) *log.Logger { return log.New(quiet{to}, "", 0) }

type quiet struct{ log zerolog.Logger }

// Write logs that there was something.
func (q quiet) Write(text []byte) (int, error) {
	q.log.Warn().Msg("a connection failed")
	return len(text), nil
}
