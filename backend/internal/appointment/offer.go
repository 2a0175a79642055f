package appointment

import (
	"context"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
)

const (
	few  = 3  // offered in the place of one that is gone
	many = 40 // on a page of other times
)

// wish is what a moment has to fit: the same for who asks for the first time and for who moves.
type wish struct {
	kind   calendar.Kind
	team   string
	centre string // of a talk
	area   string // of a visit
	longer bool
	when   []api.DayPart
	ask    routing.Ask
	only   []core.ID    // the workers, in order, where they are settled; nil lets the routing choose
	apart  *request.Row // a stored request whose household's workers must not be among them
}

// Offers are moments that can be had now: a few good ones, or page by page all of them.
func (s *Service) Offers(ctx context.Context, ask api.SlotAsk) (offer api.SlotOffer, err error) {
	w, err := s.wish(ask)
	if err != nil {
		return api.SlotOffer{}, err
	}
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		offer, err = s.offers(tx, w, ask.Many, ask.From)
		return err
	})
	return offer, err
}

// wish reads an ask. What the directory does not know is refused, because only a program asks so.
func (s *Service) wish(ask api.SlotAsk) (wish, error) {
	kind, ok := kindOf(ask.Place)
	if !ok {
		return wish{}, wrong("place", "wrong.choice")
	}
	city := s.deps.City()
	centre := ask.Centre
	if centre == "" {
		centre = ask.Kiosk
	}
	w := wish{kind: kind, longer: ask.Interpreter, when: ask.When}
	w.ask = routing.Ask{Topics: ask.Topics, Language: spoken(ask.TalkLanguage, ask.Language), Interpreter: ask.Interpreter}
	team, known := city.TeamOf(centre)
	if kind == calendar.Visit { // only where the address is known to lie: nobody is sent on a guess
		_, known = city.CentresOf(ask.Team)
		if team = ask.Team; team == "" {
			return wish{kind: kind, only: []core.ID{}}, nil
		}
	}
	if !known {
		return wish{}, wrong("centre", "wrong.pick")
	}
	w.team, w.ask.Team = team, team
	switch kind {
	case calendar.Talk:
		w.centre = centre
	case calendar.Visit:
		w.area = team
	}
	return w, nil
}

// spoken is the language of a talk.
func spoken(talk, screens string) string {
	if talk != "" {
		return talk
	}
	return screens
}

func (s *Service) offers(tx Tx, w wish, all bool, from time.Time) (api.SlotOffer, error) {
	people, err := s.people(tx, w)
	if err != nil {
		return api.SlotOffer{}, err
	}
	slots, err := s.free(tx, w, people.rank, from)
	if err != nil {
		return api.SlotOffer{}, err
	}
	offer := api.SlotOffer{Slots: []api.Slot{}}
	switch {
	case !all:
		slots = s.deps.Calendar.Offer(slots, s.deps.Calendar.Offered, w.when)
	case len(slots) > many:
		slots, offer.Next = page(slots)
	}
	for _, slot := range slots {
		offer.Slots = append(offer.Slots, people.show(slot))
	}
	return offer, nil
}

// page cuts a long list between two days, so that no day is torn apart.
func page(slots []calendar.Slot) (first []calendar.Slot, next time.Time) {
	cut := many
	for cut > 0 && calendar.DateOf(slots[cut-1].Start) == calendar.DateOf(slots[cut].Start) {
		cut--
	}
	if cut == 0 { // one day fills the page
		cut = many
	}
	return slots[:cut], slots[cut].Start
}

// free are all moments from a time on, up to the horizon.
func (s *Service) free(tx Tx, w wish, workers []core.ID, from time.Time) ([]calendar.Slot, error) {
	now := s.now()
	if from.Before(now) {
		from = now
	}
	until := now.Add(s.deps.Calendar.Horizon)
	if !from.Before(until) || len(workers) == 0 {
		return nil, nil
	}
	plan, err := tx.Plan(workers, from, until, now)
	if err != nil {
		return nil, err
	}
	return s.deps.Calendar.Free(plan, w.times(workers, from, until, now)), nil
}

func (w wish) times(workers []core.ID, from, until, now time.Time) calendar.Ask {
	return calendar.Ask{Kind: w.kind, Centre: w.centre, Area: w.area, Workers: workers, From: from, Until: until, Now: now, Longer: w.longer}
}

// people are who could be there, best first.
type people struct {
	choice routing.Choice
	rank   []core.ID
	known  map[core.ID]routing.Worker
}

func (s *Service) people(tx Tx, w wish) (people, error) {
	workers, err := tx.Candidates(s.now())
	if err != nil {
		return people{}, err
	}
	p := people{known: make(map[core.ID]routing.Worker, len(workers))}
	for _, worker := range workers {
		p.known[worker.ID] = worker
	}
	if w.only != nil {
		p.rank = w.only
		return p, nil
	}
	if w.apart != nil {
		if w.ask.Not, err = s.deps.Households.Knows(tx, *w.apart); err != nil {
			return people{}, err
		}
	}
	p.choice = s.deps.Routing.Choose(w.ask, workers)
	p.rank = p.choice.Rank
	return p, nil
}

// show is a moment as residents see it.
func (p people) show(slot calendar.Slot) api.Slot {
	worker := p.known[slot.Worker]
	return api.Slot{
		Start: slot.Start, End: slot.End, Place: placeOf(slot.Kind), Centre: slot.Centre, Worker: worker.First, Languages: worker.Languages,
	}
}

// fitting are the workers who are free at a moment, in order, each with the slot.
func (s *Service) fitting(tx Tx, w wish, workers []core.ID, start time.Time) (free []calendar.Slot, err error) {
	now := s.now()
	if !plausible(start, now) {
		return nil, core.Refuse(api.CodeConflict, "refuse.slot.past")
	}
	day := 24 * time.Hour // travel and grouping look at the whole day around it
	from, until := start.Add(-day), start.Add(day)
	plan, err := tx.Plan(workers, from, until, now)
	if err != nil {
		return nil, err
	}
	var refusal error
	for _, worker := range workers {
		slot, err := s.deps.Calendar.Fits(plan, w.times([]core.ID{worker}, from, until, now), worker, start)
		switch {
		case err == nil:
			free = append(free, slot)
		case core.CodeOf(err) == api.CodeInternal:
			return nil, err
		default:
			refusal = err
		}
	}
	if len(free) == 0 {
		return nil, refusal
	}
	return free, nil
}

// plausible reports that a moment can be meant at all: a whole minute, not long gone and not in another decade.
func plausible(start, now time.Time) bool {
	return start.Equal(start.Truncate(time.Minute)) && start.After(now.Add(-24*time.Hour)) && start.Before(now.AddDate(2, 0, 0))
}

// taken is the refusal of a moment that cannot be had, with the next ones that can.
func (s *Service) taken(tx Tx, w wish, start time.Time) error {
	refusal := core.Refuse(api.CodeSlotTaken, "refuse.slot.taken")
	people, err := s.people(tx, w)
	if err != nil {
		return err
	}
	slots, err := s.free(tx, w, people.rank, time.Time{})
	if err != nil {
		return err
	}
	for _, slot := range nearest(slots, start, few) {
		refusal.Slots = append(refusal.Slots, people.show(slot))
	}
	return refusal
}

// nearest are the next slots from a moment on and, where there are too few, the last before it.
func nearest(slots []calendar.Slot, start time.Time, n int) []calendar.Slot {
	at, _ := slices.BinarySearchFunc(slots, start, func(s calendar.Slot, t time.Time) int { return s.Start.Compare(t) })
	for at < len(slots) && slots[at].Start.Equal(start) {
		at++
	}
	first := max(0, min(at, len(slots)-n))
	return slots[first:min(len(slots), first+n)]
}

func wrong(field, key string) error {
	refusal := core.Refuse(api.CodeInvalid, "refuse.invalid")
	refusal.Fields = []core.FieldError{{Field: field, Reason: core.Message{Key: key}}}
	return refusal
}

// mayPlan reports whether a viewer plans for others of the team too.
func mayPlan(v account.Viewer) bool { return v.Role == account.Reception || v.Role == account.Lead }
