package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/config"
)

func good() config.Config {
	return config.Config{Listen: "127.0.0.1:8080", StaffListen: "127.0.0.1:8081", Storage: config.Storage{DataDir: "var"}}
}

// T-61: an unsafe set-up is refused, and the refusal says what to do.
func TestCheck(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		change func(*config.Config)
		built  time.Time
		want   string // part of the refusal; empty: accepted
	}{
		"as delivered":              {func(*config.Config) {}, time.Time{}, ""},
		"any free port":             {func(c *config.Config) { c.Listen, c.StaffListen = "127.0.0.1:0", "127.0.0.1:0" }, time.Time{}, ""},
		"IPv6 loopback":             {func(c *config.Config) { c.Listen = "[::1]:8080" }, time.Time{}, ""},
		"plain HTTP, all addresses": {func(c *config.Config) { c.Listen = ":8080" }, time.Time{}, "TLS proxy"},
		"plain HTTP, one address":   {func(c *config.Config) { c.StaffListen = "192.0.2.1:8081" }, time.Time{}, "TLS proxy"},
		"a name that looks local":   {func(c *config.Config) { c.Listen = "localhost.example:8080" }, time.Time{}, "TLS proxy"},
		"behind a proxy":            {func(c *config.Config) { c.Listen, c.BehindProxy, c.Public = ":8080", true, "https://w.example" }, time.Time{}, ""},
		"a proxy without a name":    {func(c *config.Config) { c.BehindProxy = true }, time.Time{}, "--public"},
		"public in the clear":       {func(c *config.Config) { c.Public = "http://w.example" }, time.Time{}, "not https"},
		"public with a path":        {func(c *config.Config) { c.Public = "https://w.example/x" }, time.Time{}, "without a path"},
		"public that is no address": {func(c *config.Config) { c.Public = "w.example" }, time.Time{}, "without a path"},
		"public here":               {func(c *config.Config) { c.Public = "http://localhost:8080" }, time.Time{}, ""},
		"demo in the open": {func(c *config.Config) {
			c.Listen, c.BehindProxy, c.Public, c.Demo = ":8080", true, "https://w.example", true
		}, time.Time{}, "--demo"},
		"demo behind a proxy": {func(c *config.Config) { c.BehindProxy, c.Public, c.Demo = true, "https://w.example", true }, time.Time{}, "a proxy would open it"},
		"one port for both":   {func(c *config.Config) { c.StaffListen = c.Listen }, time.Time{}, "the same"},
		"no port":             {func(c *config.Config) { c.Listen = "127.0.0.1" }, time.Time{}, "HOST:PORT"},
		"no such port":        {func(c *config.Config) { c.Listen = "127.0.0.1:99999" }, time.Time{}, "0 to 65535"},
		"a short token":       {func(c *config.Config) { c.MetricsToken = "hunter2" }, time.Time{}, "shorter than"},
		"less than nothing":   {func(c *config.Config) { c.SubmitsPerMinute = -1 }, time.Time{}, "less than 0"},
		"a clock in 1970":     {func(*config.Config) {}, now.AddDate(0, 0, 1), "set the clock"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			settings := good()
			c.change(&settings)
			err := settings.Check(now, c.built)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && err == nil:
				t.Error("accepted")
			case c.want != "" && !strings.Contains(err.Error(), c.want):
				t.Errorf("%q does not say %q", err, c.want)
			}
		})
	}
}

func TestLinesShowNoSecret(t *testing.T) {
	const secret = "Canary7391Canary7391"
	for _, database := range []string{
		"postgres://wijkloket:" + secret + "@db.example/w", "postgres://db.example/w?user=u&password=" + secret, "postgres://%zz" + secret, "host=x password=" + secret,
		"postgres:u:" + secret + "@db.example/w", "postgres:" + secret, "postgres://u:12#" + secret + "@db.example/w", "postgres://" + secret + "@db.example/w",
		"postgres://u:1?" + secret + "@db.example/w", "postgres://u:1/" + secret + "@db.example/w", "postgresql://db.example/w?sslpassword=" + secret,
	} {
		c := good()
		c.Database, c.MetricsToken = database, secret
		if shown := strings.Join(c.Lines(), "\n"); strings.Contains(shown, secret) {
			t.Errorf("%s", shown)
		}
	}
	c := good()
	c.Database = "postgres://wijkloket:" + secret + "@db.example/w"
	if shown := strings.Join(c.Lines(), "\n"); !strings.Contains(shown, "db.example") {
		t.Errorf("the host is gone too: %s", shown)
	}
}

func TestDefaultsStandInTheDataFolder(t *testing.T) {
	s := config.Storage{DataDir: "/srv/w"}
	got := []string{s.DatabaseURL(), s.KeyPath()}
	if diff := cmp.Diff([]string{"sqlite:/srv/w/wijkloket.db", "/srv/w/wijkloket.keys"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseFile(t *testing.T) {
	got, err := config.ParseFile(strings.NewReader("# ours\nlisten = 127.0.0.1:1\n\ndatabase=postgres://a?b=c\n"))
	want := map[string]string{"listen": "127.0.0.1:1", "database": "postgres://a?b=c"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, text := range map[string]string{"no value": "listen", "twice": "listen=1\nlisten=2", "no name": "= x"} {
		if _, err := config.ParseFile(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
