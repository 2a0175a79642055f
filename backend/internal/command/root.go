package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"wijkloket/backend/internal/config"
)

// The ways a command ends.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// root is the whole command line.
type root struct {
	Settings kong.ConfigFlag `name:"settings" env:"WIJKLOKET_SETTINGS" placeholder:"FILE" help:"File of settings, one \"flag = value\" a line. Flags and the environment come first."`

	Serve     Serve     `cmd:"" help:"Serve phones, kiosks and reception."`
	Staff     Staff     `cmd:"" help:"Accounts of the people who work here."`
	Directory Directory `cmd:"" help:"The city's teams, centres, streets and areas."`
	Rights    Rights    `cmd:"" help:"Which rights a household may have, and the rules behind it."`
}

// Main runs the command that args name and returns the exit code: 0 done, 1 failed, 2 wrong use. What went wrong is one
// line on c.Err that says what to do.
func Main(c Context, args []string) int {
	var cli root
	code, left := exitDone, false
	parser, err := kong.New(&cli,
		kong.Name("backend"), kong.Description("Wijkloket: the backend of the kiosks, phone pages and reception pages of the wijkteams."),
		kong.Writers(c.Out, c.Err), kong.Exit(func(asked int) { code, left = asked, true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.Configuration(settings),
	)
	if err != nil {
		return fail(c.Err, err, exitFailed) // the structure above is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if left { // --help
		return code
	}
	if err != nil {
		return fail(c.Err, fmt.Errorf("%w (backend --help lists what there is)", err), exitUsage)
	}
	if err = parsed.Run(&c); err == nil {
		return exitDone
	}
	var usage *UsageError
	if errors.As(err, &usage) {
		return fail(c.Err, err, exitUsage)
	}
	if errors.Is(err, context.Canceled) && c.Ctx.Err() != nil {
		return exitFailed // stopped by the person at the keyboard, who knows
	}
	return fail(c.Err, err, exitFailed)
}

// fail prints an error as one line.
func fail(w io.Writer, err error, code int) int {
	_, _ = fmt.Fprintln(w, "backend: "+strings.ReplaceAll(err.Error(), "\n", "; "))
	return code
}

// settings reads the settings file for kong. The environment comes before the file, so it is asked first here.
func settings(r io.Reader) (kong.Resolver, error) {
	values, err := config.ParseFile(r)
	if err != nil {
		return nil, err
	}
	return fileSettings(values), nil
}

type fileSettings map[string]string

// Validate refuses a name that no flag of any command has: a misspelt setting must not be a setting that is not there.
func (f fileSettings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	for name := range f {
		if !known[name] {
			return fmt.Errorf("the settings file sets %q, which is no setting", name)
		}
	}
	return nil
}

// Resolve gives a flag its value of the file, unless the environment has one.
func (f fileSettings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	if value, ok := f[flag.Name]; ok {
		return value, nil
	}
	return nil, nil
}
