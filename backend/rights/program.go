package rights

import "slices"

// Program is a day's check as data for another machine, a resident's own phone: with it the phone reaches the same
// verdicts, reasons and next questions by itself, so that no answer has to leave it. It holds nothing about anybody and is
// the same for everybody on that day. Numbers of nodes below 5 are ends: no, maybe, yes, have, impossible.
type Program struct {
	Day       string            `json:"day"`
	Mark      uint16            `json:"mark"` // of the questions, as in a link; see [Rules.Pack]
	Questions []ProgramQuestion `json:"questions"`
	Width     []int             `json:"width"` // of each level: how many values it has
	Level     []int             `json:"level"` // of each node from 5 on: the level at which it decides
	Kids      []int32           `json:"kids"`  // of each of these nodes in turn: where each value leads
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
	Says string        `json:"s,omitempty"` // of a leaf: which sentences; see [Check.Sentences]
	Kids []ProgramNode `json:"c,omitempty"`
}

// Program is the check as data.
func (c *Check) Program() Program {
	p := Program{Day: c.day, Mark: c.rules.mark(), Width: c.d.width, Kids: c.d.kids}
	for _, level := range c.d.level[ends:] {
		p.Level = append(p.Level, int(level))
	}
	for i, q := range c.rules.questions {
		p.Questions = append(p.Questions, ProgramQuestion{
			ID: q.ID, Kind: q.Kind, Min: q.Min, Max: q.Max, Codes: q.Codes, None: q.None, Depends: q.Depends, Unsure: q.Unsure, About: q.About,
			Level: c.levels[i], Cuts: c.ages[i],
		})
	}
	for i, right := range c.rules.rights {
		own := &c.rights[i]
		p.Rights = append(p.Rights, ProgramRight{
			ID: own.id, Domain: right.Domain, Root: own.root, Asks: own.asks, Weight: own.weight, Info: own.info, Broken: own.broken, From: own.from,
			Have: own.have.program(own.id), When: own.when.program(own.id),
		})
	}
	return p
}

func (n *node) program(right string) *ProgramNode {
	if n == nil {
		return nil
	}
	out := &ProgramNode{Kind: uint8(n.kind), Root: n.root, Says: n.key(right)}
	for _, kid := range n.kids {
		out.Kids = append(out.Kids, *kid.program(right))
	}
	return out
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

// Sentences are all sentences that a [Program] can need, in a language: when a condition holds, when it does not, and for
// some when it is unsure.
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
