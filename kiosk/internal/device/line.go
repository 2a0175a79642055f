package device

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// line is an open way to a printer. Every wait on it ends at its deadline, which another goroutine may bring forward.
type line interface {
	io.ReadWriter
	SetDeadline(time.Time) error
	// settle waits until the printer took all that was written: a device that is closed before forgets the rest.
	settle(context.Context, time.Duration) error
	// Close ends a job that is done.
	Close() error
	// drop ends a job that went wrong: nothing that the printer has not taken yet may come out later, before someone else.
	drop()
}

// sendBuffer bounds what waits in this machine for a network printer, so that a printer that stops is noticed at once.
const sendBuffer = 16 << 10

// lastWord is how long a network printer may take to leave after a slip.
const lastWord = 200 * time.Millisecond

// tcpLine is a printer on the network.
type tcpLine struct{ *net.TCPConn }

// dial reaches a network printer.
func dial(ctx context.Context, address string) (line, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	tcp := tcpLine{connection.(*net.TCPConn)}
	if err := tcp.SetWriteBuffer(sendBuffer); err != nil {
		tcp.drop()
		return nil, err
	}
	return tcp, nil
}

func (l tcpLine) settle(ctx context.Context, within time.Duration) error {
	return settle(ctx, l.TCPConn, within)
}

func (l tcpLine) Close() error { return l.leave(lastWord) }

// leave lets the printer go first. A connection that is closed while the printer still says something is broken off, and
// some printers then forget what they have not printed yet.
func (l tcpLine) leave(within time.Duration) error {
	_ = l.CloseWrite() // fails only when the printer left before, as many do
	_ = l.SetReadDeadline(time.Now().Add(within))
	_, _ = io.Copy(io.Discard, l.TCPConn)
	return l.TCPConn.Close()
}

func (l tcpLine) drop() {
	_ = l.SetLinger(0) // throws away what is on its way; it can only fail on a line that is gone
	_ = l.TCPConn.Close()
}

// deviceLine is a printer behind a device of this machine.
type deviceLine struct {
	*os.File
	mute bool // nothing can be read from it
}

// errNoDevice says why a path is no printer.
var errNoDevice = errors.New("no device that prints")

// openDevice opens a printer's device. Waiting on it must be able to end, so it is opened without blocking, and what cannot
// be waited for at all is no printer: a file, in which a slip would stay, least of all.
func openDevice(path string) (line, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	how, mute := os.O_RDWR, false
	if info.Mode()&os.ModeCharDevice == 0 {
		how, mute = os.O_WRONLY, true // a pipe would hand us our own words back
	}
	file, err := os.OpenFile(path, how|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if errors.Is(err, os.ErrPermission) && !mute {
		mute = true
		file, err = os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		return nil, err
	}
	if file.SetDeadline(time.Time{}) != nil {
		_ = file.Close()
		return nil, &os.PathError{Op: "open", Path: path, Err: errNoDevice}
	}
	if err := raw(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return &deviceLine{File: file, mute: mute}, nil
}

// Read implements io.Reader. A device that has nothing to say now may report an end, which is none.
func (l *deviceLine) Read(into []byte) (int, error) {
	if l.mute {
		return 0, os.ErrDeadlineExceeded
	}
	return l.File.Read(into)
}

func (l *deviceLine) settle(ctx context.Context, within time.Duration) error {
	return settle(ctx, l.File, within)
}

func (l *deviceLine) drop() {
	discard(l.File)
	_ = l.Close()
}
