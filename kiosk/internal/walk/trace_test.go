package walk_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// wire stands between the programs and keeps every byte that goes to the backend.
type wire struct {
	address string
	mu      sync.Mutex
	sent    strings.Builder
}

// startWire listens before a backend, given as http://host:port.
func startWire(t testing.TB, backend string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	w := &wire{address: "http://" + listener.Addr().String()}
	go func() {
		for {
			caller, err := listener.Accept()
			if err != nil {
				return
			}
			callee, err := net.Dial("tcp", strings.TrimPrefix(backend, "http://"))
			if err != nil {
				caller.Close()
				continue
			}
			go func() { defer callee.Close(); _, _ = io.Copy(callee, io.TeeReader(caller, w)) }()
			go func() { defer caller.Close(); _, _ = io.Copy(caller, callee) }()
		}
	}()
	return w
}

// Write keeps what goes to the backend.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.Write(p)
}

// String is all that went to the backend so far.
func (w *wire) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.String()
}

// onDisk are the files below some folders, each with a digest of what is in it.
func onDisk(t testing.TB, folders ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			files[path] = fmt.Sprintf("%d bytes, %x", len(content), sha256.Sum256(content))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// witness looks at everything that could keep an answer: the line to the backend, the disks and the logs.
type witness struct {
	t     testing.TB
	wire  *wire
	disks []string
	logs  map[string]*words
	seen  map[string]string
}

// look is all that there is now, by where it is: files by their digests, the rest by its words.
func (w *witness) look() map[string]string {
	w.t.Helper()
	all := onDisk(w.t, w.disks...)
	all["the line to the backend"] = w.wire.String()
	for name, log := range w.logs {
		all[name] = log.String()
	}
	return all
}

// calm waits until nothing has moved for two seconds: what the programs write and log at their start may come late.
func (w *witness) calm() {
	w.t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); {
		before := w.look()
		time.Sleep(2 * time.Second)
		if w.seen = w.look(); maps.Equal(before, w.seen) {
			return
		}
	}
	w.t.Fatal("the programs never come to rest")
}

// unmoved holds what there is now against what there was at the look before, but for some places.
func (w *witness) unmoved(when string, but ...string) {
	w.t.Helper()
	now := w.look()
	for _, where := range but {
		now[where] = w.seen[where]
	}
	for where, what := range now {
		before, known := w.seen[where]
		if !known || what != before {
			w.t.Errorf("%s: %s has %q", when, where, strings.TrimPrefix(what, before))
		}
	}
	for where := range w.seen {
		if _, there := now[where]; !there {
			w.t.Errorf("%s: %s is gone", when, where)
		}
	}
	w.seen = now // each is told once, where it began
}
