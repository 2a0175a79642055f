package mailtest

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Wait returns the messages for an address once there are at least n.
func (s *Server) Wait(t testing.TB, address string, n int) []Mail {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if mails := s.Mails(t, address); len(mails) >= n {
			return mails
		}
	}
	log, _ := os.ReadFile(filepath.Join(s.folder, "log", "mainlog"))
	t.Fatalf("mailtest: %d messages for an address, want %d; the server says:\n%s", len(s.Mails(t, address)), n, log)
	return nil
}

// Mails are the messages that lie in the mailbox for an address now, in no order.
func (s *Server) Mails(t testing.TB, address string) (mails []Mail) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.folder, "box", "new", "*"))
	if err != nil {
		t.Fatalf("mailtest: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("mailtest: %v", err)
		}
		if one := read(t, raw); one.Header.Get("Envelope-To") == address {
			mails = append(mails, one)
		}
	}
	return mails
}

// read takes a message apart as a mail program does.
func read(t testing.TB, raw []byte) Mail {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("mailtest: a message that no program can read: %v", err)
	}
	one := Mail{Header: message.Header, Raw: string(raw)}
	if one.Subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		t.Fatalf("mailtest: subject: %v", err)
	}
	if list, err := message.Header.AddressList("From"); err == nil && len(list) == 1 {
		one.From = list[0]
	}
	body := message.Body
	if strings.EqualFold(message.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatalf("mailtest: body: %v", err)
	}
	one.Body = strings.ReplaceAll(string(text), "\r\n", "\n")
	return one
}
