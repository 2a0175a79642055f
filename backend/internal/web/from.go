package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// From names who sends the request, to limit attempts: the network address, or the /64 network of an IPv6 address, which
// one household or office can change within at will. It lives in memory only and never in a log. Behind a proxy of ours
// it is the address that the proxy saw: the last of X-Forwarded-For, the only one that a visitor cannot write.
func (w *Web) From(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); w.options.BehindProxy && len(forwarded) > 0 {
		list := strings.Split(forwarded[len(forwarded)-1], ",")
		host = strings.TrimSpace(list[len(list)-1])
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown" // all such share one allowance
	}
	address = address.Unmap()
	if address.Is6() {
		network, err := address.WithZone("").Prefix(64)
		if err == nil {
			return network.String()
		}
	}
	return address.String()
}
