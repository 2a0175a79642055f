package rights

import (
	"testing"

	"pgregory.net/rapid"
)

// unfolded is the diagram of a program, as another machine reads it.
type unfolded struct {
	level []int
	kids  [][]int32
}

func unfold(p Program) unfolded {
	var u unfolded
	at, before := 0, map[int]int32{}
	for level := len(p.Width) - 1; level >= 0; level-- {
		for range p.Nodes[level] {
			kids := make([]int32, p.Width[level])
			for value := range kids {
				before[value] += p.Kids[at]
				kids[value] = before[value]
				at++
			}
			u.level, u.kids = append(u.level, level), append(u.kids, kids)
		}
	}
	return u
}

// reach is what all possible answers lead to, without any of the engine's shortcuts.
func (u unfolded) reach(node int32, at *choice, found map[int32]reached) reached {
	if node < ends {
		return 1 << node &^ (1 << impossible)
	}
	if known, ok := found[node]; ok {
		return known
	}
	var out reached
	level := u.level[node-ends]
	for value, kid := range u.kids[node-ends] {
		none := value == 0 && at.above&(1<<level) != 0 // of a number above zero, the first range is none
		if at.value[level] < 0 && !none || int(at.value[level]) == value {
			out |= u.reach(kid, at, found)
		}
	}
	found[node] = out
	return out
}

// The data for another machine lead to the same verdicts, and to the same values of every condition.
func TestProgramLeadsToTheSame(t *testing.T) {
	rules := cityRules(t)
	for _, day := range []string{today, "2045-01-01"} {
		check := rules.At(day)
		p := check.Program()
		u := unfold(p)
		w := &walk{seen: make([]uint32, len(check.d.level))}
		rapid.Check(t, func(t *rapid.T) {
			_, a := judge{rules, day}.some(t)
			at, found := check.choose(&a), map[int32]reached{}
			same := func(theirs, ours int32, what string) {
				if got, want := u.reach(theirs, &at, found), check.reach(ours, &at, w, false); got != want {
					t.Fatalf("%s on %s: reaches %b, want %b", what, day, got, want)
				}
			}
			var tree func(theirs *ProgramNode, ours *node, what string)
			tree = func(theirs *ProgramNode, ours *node, what string) {
				if theirs == nil && ours == nil {
					return
				}
				same(theirs.Root, ours.root, what)
				if theirs.Firm != nil {
					same(*theirs.Firm, ours.firm, what)
				} else if ours.kind == nodeLeaf {
					same(theirs.Root, ours.firm, what)
				}
				for i := range theirs.Kids {
					tree(&theirs.Kids[i], ours.kids[i], what)
				}
			}
			for i, right := range p.Rights {
				same(right.Root, check.rights[i].root, right.ID)
				tree(right.Have, check.rights[i].have, right.ID)
				tree(right.When, check.rights[i].when, right.ID)
			}
		})
	}
}
