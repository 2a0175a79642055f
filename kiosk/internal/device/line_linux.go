package device

import (
	"context"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// raw makes a serial line pass bytes as they are; the system otherwise puts a carriage return before every byte that looks
// like a line feed. Its speed stays as the system has set it. Other devices pass bytes anyway.
func raw(file *os.File) error {
	return control(file, func(fd int) error {
		term, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return nil // no serial line
		}
		term.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL
		term.Oflag &^= unix.OPOST
		term.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
		term.Cc[unix.VMIN], term.Cc[unix.VTIME] = 1, 0
		return unix.IoctlSetTermios(fd, unix.TCSETS, term)
	})
}

// discard throws away what a serial line has not sent. Closing a USB printer's device does so by itself.
func discard(file *os.File) {
	_ = control(file, func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) })
}

// settleStep is how often a line is asked whether it has sent everything.
const settleStep = 10 * time.Millisecond

// settle waits until the printer took all that was written.
func settle(ctx context.Context, conn syscall.Conn, within time.Duration) error {
	for until := time.Now().Add(within); ; {
		var left bool
		err := control(conn, func(fd int) (err error) { left, err = waiting(fd); return err })
		if err != nil || !left {
			return err
		}
		if !time.Now().Before(until) {
			return os.ErrDeadlineExceeded
		}
		if err := sleep(ctx, settleStep); err != nil {
			return err
		}
	}
}

// waiting reports whether something that was written is still in this machine. The kernel counts it for serial lines and
// for the network, where it counts until the other side has it; a USB printer takes the next bytes when it took the last.
func waiting(fd int) (bool, error) {
	if code, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR); err == nil && code != 0 {
		return false, syscall.Errno(code)
	}
	if left, err := unix.IoctlGetInt(fd, unix.TIOCOUTQ); err == nil {
		return left > 0, nil
	}
	state := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	if _, err := unix.Poll(state, 0); err != nil && err != unix.EINTR {
		return false, err
	}
	if state[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0 {
		return false, syscall.EPIPE
	}
	return state[0].Revents&unix.POLLOUT == 0, nil
}

// control calls f with the descriptor, which stays open meanwhile.
func control(conn syscall.Conn, f func(fd int) error) error {
	inner, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	outer := inner.Control(func(fd uintptr) { err = f(int(fd)) })
	if outer != nil {
		return outer
	}
	return err
}
