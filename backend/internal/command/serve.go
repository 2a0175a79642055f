package command

import (
	"errors"
	"fmt"
	"time"

	"wijkloket/backend/internal/app"
	"wijkloket/backend/internal/config"
)

// Serve serves until it is stopped.
type Serve struct {
	config.Config `embed:""`
}

// Help is shown by "serve --help".
func (Serve) Help() string {
	return `Example: backend serve --data-dir /var/lib/wijkloket --listen 127.0.0.1:8080 --staff-listen 127.0.0.1:8081

Ctrl-C or SIGTERM stops it: what is being answered is finished, for at most ten seconds.`
}

// Run serves.
func (s *Serve) Run(c *Context) error {
	if err := s.Config.Check(time.Now(), app.Built()); err != nil {
		return Usage("%s", err)
	}
	running, err := app.New(c.Ctx, s.Config, app.Options{Log: c.Err})
	if err != nil {
		return err
	}
	for _, line := range s.Config.Lines() {
		fmt.Fprintln(c.Out, "setting  "+line)
	}
	for _, login := range running.DemoLogins() {
		fmt.Fprintln(c.Out, "demo     "+login)
	}
	fmt.Fprintln(c.Out, "phone    "+running.PublicURL()+"/")
	fmt.Fprintln(c.Out, "kiosk    "+running.PublicURL()+"/api/v1 (for the kiosk's --backend: "+running.PublicURL()+")")
	fmt.Fprintln(c.Out, "onthaal  "+running.StaffURL()+"/onthaal/")
	return errors.Join(running.Run(c.Ctx), running.Close())
}
