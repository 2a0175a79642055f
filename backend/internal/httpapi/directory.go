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

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wijkloket/backend/directory"
)

// edition is the directory document as it is sent, made once for each directory.
type edition struct {
	of          *directory.Directory
	etag        string
	plain, gzip []byte
}

func (a *API) registerDirectory() {
	op := huma.Operation{
		OperationID: "directory", Method: http.MethodGet, Path: Root + "/directory",
		Summary: "The directory of teams, centres, streets and areas", Description: aboutDirectory,
		Responses: map[string]*huma.Response{
			"200": {Description: "The whole directory", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: "object"}}}},
			"304": {Description: "The edition of If-None-Match is the present one"},
		},
	}
	huma.Register(a.huma, op, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			r, rw := humago.Unwrap(ctx)
			present, err := a.edition()
			if err != nil {
				a.Web.Error(rw, r, err)
				return
			}
			present.serve(rw, r)
		}}, nil
	})
}

// edition is the document of the present directory. Two requests may both make it; one of them is kept.
func (a *API) edition() (*edition, error) {
	present := a.Directory()
	if made := a.published.Load(); made != nil && made.of == present {
		return made, nil
	}
	text, err := present.Document()
	if err != nil {
		return nil, err
	}
	made := publish(text)
	made.of = present
	a.published.Store(made)
	return made, nil
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
