package web

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Handler wraps a listener's routes: request id, headers, language, body limit, time to answer, recovery from a panic,
// a friendly answer in place of a bare error text, one log line.
func (w *Web) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		start := w.options.Clock.Now()
		v := &visit{id: w.newRequestID()}
		v.lang = w.chooseLanguage(r)
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		r = withVisit(r.WithContext(ctx), v)
		setHeaders(rw.Header())
		rw.Header().Set("X-Request-Id", v.id)
		_ = http.NewResponseController(rw).SetWriteDeadline(time.Now().Add(w.options.WriteTimeout)) // a recorder has none
		if r.Body != nil {
			v.body = r.Body
			r.Body = http.MaxBytesReader(rw, r.Body, api.MaxBody)
		}
		answer := &answer{ResponseWriter: rw, web: w, request: r, cancel: cancel}
		defer w.forgetStream(v)
		w.serve(next, answer, r)
		note(r)
		w.logLine(r, answer, max(0, w.options.Clock.Now().Sub(start))) // a clock can be set back
	})
}

// MoreBody lets a handler that expects a file read more than [api.MaxBody]. Call it before anything of the body is read, and
// after it is known that the visitor may send one.
func MoreBody(rw http.ResponseWriter, r *http.Request, most int64) {
	if v := visitOf(r); v != nil && v.body != nil {
		r.Body = http.MaxBytesReader(rw, v.body, most)
	}
}

// serve calls the routes and turns a panic into the page of an internal error.
func (w *Web) serve(next http.Handler, answer *answer, r *http.Request) {
	defer func() {
		fault := recover()
		if fault == nil {
			answer.finish()
			return
		}
		if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(fault) // the server's own way to drop a connection
		}
		w.log(r, zerolog.ErrorLevel).Str("panic", panicText(fault)).Bytes("stack", debug.Stack()).Msg("panic")
		if !answer.started {
			w.Error(answer, r, core.Refuse(api.CodeInternal, ""))
			answer.finish()
		}
	}()
	next.ServeHTTP(answer, r)
}

// panicText is what a log may say of a panic: what the runtime found is safe, a value that code threw may hold anything.
func panicText(fault any) string {
	if err, ok := fault.(interface {
		error
		RuntimeError()
	}); ok {
		return err.Error()
	}
	return fmt.Sprintf("a %T", fault)
}

func (w *Web) logLine(r *http.Request, a *answer, took time.Duration) {
	route, status := visitOf(r).route, a.status()
	if route == "" {
		route = "none" // no route matched: the path is the visitor's own text and stays out of the log
	}
	method := knownMethod(r.Method)
	w.log(r, zerolog.InfoLevel).Str("method", method).Str("route", route).Int("status", status).
		Int64("ms", took.Milliseconds()).Msg("request")
	if a.live {
		took = -1
	}
	if w.options.Observe != nil {
		w.options.Observe(method, route, status, took)
	}
}

// knownMethod keeps a made-up method, which is text of a stranger, out of log and metrics.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	default:
		return "other"
	}
}

func (w *Web) log(r *http.Request, level zerolog.Level) *zerolog.Event {
	return w.options.Log.WithLevel(level).Str("id", RequestID(r))
}

var idEncoding = base32.NewEncoding("ACDEFGHJKLMNPQRTUVWXY3467912580B").WithPadding(base32.NoPadding)

// newRequestID is 50 random bits in ten characters that can be read out over the telephone.
func (w *Web) newRequestID() string {
	var raw [7]byte
	if _, err := io.ReadFull(w.options.Random, raw[:]); err != nil {
		return "none"
	}
	return idEncoding.EncodeToString(raw[:])[:10]
}

// EndStreams ends every live stream now open and every later one at once, so that a stopping server need not wait for
// pages that would stay open all day. Give it to http.Server.RegisterOnShutdown.
func (w *Web) EndStreams() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closing = true
	for _, end := range w.streams {
		end()
	}
}

func (w *Web) keepStream(v *visit, end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.streams[v] = end
	if w.closing {
		end()
	}
}

func (w *Web) forgetStream(v *visit) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.streams, v)
}
