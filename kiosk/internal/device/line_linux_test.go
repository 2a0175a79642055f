package device

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// smallPeer connects to a peer that has little room for what it has not read.
func smallPeer(t *testing.T) (ours *net.TCPConn, peer net.Conn) {
	t.Helper()
	small := net.ListenConfig{Control: func(_, _ string, conn syscall.RawConn) error {
		return conn.Control(func(fd uintptr) { _ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 2048) })
	}}
	listener, err := small.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	line, err := dial(t.Context(), listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.drop)
	if peer, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = peer.Close() })
	return line.(tcpLine).TCPConn, peer
}

// fill writes until nothing more fits, as to a printer that stopped.
func fill(t *testing.T, line interface {
	SetWriteDeadline(time.Time) error
	Write([]byte) (int, error)
}) {
	t.Helper()
	for range 1000 {
		_ = line.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
		if _, err := line.Write(make([]byte, 4096)); errors.Is(err, os.ErrDeadlineExceeded) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("it takes everything")
}

// empty reads in the background, as a printer that goes on.
func empty(t *testing.T, printer interface{ Read([]byte) (int, error) }) {
	go func() {
		for in := make([]byte, 4096); ; {
			if _, err := printer.Read(in); err != nil {
				return
			}
		}
	}()
}

// A slip that waits in this machine is not printed: a stopped printer is not taken for one that is done.
func TestSettleOnTheNetwork(t *testing.T) {
	t.Parallel()
	ours, peer := smallPeer(t)
	fill(t, ours)
	if err := (tcpLine{ours}).settle(t.Context(), 50*time.Millisecond); err != os.ErrDeadlineExceeded {
		t.Errorf("a stopped printer: %v", err)
	}
	empty(t, peer)
	if err := (tcpLine{ours}).settle(t.Context(), 10*time.Second); err != nil {
		t.Errorf("a printer that goes on: %v", err)
	}
}

func TestSettleOnABrokenLine(t *testing.T) {
	t.Parallel()
	ours, peer := smallPeer(t)
	if _, err := ours.Write(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	_ = peer.(*net.TCPConn).SetLinger(0)
	_ = peer.Close()
	for wait := time.Now().Add(5 * time.Second); (tcpLine{ours}).settle(t.Context(), time.Second) == nil; {
		if time.Now().After(wait) { // the break arrives at once, on the same machine
			t.Fatal("a line that broke off counts as printed")
		}
	}
}

func TestSettleOnADevice(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "printer")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	printer, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := openDevice(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ours.drop()
	fill(t, ours.(*deviceLine))
	if err := ours.settle(t.Context(), 50*time.Millisecond); err != os.ErrDeadlineExceeded {
		t.Errorf("a stopped printer: %v", err)
	}
	empty(t, printer)
	if err := ours.settle(t.Context(), 10*time.Second); err != nil {
		t.Errorf("a printer that goes on: %v", err)
	}
	_ = printer.Close()
	if err := ours.settle(t.Context(), time.Second); err == nil {
		t.Error("a printer that is gone counts as done")
	}
}

// A printer may say something at the end that nobody asked. It can, without the line breaking.
func TestLeaveLetsThePrinterGoFirst(t *testing.T) {
	t.Parallel()
	ours, peer := smallPeer(t)
	left := make(chan error, 1)
	go func() { left <- tcpLine{ours}.leave(time.Minute) }()
	if _, err := peer.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the printer reads %v", err)
	}
	for range 3 {
		if _, err := peer.Write([]byte{0x14, 0, 0, 0x0f}); err != nil {
			t.Errorf("the printer could not say it: %v", err)
		}
		time.Sleep(5 * time.Millisecond) // for an answer that breaks the line to come back
	}
	_ = peer.Close()
	if err := <-left; err != nil {
		t.Error(err)
	}
}

// What a dropped job left on its way does not come out later, before somebody else.
func TestDropThrowsAway(t *testing.T) {
	t.Parallel()
	ours, peer := smallPeer(t)
	fill(t, ours)
	tcpLine{ours}.drop()
	if got := rest(peer); got >= sendBuffer {
		t.Errorf("network: %d bytes came out after the job was dropped", got)
	}
	printer, path := terminal(t)
	device, err := openDevice(path)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, device.(*deviceLine))
	device.drop()
	if got := rest(printer); got > 4096 { // what the other end had taken over
		t.Errorf("serial: %d bytes came out after the job was dropped", got)
	}
}

// rest counts what can still be read.
func rest(printer interface {
	SetReadDeadline(time.Time) error
	Read([]byte) (int, error)
}) (count int) {
	for in := make([]byte, 4096); ; {
		_ = printer.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := printer.Read(in)
		if count += n; err != nil {
			return count
		}
	}
}
