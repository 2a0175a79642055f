package device

import (
	"context"
	"errors"
	"fmt"
	"image"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// Printer puts pictures on paper. Its errors are those below, or the context's own when that was cancelled; none holds
// anything of a picture. A printer may be used from several goroutines: one slip comes out after the other.
type Printer interface {
	// Dots is how many dots wide the paper is.
	Dots() int
	// Ready tells what keeps the printer from printing now. A printer that does not talk is ready when it can be reached.
	Ready(ctx context.Context) error
	// Print prints a picture and cuts it off. When it returns nil the whole slip came out, as far as the printer can tell. It
	// keeps nothing of the picture, which stays the caller's to wipe.
	Print(ctx context.Context, picture Picture) error
}

// Picture is a picture of black dots.
type Picture interface {
	Bounds() image.Rectangle
	// Row is a row of dots from left to right, eight a byte, the leftmost in the highest bit; 1 is black.
	Row(y int) []byte
}

// Why nothing came out of the printer. The texts are for who looks after the kiosk; the screen has its own.
var (
	ErrPaperOut    = errors.New("the printer has no paper; put in a new roll")
	ErrCoverOpen   = errors.New("the cover of the printer is open; close it")
	ErrOffline     = errors.New("the printer is not ready; look at its lights, or switch it off and on")
	ErrUnreachable = errors.New("the printer cannot be reached; look at its power, its cable and the address in --printer")
	ErrTimeout     = errors.New("the printer does not go on; look at its lights, or switch it off and on")
)

// The widths of paper that are printed on, in dots of 1/8 mm.
const (
	defaultDots = 576 // a roll of 80 mm
	leastDots   = 256
	mostDots    = 1024
)

// defaultPort is where a network printer listens for what it shall print.
const defaultPort = "9100"

// OpenPrinter makes the ESC/POS printer at an address: a device such as /dev/usb/lp0, or tcp://host:9100. A width of paper
// other than 576 dots (80 mm) follows the address: ?dots=384 for 58 mm. The printer need not be there yet.
func OpenPrinter(address string) (Printer, error) {
	place, dots, err := splitDots(address)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(place, "/") {
		if info, err := os.Stat(place); err == nil && (info.Mode().IsRegular() || info.IsDir()) {
			return nil, fmt.Errorf("%s is no device but a file, where slips would stay; name a device such as /dev/usb/lp0", place)
		}
		return newESCPOS(dots, func(context.Context) (line, error) { return openDevice(place) }), nil
	}
	host, err := hostOf(place)
	if err != nil {
		return nil, err
	}
	return newESCPOS(dots, func(ctx context.Context) (line, error) { return dial(ctx, host) }), nil
}

// splitDots takes the width of the paper off an address.
func splitDots(address string) (place string, dots int, err error) {
	place, query, found := strings.Cut(address, "?")
	if !found {
		return place, defaultDots, nil
	}
	number, ok := strings.CutPrefix(query, "dots=")
	dots, err = strconv.Atoi(number)
	if !ok || err != nil || dots < leastDots || dots > mostDots || dots%8 != 0 {
		return "", 0, fmt.Errorf("%q is no width of paper; write ?dots=576 for 80 mm or ?dots=384 for 58 mm", "?"+query)
	}
	return place, dots, nil
}

// hostOf reads tcp://host:port.
func hostOf(place string) (string, error) {
	address, err := url.Parse(place)
	if err != nil || address.Scheme != "tcp" || address.Hostname() == "" || address.User != nil || strings.Trim(address.Path, "/") != "" || address.Fragment != "" {
		return "", fmt.Errorf("%q is no address of a printer; give a device such as /dev/usb/lp0, or tcp://host:9100", place)
	}
	port := address.Port()
	if port == "" {
		port = defaultPort
	}
	if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
		return "", fmt.Errorf("%q is no port of a printer; most listen at %s", port, defaultPort)
	}
	return net.JoinHostPort(address.Hostname(), port), nil
}
