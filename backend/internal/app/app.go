// Package app is where the parts of the backend meet, and the only place: New builds and listens, Run serves until its
// context ends, Close gives everything back. The program and the end-to-end tests start the very same thing.
package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/demo"
	"wijkloket/backend/internal/handover"
	"wijkloket/backend/internal/jobs"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/observe"
	"wijkloket/backend/internal/reception"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

// grace is how long a stopping program waits for what is being answered.
const grace = 10 * time.Second

// heapRoom is how much may be allocated before the garbage is collected, in percent of what is in use. Every slow hash takes
// half a MiB (a password 19) and leaves it at once: at Go's 100 a busy morning would be spent on walking over the directory
// and the texts again and again. GOGC in the environment goes before.
const heapRoom = 300

// App is the running backend.
type App struct {
	*Core
	config    config.Config
	web       *web.Web
	metrics   *observe.Metrics
	ready     *observe.Ready
	handovers *handover.Service
	clerk     *notify.Clerk
	reception *reception.Service
	letters   notify.Writer
	jobs      *jobs.Runner
	logins    []demo.Login

	public, staff         *http.Server
	publicPort, staffPort net.Listener
}

// New opens the data, fills them for a demo, builds the pages and listens. Nothing is answered before Run.
func New(ctx context.Context, c config.Config, o Options) (*App, error) {
	opened, err := Open(ctx, c.Storage, o)
	if err != nil {
		return nil, err
	}
	a := &App{Core: opened, config: c}
	if err := a.build(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) build(ctx context.Context) error {
	texts, err := i18n.Load()
	if err != nil {
		return err
	}
	words, err := handover.ReadWords(assets.Files)
	if err != nil {
		return err
	}
	a.handovers, err = handover.New(handover.Deps{
		Clock: a.options.Clock, Random: a.options.Random, Words: words, City: a.journeyCity, Area: a.knowsArea,
	})
	if err != nil {
		return err
	}
	a.jobs = a.periodicWork()
	a.metrics = observe.New(observe.Sources{Queues: a.queues, Handovers: a.handovers.Count, Jobs: a.jobFigures})
	a.Requests.Tally(func(p request.Turned) { a.metrics.Promise(p.Team, string(p.Turn), p.Level.Name()) })
	a.ready = observe.NewReady(a.options.Clock, a.db.Probe)
	a.faults = a.metrics.StoreError
	a.web, err = web.New(web.Options{
		Texts: texts, Static: assets.Files, Log: a.log, Clock: a.options.Clock, Random: a.options.Random,
		Observe: a.metrics.Request, BehindProxy: a.config.BehindProxy,
	})
	if err != nil {
		return err
	}
	if err := a.messages(texts); err != nil {
		return err
	}
	if a.config.Demo {
		if a.logins, err = demo.Fill(ctx, a.demoHouse()); err != nil {
			return err
		}
	}
	if err := a.listen(); err != nil {
		return err
	}
	return a.routes()
}

func (a *App) listen() (err error) {
	if a.publicPort, err = net.Listen("tcp", a.config.Listen); err != nil {
		return err
	}
	a.staffPort, err = net.Listen("tcp", a.config.StaffListen)
	return err
}

// serverFor makes a server whose own complaints, which name addresses, become one neutral line.
func (a *App) serverFor(routes http.Handler) *http.Server {
	server := &http.Server{
		Handler: a.web.Handler(routes), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: quietly(a.log), DisableGeneralOptionsHandler: true,
	}
	server.RegisterOnShutdown(a.web.EndStreams)
	return server
}

// Run serves both listeners and does the periodic work until ctx ends, and then finishes what is being answered and done,
// for at most ten seconds. Live streams end at once. It returns nil after a stop that was asked for.
func (a *App) Run(ctx context.Context) error {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(heapRoom))
	}
	working, rest := context.WithCancel(ctx)
	defer rest()
	go a.watchOverlays(working)
	idle := make(chan struct{})
	go func() { defer close(idle); a.jobs.Run(working) }()
	failed := make(chan error, 2)
	for server, port := range map[*http.Server]net.Listener{a.public: a.publicPort, a.staff: a.staffPort} {
		go func() { failed <- server.Serve(port) }()
	}
	a.log.Info().Str("engine", a.db.Engine()).Msg("serving")
	select {
	case err := <-failed:
		rest()
		return errors.Join(err, a.stop(idle))
	case <-ctx.Done():
		return a.stop(idle)
	}
}

// stop ends in good order; idle is closed when the periodic work has ended.
func (a *App) stop(idle <-chan struct{}) error {
	a.log.Info().Msg("stopping")
	a.ready.Leave()
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	stopped := make(chan error, 2)
	for _, server := range []*http.Server{a.public, a.staff} {
		go func() { stopped <- server.Shutdown(ctx) }()
	}
	err := errors.Join(<-stopped, <-stopped)
	if err != nil {
		return errors.New("some answers were not finished within ten seconds")
	}
	select {
	case <-idle:
	case <-ctx.Done():
		return errors.New("some periodic work was not finished within ten seconds")
	}
	a.log.Info().Msg("stopped")
	return nil
}

// Close gives back ports and database; it is safe after a failed New and after Run.
func (a *App) Close() error {
	var failed []error
	for _, server := range []*http.Server{a.public, a.staff} {
		if server != nil {
			failed = append(failed, server.Close())
		}
	}
	for _, port := range []net.Listener{a.publicPort, a.staffPort} {
		if port != nil {
			_ = port.Close() // closed by its server already, most of the time
		}
	}
	return errors.Join(append(failed, a.Core.Close())...)
}

// PublicAddr is where phones and kiosks come in: "127.0.0.1:41234".
func (a *App) PublicAddr() string { return a.publicPort.Addr().String() }

// StaffAddr is where reception comes in.
func (a *App) StaffAddr() string { return a.staffPort.Addr().String() }

// PublicURL is the address of the phone pages as a phone reaches it.
func (a *App) PublicURL() string {
	if a.config.Public != "" {
		return a.config.Public
	}
	return "http://" + a.PublicAddr()
}

// StaffURL is the address of the reception pages. On this machine it has another host name than the phone pages, so that
// a browser shares no cookie between the two (T-48).
func (a *App) StaffURL() string {
	host, port, err := net.SplitHostPort(a.StaffAddr())
	if err != nil || !net.ParseIP(host).IsLoopback() {
		return "http://" + a.StaffAddr()
	}
	return "http://localhost:" + port
}

// DemoLogins are the accounts of the demo, a line each; none without --demo.
func (a *App) DemoLogins() []string {
	var lines []string
	for _, login := range a.logins {
		lines = append(lines, login.Line())
	}
	return lines
}

// Built is when the commit of this program was made, zero when the build does not know.
func Built() time.Time {
	info, known := debug.ReadBuildInfo()
	if !known {
		return time.Time{}
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.time" {
			at, err := time.Parse(time.RFC3339, setting.Value)
			if err == nil {
				return at
			}
		}
	}
	return time.Time{}
}
