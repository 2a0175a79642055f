package fold

// longest is how many bytes of a name the distance looks at; it keeps its rows on the stack.
const longest = 96

// PrefixDistance is the smallest number of typing errors (a letter wrong, missing, too many, or two swapped) between
// typed and any beginning of name: what a person who is still typing has got wrong so far. It stops counting above limit
// and returns limit+1. Both are folded; letters of several bytes count once a byte, which only makes them stricter.
func PrefixDistance(typed, name string, limit int) int {
	return distance(typed, name, limit, true)
}

// Distance is PrefixDistance against the whole name.
func Distance(typed, name string, limit int) int {
	return distance(typed, name, limit, false)
}

// distance is the optimal string alignment distance in a band of limit around the diagonal.
func distance(typed, name string, limit int, prefix bool) int {
	if len(typed) > longest {
		return limit + 1
	}
	if prefix && len(name) > len(typed)+limit {
		name = name[:len(typed)+limit]
	}
	if len(name) > longest || len(name) < len(typed)-limit || len(name) > len(typed)+limit {
		return limit + 1
	}
	var rows [3][longest + 1]int
	older, old, row := &rows[0], &rows[1], &rows[2]
	for j := range len(name) + 1 {
		old[j] = j
	}
	for i := 1; i <= len(typed); i++ {
		lowest := step(typed, name, i, limit, older, old, row)
		if lowest > limit {
			return limit + 1
		}
		older, old, row = old, row, older
	}
	best := old[len(name)]
	if prefix {
		for j := max(0, len(typed)-limit); j < len(name); j++ {
			best = min(best, old[j])
		}
	}
	return min(best, limit+1)
}

// step fills one row of the table and returns its lowest value.
func step(typed, name string, i, limit int, older, old, row *[longest + 1]int) int {
	from, to := max(1, i-limit), min(len(name), i+limit)
	row[from-1] = limit + 1
	if from == 1 {
		row[0] = i
	}
	lowest := row[from-1]
	for j := from; j <= to; j++ {
		cost := 1
		if typed[i-1] == name[j-1] {
			cost = 0
		}
		best := min(old[j-1]+cost, row[j-1]+1)
		if j < i+limit { // above the band there is no old value
			best = min(best, old[j]+1)
		}
		if i > 1 && j > 1 && typed[i-1] == name[j-2] && typed[i-2] == name[j-1] {
			best = min(best, older[j-2]+1)
		}
		row[j] = best
		lowest = min(lowest, best)
	}
	if to < len(name) {
		row[to+1] = limit + 1
	}
	return lowest
}
