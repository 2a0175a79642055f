package app_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/app"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/rights"
)

// A second fill of the demo changes nothing, and a house in which others work is refused.
func TestDemoIsFilledOnce(t *testing.T) {
	dir := t.TempDir()
	inFolder := func(c *config.Config) { demo(c); c.DataDir = dir }
	states := func(r *rig) string {
		desk := r.office()
		desk.signIn("griet")
		queue := desk.get("/onthaal/rij")
		return strings.Join(queue.requestIDs(), " ")
	}
	first := start(t, inFolder)
	before := states(first)
	if len(first.DemoLogins()) != 13 || before == "" {
		t.Errorf("%d logins, queue %q", len(first.DemoLogins()), before)
	}
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	again := start(t, inFolder)
	if after := states(again); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
	found := map[string]bool{}
	for _, team := range []string{"noord", "centrum", "zuid"} {
		lines, err := again.Requests.Queue(context.Background(), account.Viewer{ID: "x", Role: account.Lead, Team: team}, request.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			found[string(line.State)], found[string(line.Standing)] = true, true
		}
	}
	for _, want := range []string{"new", "contacted", "scheduled", "met", "missed", "closed", "cancelled", "kept", "passed", "not-owed"} {
		if !found[want] {
			t.Errorf("the demo has nothing that is %s", want)
		}
	}
}

// A demo does not move in with people who work here: its passwords would open their house.
func TestDemoStaysOutOfARealHouse(t *testing.T) {
	dir := t.TempDir()
	real := start(t, func(c *config.Config) { c.DataDir = dir })
	_, err := real.Accounts.Create(context.Background(), account.New{
		Username: "els", Name: "Els Echt", Role: account.Reception, Team: "noord", Password: personal("vier paarden dansen op het ijs"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := real.stop(); err != nil {
		t.Fatal(err)
	}
	settings := config.Config{Storage: config.Storage{DataDir: dir}, Listen: "127.0.0.1:0", StaffListen: "127.0.0.1:0", Demo: true}
	started, err := app.New(context.Background(), settings, app.Options{Log: io.Discard})
	if err == nil {
		_ = started.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "leave out --demo") {
		t.Errorf("%v", err)
	}
}

// An import while the program runs is taken over; one that cannot be read changes nothing.
func TestDirectoryIsReadAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the look at the folder")
	}
	r := start(t, nil)
	before := r.Directory()
	folder := filepath.Join(r.dir, "directory")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	teams, err := os.ReadFile("../../../assets/data/directory/teams.yaml")
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(folder, "teams.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("teams: [")
	until(t, func() bool { return strings.Contains(r.log.String(), "not taken over") })
	if r.Directory() != before {
		t.Error("a broken file replaced the directory")
	}
	write(string(teams) + "\n# changed\n")
	until(t, func() bool { return r.Directory() != before })
}

// A figure that is corrected beside the running program is taken over, and kiosks that ask get the new rules. Questions that
// cannot be read change nothing; a broken right is only counted.
func TestRightsAreReadAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the look at the folder")
	}
	r := start(t, nil)
	before := r.Rights()
	write := func(name, text string) {
		file := filepath.Join(r.dir, "rights", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("questions.yaml", "questions: [")
	until(t, func() bool { return strings.Contains(r.log.String(), "not taken over") })
	if r.Rights() != before {
		t.Error("questions that cannot be read replaced the rules")
	}
	if err := os.Remove(filepath.Join(r.dir, "rights", "questions.yaml")); err != nil {
		t.Fatal(err)
	}
	write("wonen/huurpremie.yaml", "id: huurpremie\n")
	until(t, func() bool { return r.Rights() != before && len(r.Rights().Faults()) > 0 })
	if !strings.Contains(r.log.String(), "rights lint") {
		t.Errorf("nobody is told of a broken right: %s", r.log.String())
	}
	answer, err := http.Get("http://" + r.PublicAddr() + "/api/v1/rights")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rights.ParseDocument(text); err != nil || len(got.Faults()) != len(r.Rights().Faults()) {
		t.Errorf("a kiosk gets other rules: %v", err)
	}
}

func until(t *testing.T, done func() bool) {
	t.Helper()
	for range 3000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not happen")
}

// What cannot start says why, and leaves no port taken.
func TestWhatCannotStart(t *testing.T) {
	taken := start(t, nil)
	open := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(open, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		change func(*config.Config)
		want   string
	}{
		"port":           {func(c *config.Config) { c.StaffListen = taken.StaffAddr() }, "address already in use"},
		"readable keys":  {func(c *config.Config) { c.KeyFile = open }, "chmod 600"},
		"no such engine": {func(c *config.Config) { c.Database = "mysql://x" }, "sqlite:"},
		"no server":      {func(c *config.Config) { c.Database = "postgres://nobody@127.0.0.1:1/none" }, ""},
	}
	for name, c := range cases {
		settings := config.Config{Storage: config.Storage{DataDir: t.TempDir()}, Listen: "127.0.0.1:0", StaffListen: "127.0.0.1:0"}
		c.change(&settings)
		started, err := app.New(context.Background(), settings, app.Options{Log: io.Discard})
		if err == nil {
			_ = started.Close()
			t.Errorf("%s: it started", name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
