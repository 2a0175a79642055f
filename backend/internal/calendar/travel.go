package calendar

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// travel is how long workers are on the way between the areas of the teams.
type travel struct {
	zones   map[string]int // by team
	minutes [][]int        // by two zones
	unknown int
	longest time.Duration
}

// nowhere is the zone of a place that we do not know.
const nowhere = -1

// mostTravel bounds a way within the city, in minutes.
const mostTravel = 120

type travelFile struct {
	Source  string                     `yaml:"source"`
	Same    *int                       `yaml:"same"`
	Unknown *int                       `yaml:"unknown"`
	Between map[string]map[string]*int `yaml:"between"`
}

// table makes the whole table of what stands in the file once per pair. A pair that is missing or stands there twice is
// refused: half a table would send workers off too late.
func (f travelFile) table(b *bounds) travel {
	same, unknown := b.number("travel: same", f.Same, 0, mostTravel), b.number("travel: unknown", f.Unknown, 0, mostTravel)
	names := map[string]bool{}
	for from, row := range f.Between {
		names[from] = true
		for to := range row {
			names[to] = true
		}
	}
	zones := slices.Sorted(maps.Keys(names))
	t := travel{zones: map[string]int{}, minutes: make([][]int, len(zones)), unknown: unknown, longest: minutes(max(same, unknown))}
	for i, from := range zones {
		t.zones[from], t.minutes[i] = i, make([]int, len(zones))
	}
	for i, from := range zones {
		for j, to := range zones[:i+1] {
			there, back := f.Between[from][to], f.Between[to][from]
			way := there
			switch {
			case i == j && way == nil:
				way = &same
			case i != j && there != nil && back != nil:
				b.fault(fmt.Sprintf("travel: between %s and %s stands there twice", from, to))
			case way == nil:
				way = back
			}
			n := b.number(fmt.Sprintf("travel: between %s and %s", from, to), way, 0, mostTravel)
			t.minutes[i][j], t.minutes[j][i] = n, n
			t.longest = max(t.longest, minutes(n))
		}
	}
	return t
}

// way is how long it takes between two zones, in seconds.
func (t *travel) way(a, b int) int64 {
	if a == nowhere || b == nowhere {
		return int64(t.unknown) * minuteSeconds
	}
	return int64(t.minutes[a][b]) * minuteSeconds
}
