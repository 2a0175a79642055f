// Package config is how the program is set up: typed settings with their flags, environment names and help in one place,
// the checks that refuse an unsafe set-up at the start (T-61), and the lines that show it without secrets.
//
// A setting comes from its flag, else from the environment (WIJKLOKET_...), else from one file, else from its default.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Storage is where the data are: what every command that touches them needs.
type Storage struct {
	DataDir  string `name:"data-dir" default:"var" env:"WIJKLOKET_DATA_DIR" placeholder:"DIR" help:"Folder of the database file, the key file, an imported directory and newer rights (${default})."`
	Database string `name:"database" env:"WIJKLOKET_DATABASE" placeholder:"URL" help:"sqlite:FILE or postgres://USER@HOST/NAME. Default: sqlite:DATA-DIR/wijkloket.db."`
	KeyFile  string `name:"key-file" env:"WIJKLOKET_KEY_FILE" placeholder:"FILE" help:"Keys of everything personal; made at the first start. Back it up, but never beside the database. Default: DATA-DIR/wijkloket.keys."`
}

// DatabaseURL is the database, or the default one in the data folder.
func (s Storage) DatabaseURL() string {
	if s.Database != "" {
		return s.Database
	}
	return "sqlite:" + filepath.Join(s.DataDir, "wijkloket.db")
}

// KeyPath is the key file, or the default one in the data folder.
func (s Storage) KeyPath() string {
	if s.KeyFile != "" {
		return s.KeyFile
	}
	return filepath.Join(s.DataDir, "wijkloket.keys")
}

// Config is the whole set-up of a serving program.
type Config struct {
	Storage  `embed:""`
	Messages `embed:""`

	Listen      string `name:"listen" default:"127.0.0.1:8080" env:"WIJKLOKET_LISTEN" placeholder:"HOST:PORT" help:"Where phones and kiosks come in (${default})."`
	StaffListen string `name:"staff-listen" default:"127.0.0.1:8081" env:"WIJKLOKET_STAFF_LISTEN" placeholder:"HOST:PORT" help:"Where reception comes in; another listener and, through its address, another host name (${default})."`
	Public      string `name:"public" env:"WIJKLOKET_PUBLIC" placeholder:"URL" help:"Address of the phone pages as a phone reaches it, for the QR. Default: http:// and the listener."`
	BehindProxy bool   `name:"behind-proxy" env:"WIJKLOKET_BEHIND_PROXY" help:"A TLS proxy of ours stands in front of both listeners and sets X-Forwarded-For. Without it, plain HTTP beyond this machine is refused."`

	SubmitsPerMinute int    `name:"submits-per-minute" default:"60" env:"WIJKLOKET_SUBMITS_PER_MINUTE" placeholder:"N" help:"Requests that one address may send in a minute: a kiosk, or all phones behind one router (${default}; 0: no limit)."`
	MetricsToken     string `name:"metrics-token" env:"WIJKLOKET_METRICS_TOKEN" placeholder:"TOKEN" help:"With it, /metrics on the staff listener also answers beyond this machine. At least 20 characters. Better set in the environment than as a flag, which other users of this machine can read."`

	Demo bool `name:"demo" env:"WIJKLOKET_DEMO" help:"Fill an empty database with accounts for every role, whose passwords are printed, and invented requests. Only on this machine."`
}

// minToken is the least length of a token in characters.
const minToken = 20

// Check refuses what would be unsafe to run (T-61). built is when this program was made, zero when nobody knows.
func (c Config) Check(now, built time.Time) error {
	checks := []error{
		c.checkListener("listen", c.Listen), c.checkListener("staff-listen", c.StaffListen), c.checkPublic(), c.Messages.check(),
	}
	if c.Listen == c.StaffListen && !strings.HasSuffix(c.Listen, ":0") {
		checks = append(checks, errors.New("--listen and --staff-listen are the same: give reception a port of its own"))
	}
	if c.MetricsToken != "" && len(c.MetricsToken) < minToken {
		checks = append(checks, fmt.Errorf("--metrics-token is shorter than %d characters: draw a longer one, or leave it out", minToken))
	}
	if c.Demo && (c.BehindProxy || strings.HasPrefix(c.Public, "https:")) {
		checks = append(checks, errors.New("--demo has passwords that everyone knows, and a proxy would open it to other machines: leave out --demo, or --behind-proxy and --public"))
	}
	if c.SubmitsPerMinute < 0 {
		checks = append(checks, errors.New("--submits-per-minute is less than 0: use 0 for no limit"))
	}
	if now.Before(built) {
		checks = append(checks, fmt.Errorf("the clock of this machine says %s, before this program was built: set the clock", now.Format(time.DateOnly)))
	}
	return errors.Join(checks...)
}

func (c Config) checkListener(flag, address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--%s %q is no HOST:PORT: write for example 127.0.0.1:8080", flag, address)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("--%s %q has no port from 0 to 65535", flag, address)
	}
	if loopback(host) {
		return nil
	}
	if c.Demo {
		return fmt.Errorf("--demo has passwords that everyone knows, and --%s %s is open to other machines: use 127.0.0.1, or leave out --demo", flag, address)
	}
	if !c.BehindProxy {
		return fmt.Errorf("--%s %s would send personal data over the network as plain HTTP: put a TLS proxy in front and say --behind-proxy, or listen on 127.0.0.1", flag, address)
	}
	return nil
}

func (c Config) checkPublic() error {
	if c.Public == "" {
		if c.BehindProxy {
			return errors.New("--behind-proxy needs --public: the address under which phones reach the proxy")
		}
		return nil
	}
	public, err := url.Parse(c.Public)
	if err != nil || public.Host == "" || public.Path != "" || public.RawQuery != "" || public.User != nil {
		return fmt.Errorf("--public %q is no address without a path: write for example https://wijkloket.kortrijk.be", c.Public)
	}
	if public.Scheme == "https" || public.Scheme == "http" && loopback(public.Hostname()) {
		return nil
	}
	return fmt.Errorf("--public %s is not https: phones would send personal data in the clear", c.Public)
}

func loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// Lines is the set-up as the program prints it at its start: every setting, no secret.
func (c Config) Lines() []string {
	return append([]string{
		"listen " + c.Listen, "staff-listen " + c.StaffListen, "public " + or(c.Public, "the listener"),
		"behind-proxy " + strconv.FormatBool(c.BehindProxy), "database " + shown(c.DatabaseURL()), "data-dir " + c.DataDir,
		"key-file " + c.KeyPath(), "submits-per-minute " + strconv.Itoa(c.SubmitsPerMinute), "metrics-token " + isSet(c.MetricsToken),
		"demo " + strconv.FormatBool(c.Demo),
	}, c.Messages.lines()...)
}

// shown is a database address without its password, wherever it stands.
func shown(database string) string {
	if strings.HasPrefix(database, "sqlite:") {
		return database
	}
	parsed, err := url.Parse(database)
	if err != nil || parsed.Scheme != "postgres" && parsed.Scheme != "postgresql" || parsed.Host == "" ||
		parsed.Fragment != "" || strings.Contains(parsed.Path+parsed.RawQuery, "@") {
		return "(cannot be read)" // with a / ? or # of its own, a password stands where no password should
	}
	return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
}

// shownURL is the host of an address, without what may be a secret in its path.
func shownURL(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || address == "" {
		return ""
	}
	return parsed.Scheme + "://" + parsed.Host
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
