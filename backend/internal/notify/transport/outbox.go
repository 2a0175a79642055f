package transport

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"wijkloket/backend/internal/notify"
)

// Outbox writes each message into a file instead of sending it. It is for the demo and for trying out, and for nothing else: the
// files hold number, address and words in the clear, so a program with real residents must have none.
type Outbox struct{ folder, extension string }

// NewOutbox makes the folder, which this user alone can read. The extension tells the channels apart, such as "sms" and "email".
func NewOutbox(folder, extension string) (*Outbox, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return &Outbox{folder, extension}, nil
}

// Repeatable is true: a message has one file, however often it is written.
func (o *Outbox) Repeatable() bool { return true }

// Send writes the message. The reference is the name of its file.
func (o *Outbox) Send(_ context.Context, out notify.Outgoing) (string, error) {
	name := string(out.ID) + "." + o.extension + ".txt"
	text := fmt.Sprintf("To: %s\nFrom: %s\nLanguage: %s\n", out.To.Reveal(), out.Sender, out.Language)
	if out.Subject != "" {
		text += "Subject: " + out.Subject + "\n"
	}
	text += "\n" + out.Body.Reveal() + "\n"
	part := filepath.Join(o.folder, "."+name)
	if err := os.WriteFile(part, []byte(text), 0o600); err != nil {
		return "", &notify.Fault{Code: "outbox"}
	}
	if err := os.Rename(part, filepath.Join(o.folder, name)); err != nil {
		return "", &notify.Fault{Code: "outbox"}
	}
	return name, nil
}
