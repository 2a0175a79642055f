package rights

import "slices"

// Program is a day's check as data for another machine, a resident's own phone: with it the phone reaches the same
// verdicts, reasons and next questions by itself, so that no answer has to leave it. It holds nothing about anybody and is
// the same for everybody on that day.
//
// Nodes have numbers from 5 on, those of the last level first; the numbers below are the ends no, maybe, yes, have and
// impossible. A place in Kids says by how much the node there differs from the one to which the same value led a node
// before: neighbours resemble each other, so the numbers are small and pack well.
type Program struct {
	Day       string            `json:"day"`
	Mark      uint16            `json:"mark"` // of the questions, as in a link; see [Rules.Pack]
	Questions []ProgramQuestion `json:"questions"`
	Width     []int             `json:"width"` // of each level: how many values it has
	Nodes     []int             `json:"nodes"` // of each level: how many nodes decide there
	Kids      []int32           `json:"kids"`  // of each node in turn: where each value leads, as said above
	Rights    []ProgramRight    `json:"rights"`
}

// ProgramQuestion is a question without its words.
type ProgramQuestion struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Min     int      `json:"min,omitempty"`
	Max     int      `json:"max,omitempty"`
	Codes   []string `json:"codes,omitempty"`
	None    []string `json:"none,omitempty"`
	Depends string   `json:"depends,omitempty"`
	Unsure  bool     `json:"unsure,omitempty"`
	About   string   `json:"about"`
	Level   int      `json:"level"`          // its level, or that of its first code
	Cuts    []int    `json:"cuts,omitempty"` // of a number: where each of its ranges begins
}

// ProgramRight is a right without its words.
type ProgramRight struct {
	ID     string       `json:"id"`
	Domain string       `json:"domain"`
	Root   int32        `json:"root"`
	Asks   uint16       `json:"asks"` // the questions it depends on, a bit each
	Weight int32        `json:"weight"`
	Info   bool         `json:"info,omitempty"`
	Broken bool         `json:"broken,omitempty"`
	From   string       `json:"from"`
	Have   *ProgramNode `json:"have,omitempty"`
	When   *ProgramNode `json:"when,omitempty"`
}

// ProgramNode is a condition of a right, from which the reasons are told: leaf (0), all (1), any (2), not (3), possible (4)
// or doubt (5).
type ProgramNode struct {
	Kind uint8         `json:"k"`
	Root int32         `json:"r"`
	Firm *int32        `json:"f,omitempty"` // of a leaf: what an old figure of it says, where that is not Root
	Says string        `json:"s,omitempty"` // of a leaf: which sentences; see [Check.Sentences]
	Kids []ProgramNode `json:"c,omitempty"`
}

// Program is the check as data.
func (c *Check) Program() Program {
	n := c.renumber()
	p := Program{Day: c.day, Mark: c.rules.mark(), Width: c.d.width, Nodes: n.nodes, Kids: n.kids}
	for i, q := range c.rules.questions {
		p.Questions = append(p.Questions, ProgramQuestion{
			ID: q.ID, Kind: q.Kind, Min: q.Min, Max: q.Max, Codes: q.Codes, None: q.None, Depends: q.Depends, Unsure: q.Unsure, About: q.About,
			Level: c.levels[i], Cuts: c.ages[i],
		})
	}
	for i, right := range c.rules.rights {
		own := &c.rights[i]
		p.Rights = append(p.Rights, ProgramRight{
			ID: own.id, Domain: right.Domain, Root: n.number(own.root), Asks: own.asks, Weight: own.weight, Info: own.info, Broken: own.broken, From: own.From,
			Have: own.have.program(own.id, n), When: own.when.program(own.id, n),
		})
	}
	return p
}

func (n *node) program(right string, to *renumbered) *ProgramNode {
	if n == nil {
		return nil
	}
	out := &ProgramNode{Kind: uint8(n.kind), Root: to.number(n.root), Says: n.key(right)}
	if n.kind == nodeLeaf && n.firm != n.root {
		firm := to.number(n.firm)
		out.Firm = &firm
	}
	for _, kid := range n.kids {
		out.Kids = append(out.Kids, *kid.program(right, to))
	}
	return out
}

// renumbered is the part of a diagram that its roots need, as a [Program] writes it.
type renumbered struct {
	now   map[int32]int32 // by the number in the diagram
	nodes []int
	kids  []int32
}

func (r *renumbered) number(node int32) int32 {
	if node < ends {
		return node
	}
	return r.now[node]
}

// renumber leaves out what only building needed, and puts nodes that resemble each other side by side.
func (c *Check) renumber() *renumbered {
	out := &renumbered{now: map[int32]int32{}, nodes: make([]int, len(c.d.width))}
	var before [128]int32 // of each value: where it led; more than any level is wide
	for level, needed := range slices.Backward(c.needed()) {
		leads := make([][]int32, len(needed))
		order := make([]int, len(needed))
		for i, node := range needed {
			order[i] = i
			for value := range c.d.width[level] {
				leads[i] = append(leads[i], out.number(c.d.kid(node, value)))
			}
		}
		slices.SortFunc(order, func(a, b int) int { return slices.Compare(leads[a], leads[b]) })
		for _, i := range order {
			out.now[needed[i]] = int32(ends + len(out.now))
			for value, to := range leads[i] {
				out.kids = append(out.kids, to-before[value])
				before[value] = to
			}
		}
		out.nodes[level] = len(needed)
	}
	return out
}

// needed are the nodes that the rights and their conditions lead to, by level.
func (c *Check) needed() [][]int32 {
	levels := make([][]int32, len(c.d.width))
	seen := map[int32]bool{}
	var visit func(node int32)
	visit = func(node int32) {
		if node < ends || seen[node] {
			return
		}
		seen[node] = true
		level := c.d.level[node]
		levels[level] = append(levels[level], node)
		for value := range c.d.width[level] {
			visit(c.d.kid(node, value))
		}
	}
	var conditions func(n *node)
	conditions = func(n *node) {
		if n == nil {
			return
		}
		visit(n.root)
		visit(n.firm)
		for _, kid := range n.kids {
			conditions(kid)
		}
	}
	for i := range c.rights {
		visit(c.rights[i].root)
		conditions(c.rights[i].have)
		conditions(c.rights[i].when)
	}
	return levels
}

// key names the sentences of a leaf; those of a right's own conditions are its own.
func (n *node) key(right string) string {
	switch {
	case n.kind != nodeLeaf || n.id == "":
		return ""
	case n.own:
		return right + "/" + n.id
	}
	return n.id
}

// Sentences are all sentences that a [Program] can need, in a language, in the order of [Sentence].Value.
func (c *Check) Sentences(language string) map[string][]string {
	out := map[string][]string{}
	var visit func(right string, n *node)
	visit = func(right string, n *node) {
		if n == nil {
			return
		}
		if key := n.key(right); key != "" {
			out[key] = slices.Clone(n.says[language])
		}
		for _, kid := range n.kids {
			visit(right, kid)
		}
	}
	for i := range c.rights {
		visit(c.rights[i].id, c.rights[i].have)
		visit(c.rights[i].id, c.rights[i].when)
	}
	return out
}
