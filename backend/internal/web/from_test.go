package web_test

import (
	"net/http/httptest"
	"testing"

	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

func TestFrom(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		proxy         bool
		remote, xff   string
		want, because string
	}{
		"direct":           {false, "192.0.2.7:99", "", "192.0.2.7", "the connection"},
		"direct, forged":   {false, "192.0.2.7:99", "198.51.100.1", "192.0.2.7", "nobody of ours wrote the header"},
		"proxy":            {true, "127.0.0.1:99", "198.51.100.1", "198.51.100.1", "the proxy wrote it"},
		"proxy, forged":    {true, "127.0.0.1:99", "10.9.9.9, 198.51.100.1", "198.51.100.1", "only the last is the proxy's"},
		"proxy, no header": {true, "127.0.0.1:99", "", "127.0.0.1", "the health check of the proxy itself"},
		"IPv6 network":     {false, "[2001:db8:1:2:3:4:5:6]:99", "", "2001:db8:1:2::/64", "one network, one allowance"},
		"IPv4 in IPv6":     {false, "[::ffff:192.0.2.7]:99", "", "192.0.2.7", "the same machine"},
		"garbage":          {true, "127.0.0.1:99", "<script>", "unknown", "not an address"},
	}
	for name, c := range cases {
		w, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.Nop(), BehindProxy: c.proxy})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.xff != "" {
			r.Header.Set("X-Forwarded-For", c.xff)
		}
		if got := w.From(r); got != c.want {
			t.Errorf("%s: %q, want %q (%s)", name, got, c.want, c.because)
		}
	}
}
