package web

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/i18n"
)

// funcs are the functions of every template, bound to one language:
//
//	{{t "web.number" "Number" .ID}}   {{tn "..." .Count "Name" .Value}}   {{say .Message}}
//	{{date .At}} {{datetime .At}} {{clock .At}} {{weekday .Day}}   {{list .Words}}
//	{{icon "name"}}   {{asset "css/phone.css"}}   {{lang}} {{dir}}   {{ownname "ar"}}
func (w *Web) funcs(lang string) template.FuncMap {
	texts := w.Texts(lang)
	return template.FuncMap{
		"t": func(key string, pairs ...any) (string, error) {
			args, err := argsOf(pairs)
			return texts.T(key, args), err
		},
		"tn": func(key string, n int, pairs ...any) (string, error) {
			args, err := argsOf(pairs)
			return texts.N(key, n, args), err
		},
		"say":      func(message core.Message) string { return Say(texts, message) },
		"date":     func(at time.Time) string { return texts.Date(at) },
		"datetime": func(at time.Time) string { return texts.DateTime(at) },
		"clock":    func(at time.Time) string { return texts.Time(at) },
		"weekday":  func(day time.Weekday) string { return texts.Weekday(day) },
		"list":     func(words []string) string { return texts.List(words) },
		"icon":     func(name string) (template.HTML, error) { return w.icon(name, texts.Dir() == "rtl") },
		"asset":    w.static.address,
		"lang":     texts.Lang,
		"dir":      texts.Dir,
		"ownname":  i18n.OwnName,
	}
}

func argsOf(pairs []any) (i18n.Args, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("web: a text takes pairs of name and value")
	}
	args := i18n.Args{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, errors.New("web: the name of a text's gap is a string")
		}
		args[name] = pairs[i+1]
	}
	return args, nil
}

// icon is a pictogram as it stands in a page, drawn for either direction.
type icon struct{ leftToRight, rightToLeft template.HTML }

// pointing are the drawings that follow the reading direction (assets/icons/README.md).
var pointing = map[string]bool{"back": true, "next": true, "stop": true, "backspace": true, "chevron-left": true, "chevron-right": true}

func readIcons(files fs.FS) (map[string]icon, error) {
	names, err := fs.Glob(files, "icons/*.svg")
	if err != nil {
		return nil, err
	}
	icons := map[string]icon{}
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".svg")
		_, drawing, found := strings.Cut(strings.TrimSpace(string(text)), ">")
		drawing, closed := strings.CutSuffix(drawing, "</svg>")
		if !found || !closed {
			return nil, fmt.Errorf("%s is not one svg element", file)
		}
		drawn := icon{leftToRight: inline(name, drawing), rightToLeft: inline(name, drawing)}
		if pointing[name] {
			drawn.rightToLeft = inline(name, `<g transform="matrix(-1 0 0 1 48 0)">`+drawing+`</g>`)
		}
		icons[name] = drawn
	}
	return icons, nil
}

// inline is hidden from screen readers: a pictogram always stands beside its word.
func inline(name, drawing string) template.HTML {
	return template.HTML(`<svg class="icon icon-` + name + `" aria-hidden="true" focusable="false" width="48" height="48" viewBox="0 0 48 48" ` +
		`fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">` + drawing + `</svg>`)
}

func (w *Web) icon(name string, rightToLeft bool) (template.HTML, error) {
	drawn, ok := w.icons[name]
	if !ok {
		return "", fmt.Errorf("web: no icon %q", name)
	}
	if rightToLeft {
		return drawn.rightToLeft, nil
	}
	return drawn.leftToRight, nil
}
