// Command backend is the server of Wijkloket: phone pages and the kiosks' API on one listener, the reception pages on
// another, and the commands that look after them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"wijkloket/backend/internal/command"
)

func main() {
	// The first signal stops in good order; after it a second one is the operating system's, which does not wait.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	code := command.Main(command.Context{Ctx: ctx, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}
