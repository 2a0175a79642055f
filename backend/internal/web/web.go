// Package web is the one place where HTML leaves the program: layout and views in the reader's language, errors as pages
// or problem documents, redirects, static files, security headers and the log line of every request. The resident pages
// and the reception pages are two users of it and know nothing of each other.
//
// What holds on every answer, errors and static files included, is set in one function ([setHeaders], T-59). What a log
// line may say is decided in one function (logLine): method, route pattern, status, time and request id, and never
// a path, a query, an address, a header or a body (T-55).
package web

import (
	"crypto/rand"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/backend/internal/core"
	"wijkloket/i18n"
)

//go:embed templates
var ownFiles embed.FS

// Options are what a Web is made of. Texts, Static and Log are needed; the rest has a product default.
type Options struct {
	Texts  *i18n.Bundle
	Static fs.FS // css/, js/, fonts/ and icons/ at its root: assets.Files
	Log    zerolog.Logger
	Clock  core.Clock // for measuring a request; default the machine's
	Random io.Reader  // for request ids; default crypto/rand
	// Observe hears of every finished request, for metrics; nil hears nothing. Route is a pattern, never a path; took is
	// negative for a live stream, which ends when its reader leaves.
	Observe func(method, route string, status int, took time.Duration)
	// WriteTimeout is how long an answer may take to send, except a live stream; default 30 seconds.
	WriteTimeout time.Duration
	BehindProxy  bool // a TLS proxy of ours stands in front and writes X-Forwarded-For; see [Web.From]
}

// Web renders and refuses. It is safe for many requests at once.
type Web struct {
	options Options
	texts   map[string]*i18n.Localizer
	static  *static
	icons   map[string]icon
	errors  *Pages

	mu      sync.Mutex
	streams map[*visit]func() // live streams that a stopping program must end
	closing bool
}

// New reads the static files and parses the error page. It fails on a broken file rather than at the first visitor.
func New(o Options) (*Web, error) {
	if o.Clock == nil {
		o.Clock = core.SystemClock{}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.WriteTimeout == 0 {
		o.WriteTimeout = 30 * time.Second
	}
	w := &Web{options: o, texts: map[string]*i18n.Localizer{}, streams: map[*visit]func(){}}
	for _, lang := range i18n.Languages {
		w.texts[lang] = o.Texts.For(lang)
	}
	var err error
	if w.static, err = newStatic(o.Static); err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	if w.icons, err = readIcons(o.Static); err != nil {
		return nil, fmt.Errorf("web: icons: %w", err)
	}
	own, err := fs.Sub(ownFiles, "templates")
	if err != nil {
		return nil, fmt.Errorf("web: own templates: %w", err)
	}
	if w.errors, err = w.pages(own, nil, []string{"error"}); err != nil {
		return nil, err
	}
	return w, nil
}

// Texts are the texts in a language, for a handler that needs a word outside a template: a calendar file, a file name.
func (w *Web) Texts(lang string) *i18n.Localizer {
	if texts, known := w.texts[lang]; known {
		return texts
	}
	return w.texts[i18n.Source]
}
