// Command kiosk is the touch screen of Wijkloket in a neighbourhood centre: find your team, ask for a talk, follow your
// request. It keeps nothing about anybody.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // days begin and end in Brussels, also on a machine without zone data

	"github.com/alecthomas/kong"

	"wijkloket/kiosk/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// run is the whole program: 0 is well, 1 went wrong, 2 is wrong use.
func run(ctx context.Context, args []string) int {
	parser, err := kong.New(&app.Commands{}, kong.Name("kiosk"), kong.Description("The touch screen of Wijkloket."))
	if err != nil {
		return complain(err, 1)
	}
	command, err := parser.Parse(args)
	if parse := (*kong.ParseError)(nil); errors.As(err, &parse) {
		return complain(fmt.Errorf("%w (see kiosk --help)", err), 2)
	}
	if err := command.Run(&app.World{Ctx: ctx, Out: os.Stdout}); err != nil {
		return complain(err, 1)
	}
	return 0
}

// complain says on one line what is wrong.
func complain(err error, code int) int {
	fmt.Fprintln(os.Stderr, "kiosk:", err)
	return code
}
