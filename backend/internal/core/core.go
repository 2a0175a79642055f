// Package core holds the few words that every feature of the backend speaks: an identifier, a clock, an error with a
// code for programs and a key for people, and the message that a rule gives as its reason.
package core

import (
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"wijkloket/backend/api"
)

// ID names a stored thing: 128 random bits in 26 lower-case letters and digits. It is unguessable but not a key: what it
// opens is decided by who asks.
type ID string

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID draws an ID from random, which is crypto/rand.Reader in the product. It panics when random fails: a program
// without randomness must stop.
func NewID(random io.Reader) ID {
	var raw [16]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		panic(fmt.Errorf("core: no randomness: %w", err))
	}
	return ID(idEncoding.EncodeToString(raw[:]))
}

// ParseID accepts what NewID made and nothing else.
func ParseID(s string) (ID, bool) {
	raw, err := idEncoding.DecodeString(s)
	return ID(s), err == nil && len(raw) == 16 && s == strings.ToLower(s)
}

// Clock tells the time; the product's is [SystemClock], tests bring their own.
type Clock interface{ Now() time.Time }

// SystemClock is the machine's clock, in UTC and cut to microseconds, which both SQL engines keep exactly.
type SystemClock struct{}

// Now returns the present moment.
func (SystemClock) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Brussels is where days begin and end for a promise, an opening hour and a holiday.
var Brussels = mustLocation("Europe/Brussels")

func mustLocation(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the program links time/tzdata
	}
	return location
}

// Message is a text that is not yet in a language: a key of the catalogue and what goes into its gaps. Rules give their
// reasons as messages, never as sentences. An argument may be a message itself: the name of a language, a clause.
type Message struct {
	Key  string
	Args map[string]any
}

// UnmarshalJSON reads what json.Marshal wrote, also the messages among the arguments.
func (m *Message) UnmarshalJSON(text []byte) error {
	type plain Message
	if err := json.Unmarshal(text, (*plain)(m)); err != nil {
		return err
	}
	for name, arg := range m.Args {
		if fields, ok := arg.(map[string]any); ok {
			m.Args[name] = messageOf(fields)
		}
	}
	return nil
}

func messageOf(fields map[string]any) Message {
	key, _ := fields["Key"].(string)
	args, _ := fields["Args"].(map[string]any)
	for name, arg := range args {
		if nested, ok := arg.(map[string]any); ok {
			args[name] = messageOf(nested)
		}
	}
	return Message{Key: key, Args: args}
}

// Error is a refusal: a stable code for programs and a message for people. Anything else that comes out of a feature is
// an internal fault, which people see as "this is our mistake" and the log sees whole.
type Error struct {
	Code   api.Code
	Reason Message
	Fields []FieldError
	Slots  []api.Slot // with api.CodeSlotTaken: what can be had instead
}

// FieldError is what is wrong with one field.
type FieldError struct {
	Field  string
	Reason Message
}

// Error returns the code and the key, never an argument: arguments may be about a person.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Reason.Key }

// Refuse makes an Error from a code and a message key.
func Refuse(code api.Code, key string) *Error { return &Error{Code: code, Reason: Message{Key: key}} }

// CodeOf returns the code of a refusal anywhere in err's chain, "" for nil and CodeInternal for everything else.
func CodeOf(err error) api.Code {
	var refusal *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refusal):
		return refusal.Code
	default:
		return api.CodeInternal
	}
}
