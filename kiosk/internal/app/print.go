package app

import (
	"context"
	"fmt"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/typeset"
)

// PrintTestCommand is `kiosk print-test`.
type PrintTestCommand struct {
	Printer string `help:"Receipt printer: a device such as /dev/usb/lp0, or tcp://host:9100. Put ?dots=384 behind it for paper of 58 mm." required:"" env:"WIJKLOKET_PRINTER" placeholder:"ADDRESS"`
}

// Help is the example that --help shows.
func (*PrintTestCommand) Help() string {
	return "Example: kiosk print-test --printer tcp://192.168.1.20:9100?dots=384"
}

// Validate refuses an address that no printer can have; kong calls it, and by itself misses one that is not given.
func (c *PrintTestCommand) Validate() error {
	if c.Printer == "" {
		return nil
	}
	_, err := device.OpenPrinter(c.Printer)
	return err
}

// Run prints a slip in every language, for who installs the kiosk.
func (c *PrintTestCommand) Run(world *World) error {
	printer, err := device.OpenPrinter(c.Printer)
	if err != nil {
		return err
	}
	texts, err := i18n.Load()
	if err != nil {
		return err
	}
	for _, lang := range i18n.Languages {
		if err := printSlip(world.Ctx, printer, TestSlip(texts.For(lang), printer.Dots())); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(world.Out, "%d slips printed, %d dots wide\n", len(i18n.Languages), printer.Dots())
	return err
}

// printSlip draws a slip for the printer's paper and prints it.
func printSlip(ctx context.Context, printer device.Printer, s slip.Slip) error {
	picture, err := s.Draw(printer.Dots())
	if err != nil {
		return err
	}
	defer picture.Wipe()
	return printer.Print(ctx, picture)
}

// TestSlip is a slip to look at: what has to be right on it stands on it, with a box to tick.
func TestSlip(texts *i18n.Localizer, dots int) slip.Slip {
	var lines []slip.Line
	for _, text := range []string{
		texts.T("kiosk.print.test.edges"),
		texts.T("kiosk.print.test.number", i18n.Args{"Number": "0123 45 67 89"}),
		texts.T("kiosk.print.test.cut"),
	} {
		lines = append(lines, slip.Line{Text: text, Check: true})
	}
	return slip.Slip{
		Dir:      typeset.DirectionOf(texts.Lang()),
		Title:    texts.T("kiosk.print.test.title"),
		Lead:     texts.T("kiosk.print.test.lead"),
		Sections: []slip.Section{{Heading: texts.T("kiosk.print.test.look"), Items: []slip.Item{{Lines: lines}}}},
		Foot:     []string{texts.T("kiosk.print.test.width", i18n.Args{"Dots": dots})},
	}
}
