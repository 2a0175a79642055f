package device

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// onNetwork puts the printer at an address.
func (f *fakePrinter) onNetwork(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	end := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			work.Go(func() {
				defer func() { _ = connection.Close() }()
				done := make(chan struct{})
				defer close(done)
				work.Go(func() {
					select {
					case <-end:
						_ = connection.SetDeadline(time.Now())
					case <-done:
					}
				})
				if f.serve(connection, end) == errBroken {
					_ = connection.(*net.TCPConn).SetLinger(0)
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		close(end)
		work.Wait()
	})
	return "tcp://" + listener.Addr().String()
}

// onSerial puts the printer behind a pseudo terminal, a device with two ends.
func (f *fakePrinter) onSerial(t *testing.T) string {
	t.Helper()
	printer, path := terminal(t)
	f.untilTheEnd(t, printer)
	return path
}

// terminal makes a pseudo terminal: the printer's end, and the device at the other one.
func terminal(t *testing.T) (printer *os.File, path string) {
	t.Helper()
	printer, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = printer.Close() })
	number := 0
	err = control(printer, func(fd int) (err error) {
		if err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path = "/dev/pts/" + strconv.Itoa(number)
	held, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOCTTY, 0) // while nobody holds it, the printer's end reads errors
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = held.Close() })
	return printer, path
}

// onPipe puts the printer behind a named pipe, on which it cannot answer.
func (f *fakePrinter) onPipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "printer")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	printer, err := os.OpenFile(path, os.O_RDWR, 0) // for writing too, so that it does not end with the first slip
	if err != nil {
		t.Fatal(err)
	}
	f.dumb = true
	f.untilTheEnd(t, printer)
	return path
}

// untilTheEnd serves a file until the test is over.
func (f *fakePrinter) untilTheEnd(t *testing.T, printer *os.File) {
	end, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_ = f.serve(printer, end)
	}()
	t.Cleanup(func() {
		close(end)
		_ = printer.Close()
		<-done
	})
}
