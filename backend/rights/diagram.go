package rights

import "slices"

// The ends of a diagram. As values of conditions the first three are ordered: the smaller is the worse.
const (
	ends       = 5
	endNo      = int32(0)
	endMaybe   = int32(1)
	endYes     = int32(2)
	endHave    = int32(3)
	impossible = int32(4) // answers that nobody can give together
)

// diagram is a reduced, ordered decision diagram with branches of any width. Nodes below ends are ends. A node has a
// level (variable) and one kid for each value of it; equal nodes are one node.
type diagram struct {
	width  []int // of each level
	level  []uint8
	first  []int32 // where the kids of a node begin
	kids   []int32
	under  []uint64  // of each node: the levels that it depends on
	all    []reached // of each node: the ends that some answers lead to
	unique map[string]int32
	memo   map[step]int32
	key    []byte
	limit  int  // of nodes; beyond it nothing is worked out any more
	full   bool // the limit was met
}

// step names one result of an operation, to work it out once.
type step struct {
	op   uint32
	f, g int32
}

const deepest = uint8(255) // the level of an end

func newDiagram(width []int) *diagram {
	d := &diagram{width: width, unique: map[string]int32{}, memo: map[step]int32{}}
	for range ends {
		d.level, d.first = append(d.level, deepest), append(d.first, 0)
	}
	return d
}

func (d *diagram) kid(node int32, value int) int32 { return d.kids[d.first[node]+int32(value)] }

// make is the node with these kids: one of them when they are all the same.
func (d *diagram) make(level uint8, kids []int32) int32 {
	if !slices.ContainsFunc(kids, func(k int32) bool { return k != kids[0] }) {
		return kids[0]
	}
	d.key = append(d.key[:0], level)
	for _, k := range kids {
		d.key = append(d.key, byte(k), byte(k>>8), byte(k>>16), byte(k>>24))
	}
	if node, ok := d.unique[string(d.key)]; ok {
		return node
	}
	node := int32(len(d.level))
	d.level = append(d.level, level)
	d.first = append(d.first, int32(len(d.kids)))
	d.kids = append(d.kids, kids...)
	d.unique[string(d.key)] = node
	return node
}

// leaf is the node that decides at one level by a function of its value.
func (d *diagram) leaf(level int, of func(value int) int32) int32 {
	kids := make([]int32, d.width[level])
	for i := range kids {
		kids[i] = of(i)
	}
	return d.make(uint8(level), kids)
}

// Operations on two diagrams, by number in [step].
const (
	opMin = iota
	opMax
	opHave  // yes of f is "have", else g
	opGiven // no of f is impossible, else g
	opMap   // and above: a table, packed
)

// mostNodes is how large the diagram of one right may grow. The largest of the city's needs some hundreds.
const mostNodes = 50_000

// begin gives what comes a limit of its own.
func (d *diagram) begin() { d.limit, d.full = len(d.level)+mostNodes, false }

// combine works out an operation of two diagrams for every answer.
func (d *diagram) combine(op uint32, f, g int32) int32 {
	if f < ends && g < ends {
		return combineEnds(op, f, g)
	}
	if d.full = d.full || len(d.level) > d.limit; d.full {
		return endMaybe
	}
	if (op == opMin || op == opMax) && f > g {
		f, g = g, f
	}
	at := step{op, f, g}
	if node, ok := d.memo[at]; ok {
		return node
	}
	level := min(d.level[f], d.level[g])
	kids := make([]int32, d.width[level])
	for i := range kids {
		kids[i] = d.combine(op, d.below(f, level, i), d.below(g, level, i))
	}
	node := d.make(level, kids)
	if !d.full {
		d.memo[at] = node
	}
	return node
}

// below is where a value of a level leads; a node that does not decide there stays.
func (d *diagram) below(node int32, level uint8, value int) int32 {
	if d.level[node] != level {
		return node
	}
	return d.kid(node, value)
}

func combineEnds(op uint32, f, g int32) int32 {
	switch op {
	case opMin:
		return min(f, g)
	case opMax:
		return max(f, g)
	case opHave:
		if f == endYes {
			return endHave
		}
		return g
	}
	if f == endNo { // opGiven
		return impossible
	}
	return g
}

// table says what becomes of no, maybe, yes and have.
type table [4]int32

// opposite is what "not" makes of a condition.
var opposite = table{endYes, endMaybe, endNo, endNo}

// apply replaces the ends of a diagram.
func (d *diagram) apply(t table, f int32) int32 {
	if f < ends {
		if f == impossible {
			return f
		}
		return t[f]
	}
	at := step{op: opMap + uint32(t[0]) + uint32(t[1])<<4 + uint32(t[2])<<8 + uint32(t[3])<<12 + 1<<16, f: f}
	if node, ok := d.memo[at]; ok {
		return node
	}
	kids := make([]int32, d.width[d.level[f]])
	for i := range kids {
		kids[i] = d.apply(t, d.kid(f, i))
	}
	node := d.make(d.level[f], kids)
	d.memo[at] = node
	return node
}

// atLeast is the k-th best of the conditions: yes when k of them are.
func (d *diagram) atLeast(k int, of []int32) int32 {
	best := make([]int32, k+1) // of those seen: the n-th best, no while there are fewer
	best[0] = endYes
	for seen, one := range of {
		for n := min(k, seen+1); n > 0; n-- {
			best[n] = d.combine(opMax, best[n], d.combine(opMin, one, best[n-1]))
		}
	}
	return best[k]
}

// fold is the worst (opMin) or the best (opMax) of the conditions.
func (d *diagram) fold(op uint32, of []int32) int32 {
	root := of[0]
	for _, one := range of[1:] {
		root = d.combine(op, root, one)
	}
	return root
}

// finish notes what lies below each node, and lets go of what only building needs. Kids are made before their parents.
func (d *diagram) finish() {
	d.under, d.all = make([]uint64, len(d.level)), make([]reached, len(d.level))
	for end := range impossible {
		d.all[end] = 1 << end
	}
	for node := ends; node < len(d.level); node++ {
		d.under[node] = 1 << d.level[node]
		for i := range d.width[d.level[node]] {
			kid := d.kid(int32(node), i)
			d.under[node] |= d.under[kid]
			d.all[node] |= d.all[kid]
		}
	}
	d.memo, d.unique = nil, nil
}

// levels notes the levels that a node depends on.
func (d *diagram) levels(node int32) uint64 {
	var mask uint64
	seen := map[int32]bool{}
	var visit func(int32)
	visit = func(n int32) {
		if n < ends || seen[n] {
			return
		}
		seen[n] = true
		mask |= 1 << d.level[n]
		for i := range d.width[d.level[n]] {
			visit(d.kid(n, i))
		}
	}
	visit(node)
	return mask
}
