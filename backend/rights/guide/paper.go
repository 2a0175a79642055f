package guide

// Fact is something to know about a right; with "check.right." before it, it is the key of its heading.
type Fact string

// The facts, in their order on paper.
const (
	Brings   Fact = "brings"   // what one gets
	How      Fact = "how"      // how one gets it
	Where    Fact = "where"    // where to ask
	Deadline Fact = "deadline" // until when, if there is an end
	Bring    Fact = "bring"    // what to bring along, a list
)

// OnPaper are the facts that a printed list tells of each standing beside the name: of what likely fits all that one needs to
// go there, of what is worth asking what one would ask for and whom. What one has already stands there by its name.
var OnPaper = map[Standing][]Fact{
	Likely: {Brings, How, Where, Deadline, Bring},
	Ask:    {Brings, How},
}
