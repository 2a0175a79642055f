package command_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wijkloket/backend/internal/command"
)

// result is what a command left behind.
type result struct {
	code     int
	out, err string
}

// call runs the command line as main does.
func call(t *testing.T, input string, args ...string) result {
	t.Helper()
	var out, complaints bytes.Buffer
	code := command.Main(command.Context{Ctx: context.Background(), In: strings.NewReader(input), Out: &out, Err: &complaints}, args)
	return result{code, out.String(), complaints.String()}
}

// Every command has a --help with an example and leaves with 0.
func TestHelp(t *testing.T) {
	for _, line := range []string{
		"serve", "staff add", "staff list", "staff disable", "staff password", "directory team", "directory import",
	} {
		got := call(t, "", append(strings.Fields(line), "--help")...)
		if got.code != 0 || !strings.Contains(got.out, "Example: ") || !strings.Contains(got.out, "backend "+line) {
			t.Errorf("%s: %d\n%s%s", line, got.code, got.out, got.err)
		}
	}
	if got := call(t, ""); got.code != 0 || !strings.Contains(got.out, "serve") {
		t.Errorf("no command: %d %s", got.code, got.out)
	}
}

// Wrong use leaves with 2, a failure with 1, each with one line that says what to do.
func TestMistakesAreOneLine(t *testing.T) {
	dir := t.TempDir()
	settings := func(text string) string {
		path := filepath.Join(t.TempDir(), "settings")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := map[string]struct {
		args []string
		code int
		says string
	}{
		"no such command":   {[]string{"sevre"}, 2, "--help"},
		"no such flag":      {[]string{"serve", "--lisen", "x"}, 2, "--help"},
		"plain HTTP":        {[]string{"serve", "--listen", ":8080"}, 2, "TLS proxy"},
		"no such role":      {[]string{"staff", "add", "an", "--name", "An", "--role", "boss"}, 2, "role"},
		"no name":           {[]string{"staff", "add", "an", "--role", "lead"}, 2, "--name"},
		"no such team":      {[]string{"staff", "add", "an", "--name", "An", "--role", "lead", "--team", "mars", "--data-dir", dir}, 1, "team"},
		"no such account":   {[]string{"staff", "disable", "nobody", "--data-dir", dir}, 1, "staff list"},
		"no such engine":    {[]string{"staff", "list", "--data-dir", dir, "--database", "mysql://x"}, 1, "sqlite:"},
		"a broken file":     {[]string{"--settings", settings("listen"), "serve"}, 2, "line 1"},
		"a misspelt one":    {[]string{"--settings", settings("lisen = x"), "serve"}, 2, "lisen"},
		"a file of nothing": {[]string{"--settings", filepath.Join(dir, "none"), "serve"}, 2, "none"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := call(t, "", c.args...)
			if got.code != c.code || strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, c.says) {
				t.Errorf("%d, want %d: %q %q", got.code, c.code, got.out, got.err)
			}
		})
	}
}

// A flag comes before the environment, the environment before the file, the file before the default.
func TestWhereASettingComesFrom(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "settings")
	if err := os.WriteFile(file, []byte("database = mysql://file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list := []string{"staff", "list", "--data-dir", dir}
	if got := call(t, "", list...); got.code != 0 {
		t.Errorf("default: %+v", got)
	}
	withFile := append([]string{"--settings", file}, list...)
	if got := call(t, "", withFile...); got.code != 1 || !strings.Contains(got.err, "sqlite:") {
		t.Errorf("file: %+v", got)
	}
	t.Setenv("WIJKLOKET_DATABASE", "sqlite:"+filepath.Join(dir, "env.db"))
	if got := call(t, "", withFile...); got.code != 0 {
		t.Errorf("environment before file: %+v", got)
	}
	if got := call(t, "", append(withFile, "--database", "mysql://flag")...); got.code != 1 {
		t.Errorf("flag before environment: %+v", got)
	}
	t.Setenv("WIJKLOKET_SETTINGS", file)
	t.Setenv("WIJKLOKET_DATABASE", "")
	if err := os.Unsetenv("WIJKLOKET_DATABASE"); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", list...); got.code != 1 {
		t.Errorf("the file of the environment: %+v", got)
	}
}

var drawn = regexp.MustCompile(`password, shown this once: ([a-z2-7]{4}(?:-[a-z2-7]{4}){4})\n`)

// The accounts' commands, from the first account to a new password; a password is printed once and never when it was given.
func TestStaff(t *testing.T) {
	dir := t.TempDir()
	staff := func(input string, args ...string) result {
		t.Helper()
		return call(t, input, append(append([]string{"staff"}, args...), "--data-dir", dir)...)
	}
	added := staff("", "add", "Amira", "--name", "Amira Haddad", "--role", "worker", "--team", "noord")
	if added.code != 0 || !strings.Contains(added.out, "made amira (worker noord)") || !drawn.MatchString(added.out) {
		t.Fatalf("%+v", added)
	}
	const own = "vier paarden dansen op het ijs"
	given := staff(own+"\n", "add", "hilde", "--name", "Hilde Maes", "--role", "admin", "--password-stdin")
	if given.code != 0 || strings.Contains(given.out, own) {
		t.Errorf("%+v", given)
	}
	if short := staff("te kort\n", "add", "an", "--name", "An", "--role", "admin", "--password-stdin"); short.code != 1 || !strings.Contains(short.err, "15") {
		t.Errorf("a short password: %+v", short)
	}
	if twice := staff("", "add", "amira", "--name", "Amira Haddad", "--role", "worker", "--team", "noord"); twice.code != 1 {
		t.Errorf("twice: %+v", twice)
	}
	if disabled := staff("", "disable", "amira"); disabled.code != 0 || disabled.out != "disabled amira\n" {
		t.Errorf("%+v", disabled)
	}
	list := staff("", "list")
	if want := regexp.MustCompile(`(?m)^amira +worker +noord +disabled +Amira Haddad$`); !want.MatchString(list.out) {
		t.Errorf("%s", list.out)
	}
	if enabled := staff("", "disable", "amira", "--undo"); enabled.out != "enabled amira\n" {
		t.Errorf("%+v", enabled)
	}
	renewed := staff("", "password", "amira")
	if found := drawn.FindStringSubmatch(renewed.out); found == nil || found[1] == drawn.FindStringSubmatch(added.out)[1] {
		t.Errorf("%+v", renewed)
	}
}

// stopAfter collects what is printed, and stops the program when it has said where it is.
type stopAfter struct {
	bytes.Buffer
	stop context.CancelFunc
}

func (s *stopAfter) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("onthaal")) {
		s.stop()
	}
	return s.Buffer.Write(p)
}

// TestServePrintsNoSecret (T-61): neither a start that works nor one that fails shows the token, the password of the database
// or the keys.
func TestServePrintsNoSecret(t *testing.T) {
	const secret = "Canary7391Canary7391"
	dir := t.TempDir()
	t.Setenv("WIJKLOKET_METRICS_TOKEN", secret)
	serve := func(more ...string) (int, string) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		out, complaints := &stopAfter{stop: stop}, &bytes.Buffer{}
		args := append([]string{"serve", "--data-dir", dir, "--listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:0"}, more...)
		code := command.Main(command.Context{Ctx: ctx, In: strings.NewReader(""), Out: out, Err: complaints}, args)
		return code, out.String() + complaints.String()
	}
	code, said := serve()
	if code != 0 || !strings.Contains(said, "metrics-token set") || strings.Contains(said, secret) {
		t.Errorf("%d\n%s", code, said)
	}
	keys, err := os.ReadFile(filepath.Join(dir, "wijkloket.keys"))
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`[A-Za-z0-9+/_=-]{20,}`).FindAllString(string(keys), -1)
	if len(words) == 0 {
		t.Fatal("the key file holds nothing that looks like a key")
	}
	for _, word := range words {
		if strings.Contains(said, word) {
			t.Error("a key is printed")
		}
	}
	for _, database := range []string{
		"postgres://u:" + secret + "@127.0.0.1:1/w", "postgres://127.0.0.1:1/w?user=u&password=" + secret, "postgres://u:1#" + secret + "@127.0.0.1:1/w",
		"mysql://u:" + secret + "@127.0.0.1/w", secret,
	} {
		if code, said := serve("--database", database); code == 0 || said == "" || strings.Contains(said, secret) {
			t.Errorf("%d\n%s", code, said)
		}
	}
}
