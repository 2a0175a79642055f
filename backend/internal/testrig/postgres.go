// Package testrig starts what tests need beside the program itself: a PostgreSQL server of their own. It never skips: a
// machine without PostgreSQL fails the tests, because a conformance suite that ran on one engine proves half.
package testrig

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// serverWait is how long a server may take to start on a slow machine.
const serverWait = 60 * time.Second

// Postgres returns the URL of an empty database on a PostgreSQL server that belongs to this test program: it listens on a
// socket in a temporary folder and on nothing else, starts with the first call, and stops and vanishes when the program
// ends, however it ends. Its commits are real ones (fsync on).
func Postgres(t testing.TB) string {
	t.Helper()
	folder, err := server()
	if err != nil {
		t.Fatalf("testrig: PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("wijkloket_%d", databases.Add(1))
	if err := tool(folder, "createdb", "--username=wijkloket", name); err != nil {
		t.Fatalf("testrig: PostgreSQL: %v", err)
	}
	return "postgres://wijkloket@/" + name + "?host=" + url.QueryEscape(folder)
}

var databases atomic.Int64

// tool runs one of PostgreSQL's own programs against the server.
func tool(folder, name string, args ...string) error {
	programs, err := programFolder()
	if err != nil {
		return err
	}
	out, err := exec.Command(filepath.Join(programs, name), append([]string{"--host=" + folder}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// server starts the one server of this test program.
var server = sync.OnceValues(func() (folder string, err error) {
	programs, err := programFolder()
	if err != nil {
		return "", err
	}
	// A socket's path may hold about 100 characters, so not in t.TempDir.
	if folder, err = os.MkdirTemp("", "wijkloket-pg-"); err != nil {
		return "", err
	}
	as, err := unprivileged(folder)
	if err != nil {
		return "", err
	}
	// The shell outlives us and reads our pipe: it ends when we do, also after kill -9, and takes the server along.
	command := exec.Command("sh", "-c", script)
	command.Dir = folder
	command.Env = append(os.Environ(), "PROGRAMS="+programs, "FOLDER="+folder)
	command.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return "", err
	}
	command.Stdout, command.Stderr = log, log
	if _, err := command.StdinPipe(); err != nil { // held open until this process ends
		return "", err
	}
	if err := command.Start(); err != nil {
		return "", err
	}
	return folder, ready(folder, command)
})

const script = `
"$PROGRAMS/initdb" --no-sync --auth=trust --username=wijkloket --encoding=UTF8 --locale=C --pgdata="$FOLDER/data" || exit 1
"$PROGRAMS/postgres" -D "$FOLDER/data" -k "$FOLDER" -c listen_addresses= -c max_connections=100 -c shared_buffers=16MB &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$FOLDER"
`

func programFolder() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", fmt.Errorf("no server on this machine: install the package postgresql (%w)", err)
	}
	return filepath.Dir(path), nil
}

// unprivileged is whom the server runs as: it refuses to run as root.
func unprivileged(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		who, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUser := strconv.ParseUint(who.Uid, 10, 32)
		gid, errGroup := strconv.ParseUint(who.Gid, 10, 32)
		if errUser != nil || errGroup != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, int(uid), int(gid))
	}
	return nil, fmt.Errorf("no user to run the server as: it does not run as root")
}

// ready waits until the server answers.
func ready(folder string, command *exec.Cmd) error {
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	ctx, cancel := context.WithTimeout(context.Background(), serverWait)
	defer cancel()
	for tool(folder, "pg_isready", "--quiet") != nil {
		select {
		case err := <-ended:
			log, _ := os.ReadFile(filepath.Join(folder, "log"))
			return fmt.Errorf("the server did not start (%w):\n%s", err, log)
		case <-ctx.Done():
			return fmt.Errorf("the server did not answer within %s", serverWait)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// Dump returns everything that a database of Postgres holds, as text; bytes are in hexadecimal.
func Dump(t testing.TB, databaseURL string) []byte {
	t.Helper()
	programs, err := programFolder()
	if err != nil {
		t.Fatalf("testrig: PostgreSQL: %v", err)
	}
	out, err := exec.Command(filepath.Join(programs, "pg_dump"), "--data-only", databaseURL).Output()
	if err != nil {
		t.Fatalf("testrig: pg_dump: %v", err)
	}
	return out
}
