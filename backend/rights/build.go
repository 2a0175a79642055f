package rights

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// node is a condition prepared for a day: what it is made of, and its diagram.
type node struct {
	kind  nodeKind
	kids  []*node
	root  int32
	firm  int32  // of a leaf: its diagram if an old figure could exclude
	id    string // of a leaf: its condition
	own   bool   // of a leaf: the condition belongs to this right alone
	says  sentences
	stale bool // of a leaf: a figure of it is past its shelf life
}

type nodeKind uint8

const (
	nodeLeaf nodeKind = iota
	nodeAll
	nodeAny
	nodeNot
	nodePossible
	nodeDoubt
)

// builder prepares rights, each once: one may lean on another.
type builder struct {
	c     *Check
	done  map[string]*prepared
	busy  []string         // the rights that are being prepared, each leaning on the next
	errs  map[string]error // by right: why it cannot be evaluated
	basis                  // of the right at hand
	mild  bool             // old figures are taken as mild as can be, see mildest
	good  bool             // figures stay good for ever: what is checked is the rule
}

// basis is what a right leans on.
type basis struct {
	Basis
	shaky bool // another right cannot be evaluated
}

// unclear is a condition that cannot be evaluated, and why.
type unclear struct {
	reason string
	at     string // a piece of the rule near which it stands
	known  bool   // the fault stands elsewhere and was told of there
}

func (u *unclear) Error() string { return u.reason }

func unclearf(format string, args ...any) error {
	return &unclear{reason: fmt.Sprintf(format, args...)}
}

// right prepares a right. What cannot be evaluated is "possible" for everybody.
func (b *builder) right(right *Right) *prepared {
	if p := b.done[right.ID]; p != nil {
		return p
	}
	p := &prepared{id: right.ID, weight: int32(max(right.Weight, 1)), info: right.Info || !right.InForce(b.c.day), basis: basis{Basis: Basis{From: right.ValidFrom}}}
	b.done[right.ID] = p
	if p.info {
		p.root = endMaybe
		return p
	}
	outer := b.basis
	b.basis = basis{Basis: Basis{From: right.ValidFrom}}
	b.busy = append(b.busy, right.ID)
	b.c.d.begin()
	err := b.tree(right, p)
	if b.c.d.full {
		err = unclearf("the rule is too large; divide it or make it simpler")
	}
	b.c.d.begin()
	b.busy = b.busy[:len(b.busy)-1]
	p.basis, b.basis = b.basis, outer
	if err != nil && !b.c.rules.broken[right.ID] {
		b.errs[right.ID] = err
	}
	if err != nil || b.c.rules.broken[right.ID] {
		*p = prepared{id: right.ID, weight: p.weight, basis: basis{Basis: Basis{From: right.ValidFrom}}, broken: true, root: endMaybe, raw: endMaybe}
	}
	return p
}

func (b *builder) tree(right *Right, p *prepared) error {
	if right.When == nil {
		return unclearf("right %q has no \"when\"", right.ID)
	}
	var err error
	if p.when, err = b.node(right, right.When, false); err != nil {
		return err
	}
	p.raw = p.when.root
	if right.Have != nil {
		if p.have, err = b.node(right, right.Have, true); err != nil {
			return err
		}
		p.raw = b.c.d.combine(opHave, p.have.root, p.raw)
	}
	p.root, p.asks = b.possibleAnswers(p.raw)
	return nil
}

// node prepares a condition. "flipped" is true below an odd number of "not": there a "yes" is what excludes.
func (b *builder) node(right *Right, c *condition, flipped bool) (*node, error) {
	d := b.c.d
	switch {
	case c == nil:
		return nil, unclearf("a condition is empty")
	case c.Use != "":
		return b.shared(c.Use, flipped)
	case c.Answer != "" || c.Income != "" || c.Right != "":
		leaf, err := b.leaf(c, right.Sentences[c.ID], flipped)
		if err == nil {
			leaf.own = true
		}
		return leaf, err
	case c.Not != nil:
		kid, err := b.node(right, c.Not, !flipped)
		if err != nil {
			return nil, err
		}
		return &node{kind: nodeNot, kids: []*node{kid}, root: d.apply(opposite, kid.root)}, nil
	case c.Possible != nil:
		kid, err := b.node(right, c.Possible, flipped)
		if err != nil {
			return nil, err
		}
		return &node{kind: nodePossible, kids: []*node{kid}, root: d.combine(opMin, kid.root, endMaybe)}, nil
	case c.Doubt != nil:
		kid, err := b.node(right, c.Doubt, b.mild && !flipped) // an old figure may cast doubt, the mildest casts none
		if err != nil {
			return nil, err
		}
		return &node{kind: nodeDoubt, kids: []*node{kid}, root: d.apply(table{endYes, endMaybe, endMaybe, endMaybe}, kid.root)}, nil
	}
	return b.list(right, c, flipped)
}

func (b *builder) list(right *Right, c *condition, flipped bool) (*node, error) {
	list, kind := c.All, nodeAll
	if len(list) == 0 {
		list, kind = append(slices.Clone(c.Any), c.Of...), nodeAny
	}
	if len(list) == 0 {
		return nil, unclearf("a condition says nothing")
	}
	n := &node{kind: kind}
	var roots []int32
	for _, one := range list {
		kid, err := b.node(right, one, flipped)
		if err != nil {
			return nil, err
		}
		n.kids, roots = append(n.kids, kid), append(roots, kid.root)
	}
	switch {
	case kind == nodeAll:
		n.root = b.c.d.fold(opMin, roots)
	case len(c.Of) == 0:
		n.root = b.c.d.fold(opMax, roots)
	case c.Count < 1 || c.Count > len(roots):
		return nil, unclearf("\"count\" is %d of %d conditions", c.Count, len(roots))
	default:
		n.root = b.c.d.atLeast(c.Count, roots)
	}
	return n, nil
}

func (b *builder) shared(id string, flipped bool) (*node, error) {
	s := b.c.rules.shared[id]
	if s == nil {
		return nil, &unclear{reason: fmt.Sprintf("there is no condition %q in conditions.yaml", id), at: "use: " + id}
	}
	if s.bad {
		return nil, &unclear{reason: fmt.Sprintf("condition %q has a fault", id), known: true}
	}
	c := *s.When
	c.ID = id
	return b.leaf(&c, s.sentences(), flipped)
}

func (b *builder) leaf(c *condition, says sentences, flipped bool) (*node, error) {
	n, mildest := &node{id: c.ID, says: says}, yesNo(!flipped)
	var err error
	switch {
	case c.Right != "":
		n.root, mildest, n.stale, err = b.other(c, flipped)
	case c.Income != "":
		n.root, n.stale, err = b.income(c.Income)
	case len(c.In) > 0:
		n.root, err = b.chosen(c)
	case c.AtLeast != "" || c.Below != "":
		n.root, n.stale, err = b.number(c)
		n.says = b.filled(says, c)
	default:
		err = unclearf("condition %q says nothing about %s: give \"in\", \"at_least\" or \"below\"", c.ID, c.Answer)
	}
	n.firm, n.stale = n.root, n.stale && !b.good
	if n.stale && err == nil {
		b.Old = true
		n.root = b.excludesNobody(n.root, mildest, flipped)
		n.says = n.says.ofOld(b.c.rules.old)
	}
	if u, ok := err.(*unclear); ok && u.at == "" {
		u.at = "id: " + c.ID
	}
	return n, err
}

// chosen is the leaf that holds when one of the codes was chosen.
func (b *builder) chosen(c *condition) (int32, error) {
	question := b.c.rules.question(c.Answer)
	if question < 0 {
		return 0, unclearf("there is no question %q", c.Answer)
	}
	q := &b.c.rules.questions[question]
	for _, code := range c.In {
		if !slices.Contains(q.Codes, code) {
			return 0, unclearf("%s has no code %q; it has %v", q.ID, code, q.Codes)
		}
	}
	if q.Kind == One {
		return b.c.d.leaf(b.c.levels[question], func(v int) int32 { return yesNo(slices.Contains(c.In, q.Codes[v])) }), nil
	}
	root := endNo
	for i, code := range q.Codes {
		if slices.Contains(c.In, code) {
			root = b.c.d.combine(opMax, root, b.bit(question, i))
		}
	}
	return root, nil
}

// bit is the condition that a code of a many-question was chosen.
func (b *builder) bit(question, code int) int32 {
	return b.c.d.leaf(b.c.levels[question]+code, func(v int) int32 { return yesNo(v == 1) })
}

func yesNo(yes bool) int32 {
	if yes {
		return endYes
	}
	return endNo
}

// excludesNobody softens a condition with an old figure: where the mildest figure would make it hold it is not "no", and
// below "not", where the mildest would make it fail, it is not "yes".
func (b *builder) excludesNobody(root, mildest int32, flipped bool) int32 {
	d := b.c.d
	switch {
	case b.mild:
		return mildest
	case flipped:
		return d.combine(opMin, root, d.combine(opMax, mildest, endMaybe))
	}
	return d.combine(opMax, root, d.combine(opMin, mildest, endMaybe))
}

// other is the verdict of another right, as a condition; of one with an old figure also as it would be with the mildest.
func (b *builder) other(c *condition, flipped bool) (root, mildest int32, stale bool, err error) {
	i := slices.IndexFunc(b.c.rules.rights, func(r *Right) bool { return r.ID == c.Right })
	if i < 0 {
		return 0, 0, false, unclearf("there is no right %q", c.Right)
	}
	as := table{endNo, endMaybe, endYes, endYes}
	switch c.At {
	case "":
	case "possible":
		as = table{endNo, endYes, endYes, endYes}
	case "likely":
		as = table{endNo, endNo, endYes, endYes}
	case "have":
		as = table{endNo, endNo, endNo, endYes}
	default:
		return 0, 0, false, unclearf("\"at\" is %q; it must be possible, likely or have", c.At)
	}
	if at := slices.Index(b.busy, c.Right); at >= 0 {
		return 0, 0, false, unclearf("right %q leans on itself: %s", c.Right, strings.Join(append(slices.Clone(b.busy[at:]), c.Right), " on "))
	}
	right := b.c.rules.rights[i]
	p := b.right(right)
	switch {
	case !right.InForce(b.c.day):
		return endNo, 0, false, nil // nobody has what does not exist yet, or any more
	case p.broken || p.info:
		b.shaky = b.shaky || p.broken
		return endMaybe, 0, false, nil
	}
	b.shaky = b.shaky || p.shaky
	root = b.c.d.apply(as, p.raw)
	if c.At == "have" { // an answer shows that, and no figure: see [Rules.checkTrees]
		return root, 0, false, nil
	}
	b.lean(p.Basis)
	if !p.Old {
		return root, 0, false, nil
	}
	mildest, err = b.mildest(right, flipped)
	return root, b.c.d.apply(as, mildest), true, err
}

// mildest is a right as it would be with the mildest figures instead of the old ones: those that exclude nobody.
func (b *builder) mildest(right *Right, flipped bool) (int32, error) {
	outer := b.mild
	b.mild = true
	defer func() { b.mild = outer }()
	when, err := b.node(right, right.When, flipped)
	if err != nil {
		return endMaybe, err
	}
	if right.Have == nil {
		return when.root, nil
	}
	have, err := b.node(right, right.Have, flipped)
	if err != nil {
		return endMaybe, err
	}
	return b.c.d.combine(opHave, have.root, when.root), nil
}

// filled are the sentences of a condition on a number, with the figures of the day in them: what is said of an age stays true
// when the age changes.
func (b *builder) filled(says sentences, c *condition) sentences {
	number := func(id string) string {
		if v, err := b.figure(id); err == nil && v.Value != nil {
			return strconv.Itoa(int(*v.Value))
		}
		return ""
	}
	fill := strings.NewReplacer(holeAtLeast, number(c.AtLeast), holeBelow, number(c.Below))
	out := sentences{}
	for language, said := range says {
		for _, text := range said {
			out[language] = append(out[language], fill.Replace(text))
		}
	}
	return out
}

// The holes in a sentence for the figures of its condition.
const holeAtLeast, holeBelow = "{at_least}", "{below}"
