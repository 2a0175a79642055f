package celjudge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A condition is written twice, as two booleans: that it is at least possible, and that it is likely.
type value struct{ possible, likely string }

// levels are a right as three booleans, each of which takes in the ones before it.
type levels struct{ have, likely, possible string }

// text is a right in CEL, on a day.
type text struct {
	id     string
	info   bool
	mild   bool // the right with the mildest figures for the old ones, for rights that lean on it
	broken bool // it needs a figure that does not exist on this day
	old    bool // it leans on a figure past its shelf life
	leant  bool // another right leans on it
	levels
}

// book is all rights in CEL, on a day.
type book struct {
	rules  *rules
	day    string
	rights map[string]*text
	order  []*text // each after those that it leans on
}

func (r *rules) on(day string) *book {
	b := &book{rules: r, day: day, rights: map[string]*text{}}
	for id := range r.rights {
		b.right(id, false, false)
	}
	return b
}

// right is a right as it is, or with the mildest figures for the old ones. "Flipped" is below an odd number of "not".
func (b *book) right(id string, mild, flipped bool) *text {
	r := b.rules.rights[id]
	if mild {
		id += " (mildest)"
	}
	if flipped {
		id += " (below not)"
	}
	if t := b.rights[id]; t != nil {
		return t
	}
	t := &text{id: id, info: r.Info || !r.exists(b.day), mild: mild}
	b.rights[id] = t
	if !t.info {
		w := &writer{book: b, mild: mild}
		t.levels = w.write(r, flipped)
		t.broken, t.old = w.err != nil, w.old
	}
	b.order = append(b.order, t)
	return t
}

// leanOn is a right as a variable of CEL, which has worked it out before.
func (t *text) leanOn() levels {
	t.leant = true
	return levels{fmt.Sprintf("have[%q]", t.id), fmt.Sprintf("likely[%q]", t.id), fmt.Sprintf("possible[%q]", t.id)}
}

// writer writes one right.
type writer struct {
	*book
	mild bool  // for an old figure the mildest counts: the one that excludes nobody
	old  bool  // an old figure was met
	err  error // why the right cannot be evaluated on this day
}

func (w *writer) write(r *right, flipped bool) levels {
	have := no
	if r.Have != nil { // that one has a right must be sure
		have = w.value(r.Have, flipped || !w.mild).likely
	}
	when := w.value(r.When, flipped)
	return levels{have, or(have, when.likely), or(have, when.possible)}
}

// broken notes why the right cannot be evaluated.
func (w *writer) broken(format string, args ...any) value {
	w.err = fmt.Errorf(format, args...)
	return value{yes, no}
}

func (w *writer) value(c *condition, flipped bool) value {
	switch {
	case c == nil:
		return w.broken("a condition is missing")
	case c.Use != "":
		return w.value(w.rules.shared[c.Use], flipped)
	case c.All != nil:
		return w.atLeast(len(c.All), c.All, flipped)
	case c.Any != nil:
		return w.atLeast(1, c.Any, flipped)
	case c.Of != nil:
		return w.atLeast(c.Count, c.Of, flipped)
	case c.Not != nil:
		v := w.value(c.Not, !flipped)
		return value{not(v.likely), not(v.possible)}
	case c.Possible != nil:
		return value{w.value(c.Possible, flipped).possible, no}
	case c.Doubt != nil: // an old figure may cast doubt, the mildest casts none
		return value{yes, not(w.value(c.Doubt, w.mild && !flipped).possible)}
	case c.Right != "":
		return w.other(c, flipped)
	case c.Income != "":
		return w.income(c.Income, flipped)
	case c.In != nil:
		return w.chosen(c.Answer, c.In)
	}
	return w.number(c, flipped)
}

// atLeast holds when so many of the conditions do: one of the groups of that size.
func (w *writer) atLeast(count int, of []*condition, flipped bool) value {
	values := make([]value, len(of))
	for i, c := range of {
		values[i] = w.value(c, flipped)
	}
	var possible, likely []string
	for group := range 1 << len(of) {
		var p, l []string
		for i, v := range values {
			if group>>i&1 == 1 {
				p, l = append(p, v.possible), append(l, v.likely)
			}
		}
		if len(p) == count {
			possible, likely = append(possible, and(p...)), append(likely, and(l...))
		}
	}
	return value{or(possible...), or(likely...)}
}

// chosen holds when one of the codes was chosen.
func (w *writer) chosen(id string, codes []string) value {
	q := w.rules.question(id)
	if q == nil {
		return w.broken("there is no question %s", id)
	}
	if q.Kind == "one" {
		is := in(q.ID, codes, q.Codes)
		return value{is, is}
	}
	var each []string
	for _, code := range codes {
		each = append(each, fmt.Sprintf("%s[%q]", q.ID, code))
	}
	if q.Depends != "" && len(codes) == len(q.Codes) { // who has children has one of some age
		each = append(each, fmt.Sprintf("(%s > 0)", q.Depends))
	}
	return value{or(each...), or(each...)}
}

func (w *writer) number(c *condition, flipped bool) value {
	holds, anyOld := yes, false
	for _, bound := range []struct{ figure, sign string }{{c.AtLeast, ">="}, {c.Below, "<"}} {
		if bound.figure != "" {
			v, old := w.figure(bound.figure)
			holds = and(holds, fmt.Sprintf("(%s %s %d)", c.Answer, bound.sign, v.Value))
			anyOld = anyOld || old
		}
	}
	return w.softened(value{holds, holds}, anyOld, flipped)
}

// other is the verdict of another right as a condition. What only an old figure in it decides against somebody is unsure.
func (w *writer) other(c *condition, flipped bool) value {
	if w.rules.rights[c.Right] == nil {
		return w.broken("there is no right %s", c.Right)
	}
	if !w.rules.rights[c.Right].exists(w.day) {
		return value{no, no}
	}
	t := w.book.right(c.Right, false, false)
	if t.info || t.broken {
		return value{yes, no}
	}
	now := at(c.At, t.leanOn())
	if !t.old {
		return now
	}
	w.old = true
	return w.excludesNobody(now, at(c.At, w.book.right(c.Right, true, flipped).leanOn()), flipped)
}

func at(step string, l levels) value {
	switch step {
	case "possible":
		return value{l.possible, l.possible}
	case "likely":
		return value{l.likely, l.likely}
	case "have":
		return value{l.have, l.have}
	}
	return value{l.possible, l.likely}
}

// figure is a figure of the day, and whether it is past its shelf life.
func (w *writer) figure(id string) (*dated, bool) {
	if f := w.rules.figures[id]; f != nil {
		if v := f.on(w.day); v != nil {
			return v, v.ShelfUntil < w.day
		}
	}
	w.broken("%s has no figure on %s", id, w.day)
	return &dated{}, false
}

// softened is a condition about figures: when one is old it fails nobody, and below "not" it holds for nobody.
func (w *writer) softened(v value, old, flipped bool) value {
	if !old {
		return v
	}
	w.old = true
	if flipped {
		return w.excludesNobody(v, value{no, no}, flipped)
	}
	return w.excludesNobody(v, value{yes, yes}, flipped)
}

// excludesNobody makes unsure what only an old figure decides against somebody.
func (w *writer) excludesNobody(v, mildest value, flipped bool) value {
	switch {
	case w.mild:
		return mildest
	case flipped:
		return value{v.possible, and(v.likely, mildest.likely)}
	}
	return value{or(v.possible, mildest.possible), v.likely}
}

const yes, no = "true", "false"

func and(parts ...string) string { return join(" && ", yes, no, parts) }
func or(parts ...string) string  { return join(" || ", no, yes, parts) }

// join leaves out what changes nothing and what stands there twice.
func join(sign, nothing, everything string, parts []string) string {
	var kept []string
	for _, part := range parts {
		if part != nothing && !slices.Contains(kept, part) {
			kept = append(kept, part)
		}
	}
	switch {
	case len(kept) == 0:
		return nothing
	case slices.Contains(kept, everything):
		return everything
	case len(kept) == 1:
		return kept[0]
	}
	return "(" + strings.Join(kept, sign) + ")"
}

func not(part string) string {
	switch part {
	case yes:
		return no
	case no:
		return yes
	}
	return "!" + part
}

// in holds when an answer is one of these codes; always, when they are all codes.
func in(variable string, codes, all []string) string {
	switch len(codes) {
	case 0:
		return no
	case 1:
		return fmt.Sprintf("(%s == %q)", variable, codes[0])
	case len(all):
		return yes
	}
	quoted := make([]string, len(codes))
	for i, code := range codes {
		quoted[i] = strconv.Quote(code)
	}
	return fmt.Sprintf("(%s in [%s])", variable, strings.Join(quoted, ", "))
}
