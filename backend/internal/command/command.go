// Package command is the backend's command line: one file a command, each a kong structure with a Run method. Commands
// translate words into calls and print; they hold no rules.
package command

import (
	"context"
	"fmt"
	"io"
)

// Context is what a command may touch of the world.
type Context struct {
	Ctx context.Context
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// UsageError is wrong use: the program prints it on one line and leaves with 2.
type UsageError struct{ text string }

// Error is the line to print.
func (e *UsageError) Error() string { return e.text }

// Usage makes a UsageError that says what to do.
func Usage(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }
