package staff

import (
	"net"
	"net/http"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// How often one place may ask for a calendar that does not exist. Offices and calendar services ask for many people from one
// address, so one that exists costs nothing.
const (
	feedEvery = 5 * time.Second
	feedBurst = 30
)

// feed answers a calendar program with what stands under a secret address. It knows no session and no cookie; a wrong address
// is not there, whatever is wrong with it.
func (s *Staff) feed(rw http.ResponseWriter, r *http.Request) {
	from := s.web.From(r)
	if ok, wait := s.feeds.Allow(from); !ok {
		refusal := core.Refuse(api.CodeTooMany, "refuse.toomany")
		refusal.Reason.Args = map[string]any{"Seconds": int(wait/time.Second) + 1}
		s.web.Error(rw, r, refusal)
		return
	}
	secret, whole := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !whole || secret == "" || len(secret) > api.MaxName {
		s.web.Error(rw, r, notHere())
		return
	}
	text, err := s.agendas.Feed(r.Context(), api.NewPersonal(secret))
	if core.CodeOf(err) == api.CodeNotFound {
		err = notHere()
	}
	if err != nil {
		s.web.Error(rw, r, err)
		return
	}
	s.feeds.Return(from)
	rw.Header().Set("Content-Type", "text/calendar; charset=utf-8") // and no-store, as every answer
	_, _ = rw.Write(text)                                           // the reader left
}

// feedAddress is the address of a feed as the worker's calendar reaches it: where the worker is now. Only on this machine
// itself is there a way without encryption.
func feedAddress(r *http.Request, secret api.Personal) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	scheme := "https://"
	if address := net.ParseIP(host); host == "localhost" || address.IsLoopback() {
		scheme = "http://"
	}
	return scheme + r.Host + "/agenda/" + secret.Reveal() + ".ics"
}
