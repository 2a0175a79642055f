package kiosktest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
)

// Paper listens as a network printer does, says that all is well, and gives what it received once the line closes.
func Paper(t testing.TB) (address string, received func() []byte) {
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
