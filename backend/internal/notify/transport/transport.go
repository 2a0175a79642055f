// Package transport are the wires of messages (berichten): e-mail over SMTP, SMS over an HTTP gateway, and an outbox of files for
// the demo. It is the one package of notify that knows the network.
//
// # What an SMS gateway has to do
//
// Every provider has an interface of its own; a small adapter in front of it (or the provider's own settings) makes it this one.
//
// A message is a POST to the gateway's address with "Authorization: Bearer TOKEN" and the JSON body
//
//	{"id": "k3…", "to": "+32470123456", "text": "…", "encoding": "gsm7"}
//
// The id is ours, of 26 letters and digits, and the same at every try: a gateway that has it already must not send it again, and
// answers 409 (or again 2xx). The text goes in one SMS of the encoding, "gsm7" or "ucs2". The sender's name or number is the
// gateway's setting; it should be as neutral as the texts. The answer is 2xx when the gateway took the message over, with its own
// id of it as {"id": "…"}, which may be left out. 400, 404, 410, 413 and 422 mean that it will never take it: a wrong number.
// Anything else means: not now, and the message is offered again.
//
// A delivery report is a POST of the gateway to our callback, also with a bearer token, one that we chose:
//
//	{"id": "k3…", "reference": "the gateway's id", "status": "delivered", "code": "absent-subscriber"}
//
// One of id and reference is enough. The status "delivered" means that the telephone has it; "failed", "undelivered", "rejected"
// and "expired" mean that it never will; all others are on the way and change nothing. The code may be left out. Reports may come
// twice and in any order. We answer 204; 404 for a message that we do not know (yet), 503 for "later": then try again.
package transport

import (
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"net/textproto"
	"strconv"
)

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// broken is the code of a line that gave no answer, and names what a person who runs the program can mend.
func broken(err error) string {
	var slow net.Error
	var stranger *tls.CertificateVerificationError
	var answer *textproto.Error
	switch {
	case errors.As(err, &stranger):
		return "certificate"
	case errors.As(err, &answer):
		return strconv.Itoa(answer.Code)
	case errors.As(err, &slow) && slow.Timeout():
		return "timeout"
	default:
		return "unreachable"
	}
}
