// Package mailtest starts a real mail server (Exim) for tests: it listens on this machine alone, runs without rights, delivers into a
// mailbox (Maildir) in a temporary folder, and vanishes with the test program.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// Needed is the environment variable that turns a missing mail server from a skipped test into a failed one.
const Needed = "WIJKLOKET_NEED_MAIL"

// patience is how long the server may take to start, and a message to arrive, on a machine that does much else.
const patience = 60 * time.Second

// What the server expects of who signs in. It takes mail from anybody, and from "member@..." only who signed in.
const (
	User     = "wijkloket"
	Password = "a password of the tests"
)

// Server is a mail server that runs.
type Server struct {
	Host   string
	Port   int
	Roots  *x509.CertPool // trusts its certificate
	folder string
	stdin  io.Closer // held open: the server ends when it closes
}

// Start returns the mail server of this test program, started at the first call. Addresses that begin with "refuse" are refused for
// good, those that begin with "later" for now; all others share one mailbox, which [Server.Mails] sorts by addressee: tests that run
// beside each other write to different ones.
func Start(t testing.TB) *Server {
	t.Helper()
	path, err := exec.LookPath("exim4")
	if err != nil {
		path, err = exec.LookPath("/usr/sbin/exim4") // not on the path of every user
	}
	if err != nil {
		if os.Getenv(Needed) != "" {
			t.Fatal("mailtest: no mail server: install exim4-daemon-light")
		}
		t.Skip("mailtest: no mail server: install exim4-daemon-light")
	}
	shared.once.Do(func() { shared.server, shared.err = start(path) })
	if shared.err != nil {
		t.Fatalf("mailtest: %v", shared.err)
	}
	return shared.server
}

var shared struct {
	once   sync.Once
	server *Server
	err    error
}

//go:embed exim.conf
var configuration string

// The shell outlives us and reads our pipe: it ends when we do, also after kill -9, and takes the server along.
const script = `
"$EXIM" -C "$FOLDER/exim.conf" -bdf &
server=$!
cat >/dev/null
kill $server
wait $server
for again in 1 2 3; do rm -rf "$FOLDER"; sleep 1; done # a delivery under way writes its last line yet
`

func start(exim string) (*Server, error) {
	folder, err := os.MkdirTemp("", "wijkloket-mail-")
	if err != nil {
		return nil, err
	}
	who, as, err := unprivileged()
	if err != nil {
		return nil, err
	}
	server := &Server{Host: "127.0.0.1", Roots: x509.NewCertPool(), folder: folder}
	if server.Port, err = freePort(); err != nil {
		return nil, err
	}
	if err := server.write(who); err != nil {
		return nil, err
	}
	if as != nil {
		if out, err := exec.Command("chown", "-R", fmt.Sprintf("%d:%d", as.Uid, as.Gid), folder).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("chown: %w: %s", err, out)
		}
	}
	command := exec.Command("sh", "-c", script)
	command.Dir = folder
	command.Env = append(os.Environ(), "EXIM="+exim, "FOLDER="+folder)
	command.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	log := new(bytes.Buffer)
	command.Stderr = log
	if server.stdin, err = command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		line, err := net.Dial("tcp", net.JoinHostPort(server.Host, strconv.Itoa(server.Port)))
		if err == nil {
			return server, line.Close()
		}
	}
	return nil, fmt.Errorf("the server did not answer within %s: %s", patience, log)
}

// write puts configuration and certificate into the folder.
func (s *Server) write(who *user.User) error {
	group, err := user.LookupGroupId(who.Gid)
	if err != nil {
		return err
	}
	parsed, err := template.New("exim").Parse(configuration)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	err = parsed.Execute(&text, map[string]any{
		"Folder": s.folder, "Port": s.Port, "User": who.Username, "Group": group.Name, "Member": User, "Password": Password,
	})
	if err != nil {
		return err
	}
	certificate, key, err := certificate()
	if err != nil {
		return err
	}
	s.Roots.AppendCertsFromPEM(certificate)
	for name, content := range map[string][]byte{"exim.conf": text.Bytes(), "certificate.pem": certificate, "key.pem": key} {
		if err := os.WriteFile(filepath.Join(s.folder, name), content, 0o600); err != nil {
			return err
		}
	}
	for _, name := range []string{"spool", "log", "box"} {
		if err := os.Mkdir(filepath.Join(s.folder, name), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// unprivileged is whom the server runs as: ourselves, or nobody when we are root.
func unprivileged() (*user.User, *syscall.Credential, error) {
	if os.Getuid() != 0 {
		who, err := user.Current()
		return who, nil, err
	}
	who, err := user.Lookup("nobody")
	if err != nil {
		return nil, nil, err
	}
	uid, errUser := strconv.ParseUint(who.Uid, 10, 32)
	gid, errGroup := strconv.ParseUint(who.Gid, 10, 32)
	if errUser != nil || errGroup != nil {
		return nil, nil, fmt.Errorf("the user nobody has no numbers")
	}
	return who, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

// certificate makes one for this machine that vouches for itself.
func certificate() (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	now := time.Now()
	wanted := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	made, err := x509.CreateCertificate(rand.Reader, &wanted, &wanted, &private.PublicKey, private)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), err
}

// Mail is one message as it lies in the mailbox.
type Mail struct {
	Header  mail.Header
	Subject string // decoded
	From    *mail.Address
	Body    string // decoded
	Raw     string
}
