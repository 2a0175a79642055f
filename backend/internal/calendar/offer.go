package calendar

import (
	"math"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// worth says how many days later a moment may be and still come first, because of what it has.
type worth struct{ preferred, otherDay, otherPart, near int }

// choice is a slot with what an offer looks at.
type choice struct {
	day  int
	part api.DayPart
	near bool
}

// Offer picks n good moments out of what [Rules.Free] gave; n below one is as many as the rules say. Each is the soonest,
// where calendar.yaml says what other parts of the day, other days and the resident's own preference are worth in days of
// waiting; a visit on a day on which the worker is in that neighbourhood anyway counts as sooner. The same slots always
// give the same offer. It is sorted by start.
func (r *Rules) Offer(slots []Slot, n int, prefer []api.DayPart) []Slot {
	if n < 1 {
		n = r.Offered
	}
	if n >= len(slots) {
		return slices.Clone(slots)
	}
	picked, choices := make([]int, 0, n), make([]choice, 0, n)
	for range n {
		i, c := r.best(slots, picked, choices, prefer)
		picked, choices = append(picked, i), append(choices, c)
	}
	slices.Sort(picked)
	out := make([]Slot, n)
	for i, at := range picked {
		out[i] = slots[at]
	}
	return out
}

// best finds the slot that is worth most beside those already picked. It stops where even a slot that has everything
// would come too late.
func (r *Rules) best(slots []Slot, picked []int, choices []choice, prefer []api.DayPart) (int, choice) {
	best, least, its := -1, math.MaxInt, choice{}
	soonest := dayOf(slots[0].Start)
	for i, slot := range slots {
		if best >= 0 && dayOf(slot.Start)-soonest-r.worth.near >= least {
			break
		}
		if slices.Contains(picked, i) {
			continue
		}
		c := choiceOf(slot)
		if cost := r.cost(c, choices, prefer) - soonest; cost < least {
			best, least, its = i, cost, c
		}
	}
	return best, its
}

// cost is how late a slot is, in days, after all that it lacks.
func (r *Rules) cost(c choice, beside []choice, prefer []api.DayPart) int {
	cost := c.day
	if len(prefer) > 0 && !slices.Contains(prefer, c.part) {
		cost += r.worth.preferred
	}
	if slices.ContainsFunc(beside, func(o choice) bool { return o.day == c.day }) {
		cost += r.worth.otherDay
	}
	if slices.ContainsFunc(beside, func(o choice) bool { return o.part == c.part }) {
		cost += r.worth.otherPart
	}
	if c.near {
		cost -= r.worth.near
	}
	return cost
}

func choiceOf(s Slot) choice {
	return choice{day: dayOf(s.Start), part: Part(s.Start), near: s.Near}
}

// Part is the part of the day in which a moment lies in Kortrijk.
func Part(at time.Time) api.DayPart {
	switch hour := at.In(core.Brussels).Hour(); {
	case hour < 12:
		return api.Morning
	case hour < 14:
		return api.Noon
	case hour < 17:
		return api.Afternoon
	default:
		return api.Evening
	}
}
