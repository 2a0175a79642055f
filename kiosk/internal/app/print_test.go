package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/app"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/kiosktest"
)

// The installer sees every language on paper, with its own letters.
func TestPrintTestCommand(t *testing.T) {
	for _, dots := range []string{"576", "384"} {
		address, received := kiosktest.Paper(t)
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
