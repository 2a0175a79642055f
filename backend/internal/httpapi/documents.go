package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// edition is a document as it is sent.
type edition struct {
	etag        string
	plain, gzip []byte
}

// documented is what a kiosk keeps a copy of: the directory, the rights.
type documented interface {
	comparable
	Document() ([]byte, error)
}

// press makes the edition of a document once, as long as what it tells is the same.
type press[T documented] struct{ made atomic.Pointer[printed[T]] }

type printed[T documented] struct {
	of      T
	edition *edition
}

// edition is that of the present document. Two requests may both make it; one of them is kept.
func (p *press[T]) edition(present T) (*edition, error) {
	if made := p.made.Load(); made != nil && made.of == present {
		return made.edition, nil
	}
	text, err := present.Document()
	if err != nil {
		return nil, err
	}
	made := &printed[T]{present, publish(text)}
	p.made.Store(made)
	return made.edition, nil
}

func (a *API) registerDocuments() {
	a.document(huma.Operation{
		OperationID: "directory", Path: "/directory", Summary: "The directory of teams, centres, streets and areas", Description: aboutDirectory,
	}, func() (*edition, error) { return a.directories.edition(a.Directory()) })
	a.document(huma.Operation{
		OperationID: "rights", Path: "/rights", Summary: "The rules of the rights check", Description: aboutRights,
	}, func() (*edition, error) { return a.rules.edition(a.Rights()) })
}

// document registers a document of which a kiosk keeps a copy.
func (a *API) document(op huma.Operation, present func() (*edition, error)) {
	op.Method, op.Path = http.MethodGet, Root+op.Path
	op.Responses = map[string]*huma.Response{
		"200": {Description: "The whole document", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: "object"}}}},
		"304": {Description: "The edition of If-None-Match is the present one"},
	}
	huma.Register(a.huma, op, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			r, rw := humago.Unwrap(ctx)
			edition, err := present()
			if err != nil {
				a.Web.Error(rw, r, err)
				return
			}
			edition.serve(rw, r)
		}}, nil
	})
}

func publish(text []byte) *edition {
	sum := sha256.Sum256(text)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(text) // a buffer takes everything
	_ = writer.Close()
	return &edition{etag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: text, gzip: packed.Bytes()}
}

func (e *edition) serve(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Cache-Control", "no-cache") // keep it, but ask
	h.Set("ETag", e.etag)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("If-None-Match"), e.etag) {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	text := e.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		text = e.gzip
	}
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	rw.WriteHeader(http.StatusOK)
	_, _ = rw.Write(text)
}
