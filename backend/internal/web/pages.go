package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"wijkloket/i18n"
)

// Pages are the parsed views of one face. A face's files are:
//
//	templates/layout.html       the whole page; it executes {{template "title" .}} and {{template "content" .}}
//	templates/<view>.html       one page each: {{define "title"}}..{{end}} {{define "content"}}..{{end}}
//	templates/partials/*.html   pieces that every view may use
type Pages struct {
	web   *Web
	views map[string]map[string]*template.Template // view -> language -> layout with that view
}

// Pages parses the templates of a face once, for every language, with the face's own functions beside the shared ones.
// With views given, the files and the list must name the same views, so that a forgotten file or a misspelt name stops
// the program at its start and not at the first visitor.
func (w *Web) Pages(files fs.FS, funcs template.FuncMap, views ...string) (*Pages, error) {
	below, err := fs.Sub(files, "templates")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	return w.pages(below, funcs, views)
}

func (w *Web) pages(files fs.FS, funcs template.FuncMap, declared []string) (*Pages, error) {
	names, err := viewNames(files, declared)
	if err != nil {
		return nil, err
	}
	p := &Pages{web: w, views: map[string]map[string]*template.Template{}}
	for _, name := range names {
		p.views[name] = map[string]*template.Template{}
		for _, lang := range i18n.Languages {
			view, err := w.parse(files, funcs, name, lang)
			if err != nil {
				return nil, err
			}
			p.views[name][lang] = view
		}
	}
	return p, nil
}

func viewNames(files fs.FS, declared []string) ([]string, error) {
	found, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	var names []string
	for _, file := range found {
		if name := strings.TrimSuffix(file, ".html"); name != "layout" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, errors.New("web: no views beside templates/layout.html")
	}
	if len(declared) == 0 {
		return names, nil
	}
	for _, name := range names {
		if !slices.Contains(declared, name) {
			return nil, fmt.Errorf("web: templates/%s.html is not declared", name)
		}
	}
	for _, name := range declared {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("web: view %q has no templates/%s.html", name, name)
		}
	}
	return names, nil
}

// parse builds layout + partials + one view for one language. Binding the language here and not while rendering keeps
// requests of different languages apart without cloning a template for each.
func (w *Web) parse(files fs.FS, funcs template.FuncMap, name, lang string) (*template.Template, error) {
	view := template.New("layout.html").Funcs(w.funcs(lang)).Funcs(funcs).Option("missingkey=error")
	patterns := []string{"layout.html"}
	if partials, _ := fs.Glob(files, path.Join("partials", "*.html")); len(partials) > 0 {
		patterns = append(patterns, partials...)
	}
	view, err := view.ParseFS(files, append(patterns, name+".html")...)
	if err != nil {
		return nil, fmt.Errorf("web: view %s: %w", name, err)
	}
	for _, part := range []string{"title", "content"} {
		if view.Lookup(part) == nil {
			return nil, fmt.Errorf("web: view %s defines no %q", name, part)
		}
	}
	return view, nil
}

// Render answers with a view in the language of the request. The page is complete before the first byte leaves, so a
// failing template shows the error page and never half a form. A view that does not exist is an internal error.
func (p *Pages) Render(rw http.ResponseWriter, r *http.Request, status int, view string, data any) {
	page, err := p.execute(view, "layout.html", Language(r), data)
	if err != nil && p == p.web.errors {
		panic(err) // the error page itself: the connection ends, the log tells
	}
	if err != nil {
		p.web.Error(rw, r, err)
		return
	}
	note(r)
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", Language(r))
	h.Add("Vary", "Accept-Encoding, Cookie")
	if (nobodys(r) || everybodys(h)) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		page = pack(page)
	}
	h.Set("Content-Length", strconv.Itoa(len(page)))
	rw.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = rw.Write(page)
	}
}

// nobodys reports whether the page of a request can hold nothing of anybody. Only such a page is compressed: the length of a
// compressed page tells something of the secrets in it to who can put text of their own beside them (BREACH).
func nobodys(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Cookie") == "" && r.URL.RawQuery == ""
}

// everybodys reports whether a handler lets browsers keep the page, which it does only where it is the same for everybody.
func everybodys(h http.Header) bool { return h.Get("Cache-Control") == "no-cache" }

// Fragment renders one named template of a view, for a live page that replaces a part of itself.
func (p *Pages) Fragment(r *http.Request, view, name string, data any) (template.HTML, error) {
	text, err := p.execute(view, name, Language(r), data)
	return template.HTML(text), err //nolint:gosec // it comes out of html/template
}

func (p *Pages) execute(view, name, lang string, data any) ([]byte, error) {
	languages, ok := p.views[view]
	if !ok {
		return nil, fmt.Errorf("web: no view %q", view)
	}
	if languages[lang] == nil {
		lang = i18n.Source
	}
	var page bytes.Buffer
	if err := languages[lang].ExecuteTemplate(&page, name, data); err != nil {
		return nil, fmt.Errorf("web: view %s: %w", view, err)
	}
	return page.Bytes(), nil
}
