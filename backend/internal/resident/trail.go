package resident

import (
	"net/http"
	"strings"
	"time"
)

// trail is the way through pages of moments: where each page began, this one last. It stands in the address, where it tells
// days and nothing else, so that next, previous and the browser's own back work without a script.
type trail []time.Time

const (
	trailName = "from"
	trailForm = "20060102T1504"
	trailMost = 20 // of the days that can be booked ahead, no way is longer
)

// trailOf reads the trail of an address. What is no trail begins at the first page.
func (s *Site) trailOf(r *http.Request) trail {
	var t trail
	for _, text := range strings.SplitN(r.URL.Query().Get(trailName), ".", trailMost+1) {
		at, err := time.ParseInLocation(trailForm, text, time.UTC)
		if err != nil || len(t) == trailMost {
			return trail{s.Clock.Now()}
		}
		t = append(t, at)
	}
	return t
}

// at is where this page begins.
func (t trail) at() time.Time { return t[len(t)-1] }

// before is the trail of the page before, and false on the first.
func (t trail) before() (trail, bool) { return t[:len(t)-1], len(t) > 1 }

// then is the trail of the page after.
func (t trail) then(next time.Time) trail {
	longer := append(trail{}, t...)
	return append(longer[max(0, len(longer)-trailMost+1):], next)
}

func (t trail) address(base string) string {
	words := make([]string, len(t))
	for i, at := range t {
		words[i] = at.UTC().Format(trailForm)
	}
	return base + "?" + trailName + "=" + strings.Join(words, ".")
}
