package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"sort"
	"strconv"
	"strings"
)

// static holds the files of the pages in memory, under their own name and under a name with their content's hash. The
// second may be kept for ever; the first must be asked for again each time. Files are small (about 200 KB in all).
type static struct {
	files map[string]*file // by path below /static/
	named map[string]string
}

type file struct {
	contentType string
	etag        string
	forever     bool
	plain, gzip []byte // gzip is nil where it would not help
}

// types are the kinds of file that are served; anything else in the asset tree stays inside.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

func newStatic(files fs.FS) (*static, error) {
	s := &static{files: map[string]*file{}, named: map[string]string{}}
	var names []string
	for _, folder := range []string{"fonts", "icons", "js", "css"} { // css last: it points at fonts
		found, err := fs.Glob(files, folder+"/*")
		if err != nil {
			return nil, err
		}
		sort.Strings(found)
		names = append(names, found...)
	}
	for _, name := range names {
		if types[path.Ext(name)] == "" {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if path.Ext(name) == ".css" {
			text = s.point(text)
		}
		s.add(name, text)
	}
	return s, nil
}

// point makes a style sheet ask for its fonts by their hashed names.
func (s *static) point(css []byte) []byte {
	for name, hashed := range s.named {
		css = bytes.ReplaceAll(css, []byte(`"/static/`+name+`"`), []byte(`"/static/`+hashed+`"`))
	}
	return css
}

func (s *static) add(name string, text []byte) {
	extension := path.Ext(name)
	asked := newFile(types[extension], text)
	hashed := strings.TrimSuffix(name, extension) + "." + strings.Trim(asked.etag, `"`) + extension
	kept := *asked
	kept.forever = true
	s.files[name], s.files[hashed], s.named[name] = asked, &kept, hashed
}

func newFile(contentType string, text []byte) *file {
	sum := sha256.Sum256(text)
	made := &file{contentType: contentType, etag: `"` + hex.EncodeToString(sum[:8]) + `"`, plain: text}
	if contentType != types[".woff2"] { // already compressed
		if packed := pack(text); len(packed) < len(text) {
			made.gzip = packed
		}
	}
	return made
}

// Prepared serves a text that is the same for everybody, made ready once: compressed, and with a tag, so that a browser
// that has it only asks whether it still holds. Nothing of a visitor may be in it.
func Prepared(contentType string, text []byte) http.Handler {
	return http.HandlerFunc(newFile(contentType, text).serve)
}

func pack(text []byte) []byte {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	_, _ = writer.Write(text) // a buffer takes everything
	_ = writer.Close()
	return packed.Bytes()
}

// address is where a page finds a file, by its hashed name. An unknown file fails the page: a missing style sheet must
// not be found by a visitor.
func (s *static) address(name string) (string, error) {
	hashed, ok := s.named[name]
	if !ok {
		return "", fmt.Errorf("web: no static file %q", name)
	}
	return "/static/" + hashed, nil
}

// Static serves GET /static/. Mount it on both listeners as "GET /static/".
func (w *Web) Static() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		note(r)
		found, ok := w.static.files[strings.TrimPrefix(r.URL.Path, "/static/")]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		found.serve(rw, r)
	})
}

func (f *file) serve(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Cache-Control", "no-cache")
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if f.gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	rw.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = rw.Write(body)
	}
}
