package web

import (
	"net/http"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// answer watches what a handler writes. It replaces the bare text of an error that the standard library wrote (a mux
// without a route, a refused cross-site form) by our own page, and it lets a live stream stay open.
type answer struct {
	http.ResponseWriter
	web      *Web
	request  *http.Request
	cancel   func()
	code     int
	started  bool // the status line is on its way
	live     bool // it is a stream
	replaced int  // status of a bare error that finish turns into a page
}

// WriteHeader holds back a bare error text; see finish.
func (a *answer) WriteHeader(status int) {
	if status < 200 {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	if a.started || a.replaced != 0 {
		return
	}
	contentType := a.Header().Get("Content-Type")
	if status >= 400 && strings.HasPrefix(contentType, "text/plain") {
		a.replaced = status
		return
	}
	a.started, a.code = true, status
	if strings.HasPrefix(contentType, "text/event-stream") {
		a.stream()
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write drops the text of a bare error.
func (a *answer) Write(text []byte) (int, error) {
	if !a.started {
		a.WriteHeader(http.StatusOK)
	}
	if a.replaced != 0 {
		return len(text), nil
	}
	return a.ResponseWriter.Write(text)
}

// Flush sends what is written so far, for live streams.
func (a *answer) Flush() {
	if a.replaced == 0 {
		_ = http.NewResponseController(a.ResponseWriter).Flush()
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// stream lifts the deadline of a live stream and remembers how to end it.
func (a *answer) stream() {
	a.live = true
	controller := http.NewResponseController(a.ResponseWriter)
	_ = controller.SetWriteDeadline(time.Time{})
	_ = controller.SetReadDeadline(time.Time{})
	if v := visitOf(a.request); v != nil {
		a.web.keepStream(v, a.cancel)
	}
}

// finish shows the page in place of a bare error text.
func (a *answer) finish() {
	status := a.replaced
	if status == 0 || a.started {
		return
	}
	a.replaced = 0
	a.Header().Del("Content-Length")
	a.Header().Del("X-Content-Type-Options")
	setHeaders(a.Header())
	a.web.refuse(a, a.request, status, core.Refuse(codeOf(status), ""))
}

func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK // nothing written: the server says 200
	}
	return a.code
}

// codeOf is the code of a bare HTTP status.
func codeOf(status int) api.Code {
	for code, known := range statuses {
		if known == status && code != api.CodeUnknownCode && code != api.CodeKeyMissing && code != api.CodeKeyReused {
			return code
		}
	}
	if status < 500 {
		return api.CodeMalformed
	}
	return api.CodeInternal
}
