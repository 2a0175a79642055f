package rights

import "fmt"

// Verdict is what is said about a right.
type Verdict uint8

// The verdicts. Info is a right of which one only tells.
const (
	Unlikely Verdict = iota
	Possible
	Likely
	Have
	Info
)

var verdictNames = [...]string{"unlikely", "possible", "likely", "have", "info"}

// String is the verdict as the contract writes it.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// MarshalText writes a verdict in JSON as its name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Result is the verdict on one right.
type Result struct {
	ID      string
	Verdict Verdict
	Open    bool // Possible because questions were skipped: another answer can settle it
	Broken  bool // the rule cannot be evaluated on this day: ask about it
	Basis
}

// Basis is how old and how firm that is on which the verdicts on a right rest, the same for all answers of a day. Days are YYYY-MM-DD.
//
// A right rests on the limits and ages of its own rule, and on those of a right on whose verdict it leans: they decide here too.
// Whether one has another right already is an answer, and leans on no figure. The bands between which an income is asked are cuts of
// our own, and date nothing.
type Basis struct {
	From     string // from when the rule and its figures hold
	Figures  string // the latest day from which one of its figures holds, "" of a rule without any
	Old      bool   // a figure is past its shelf life, and so excludes nobody
	Computed bool   // a figure was read nowhere: we computed it from those that were
}

// Verdicts appends the verdict on every right to dst, in the order of the rights. With room in dst it allocates nothing.
func (c *Check) Verdicts(a Answers, dst []Result) []Result {
	at := c.choose(&a)
	w := c.scratch.Get().(*walk)
	dst = append(dst, c.blank...)
	results := dst[len(dst)-len(c.blank):]
	for i := range results {
		p := &c.rights[i]
		results[i].Verdict, results[i].Open = p.verdict(c.reach(p.root, &at, w, true))
	}
	c.scratch.Put(w)
	return dst
}

// reached is the set of ends that some possible answers lead to, a bit each.
type reached uint8

const (
	onlyNo    = reached(1 << endNo)
	onlyMaybe = reached(1 << endMaybe)
	onlyYes   = reached(1 << endYes)
	onlyHave  = reached(1 << endHave)
)

// settled says whether all possible answers agree. Who has a right could also get it, so likely and have agree on
// likely: the question whether one has it already is not one that a right hangs on.
func (s reached) settled() bool {
	return s == onlyNo || s == onlyMaybe || s&^(onlyYes|onlyHave) == 0
}

func (p *prepared) verdict(s reached) (Verdict, bool) {
	switch {
	case p.info:
		return Info, false
	case s == onlyNo:
		return Unlikely, false
	case s == onlyMaybe:
		return Possible, false
	case s == onlyHave:
		return Have, false
	case s.settled():
		return Likely, false
	}
	return Possible, true
}

// walk is the memory of one visit of a diagram: the nodes seen, by the number of the visit.
type walk struct {
	seen  []uint32
	visit uint32
}

// reach collects the ends that are reached with a choice. With "soon" it stops when they no longer agree.
func (c *Check) reach(root int32, at *choice, w *walk, soon bool) reached {
	d := c.d
	for root >= ends { // until the first question that was skipped there is one path
		v := at.value[d.level[root]]
		if v < 0 {
			break
		}
		root = d.kids[d.first[root]+int32(v)]
	}
	if root < ends || d.under[root]&at.given == 0 {
		return d.all[root]
	}
	w.visit++
	if w.visit == 0 { // the counter went round
		clear(w.seen)
		w.visit = 1
	}
	return d.collect(root, at, w, 0, soon)
}

func (d *diagram) collect(node int32, at *choice, w *walk, found reached, soon bool) reached {
	for d.under[node]&at.given != 0 { // else all that lies below was skipped
		if w.seen[node] == w.visit || d.all[node]&^found == 0 {
			return found
		}
		w.seen[node] = w.visit
		level := d.level[node]
		first := d.first[node]
		if v := at.value[level]; v >= 0 {
			node = d.kids[first+int32(v)]
			continue
		}
		last := first + int32(d.width[level]) - 1
		for k := first + int32(at.above>>level&1); k < last; k++ {
			if found = d.collect(d.kids[k], at, w, found, soon); soon && found != 0 && !found.settled() {
				return found
			}
		}
		node = d.kids[last]
	}
	return found | d.all[node]
}
