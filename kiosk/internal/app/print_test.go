package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/app"
	"wijkloket/kiosk/internal/device"
)

// paper listens as a network printer does, says that all is well, and gives what it received once the line closes.
func paper(t *testing.T) (address string, received func() []byte) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan []byte, 1)
	go func() {
		var got []byte
		defer func() { all <- got }()
		for {
			line, err := listener.Accept()
			if err != nil {
				return
			}
			part := make([]byte, 4096)
			for err == nil {
				n := 0
				n, err = line.Read(part)
				got = append(got, part[:n]...)
				if bytes.HasSuffix(got, []byte{0x10, 4, 1}) || bytes.HasSuffix(got, []byte{0x10, 4, 2}) || bytes.HasSuffix(got, []byte{0x10, 4, 4}) {
					_, _ = line.Write([]byte{0x12})
				}
				if bytes.HasSuffix(got, []byte{0x1d, 'r', 1}) {
					_, _ = line.Write([]byte{0})
				}
			}
			_ = line.Close()
			if !errors.Is(err, io.EOF) {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = listener.Close() })
	return "tcp://" + listener.Addr().String(), func() []byte {
		_ = listener.Close()
		return <-all
	}
}

// The installer sees every language on paper, with its own letters.
func TestPrintTestCommand(t *testing.T) {
	for _, dots := range []string{"576", "384"} {
		address, received := paper(t)
		var out bytes.Buffer
		command := app.PrintTestCommand{Printer: address + "?dots=" + dots}
		if err := command.Run(&app.World{Ctx: context.Background(), Out: &out}); err != nil {
			t.Fatal(err)
		}
		if want := "4 slips printed, " + dots + " dots wide\n"; out.String() != want {
			t.Errorf("it says %q", out.String())
		}
		got := received()
		if cuts := bytes.Count(got, []byte{0x1d, 'V', 66, 0}); cuts != len(i18n.Languages) {
			t.Errorf("%d cuts", cuts)
		}
		printer, err := device.OpenPrinter(command.Printer)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range i18n.Languages {
			picture, err := app.TestSlip(texts.For(lang), printer.Dots()).Draw(printer.Dots())
			if err != nil {
				t.Fatal(err)
			}
			for y := range picture.Bounds().Dy() {
				if !bytes.Contains(got, picture.Row(y)) {
					t.Errorf("%s: row %d did not arrive", lang, y)
					break
				}
			}
		}
	}
}

func TestPrintTestSaysWhatIsWrong(t *testing.T) {
	command := app.PrintTestCommand{Printer: "tcp://printer.invalid"}
	err := command.Run(&app.World{Ctx: context.Background(), Out: io.Discard})
	if !errors.Is(err, device.ErrUnreachable) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
	if err := (&app.PrintTestCommand{Printer: "lp0"}).Validate(); err == nil || !strings.Contains(err.Error(), "/dev/usb/lp0") {
		t.Errorf("%v", err)
	}
}
