package journey

import (
	"slices"
	"time"

	"wijkloket/backend/api"
)

// CallMe is the answer to [StepTime] of who picks no moment: contact me first.
const CallMe = "callme"

// Moment is the value of a moment in an answer, one and the same for a moment however its time is written.
func Moment(start time.Time) string { return start.UTC().Format(time.RFC3339) }

// Keep returns the answers with a moment that is held for them.
func (a Answers) Keep(h api.Hold) Answers {
	a.Start, a.Slot, a.Hold, a.Later = h.Slot.Start, h.Slot, h.Token, false
	a.Seen = a.seenAnd(StepTime)
	return a
}

// LetGo returns the answers without a moment and without a no to one: the question is open again. Letting the hold itself
// go is the caller's, who can reach the backend.
func (a Answers) LetGo() Answers {
	a.Start, a.Slot, a.Hold, a.Later = time.Time{}, api.Slot{}, api.Personal{}, false
	return a
}

// SlotAsk asks which moments can be had for these answers, in the language of the screens.
func (a Answers) SlotAsk(language string, s Setting) api.SlotAsk {
	ask := api.SlotAsk{
		Place: a.Place, Kiosk: s.Kiosk, Language: language, TalkLanguage: a.TalkLanguage, Interpreter: a.Interpreter,
		Topics: a.Topics, When: a.Contact.When,
	}
	if a.needsCentre(s) {
		ask.Centre = a.Centre
	}
	if a.needsAddress() {
		if team, known := s.City.TeamAt(a.Address); known {
			ask.Team = team
		}
	}
	return ask
}

// where is what the moments depend on: with another place or address they are moments of somebody else.
type where struct {
	place   api.Place
	centre  string
	address api.Address
}

func (a Answers) where() where { return where{a.Place, a.Centre, a.Address} }

// meets: the talk has a day and an hour.
func (a Answers) meets() bool { return a.Place != "" && a.Place != api.PlaceCallMe }

// asksTime: this device can ask which moments there are, or one is chosen already.
func (a Answers) asksTime(s Setting) bool { return a.meets() && (s.Times || !a.Start.IsZero()) }

// remindable: there is an appointment to be reminded of, or there may be one, and a way to do it.
func (a Answers) remindable(s Setting) bool {
	return a.channel() != "" && a.channel() != api.ChannelNone && (s.ContactOnly || a.meets() && !a.Start.IsZero())
}

// onOffer are the moments to choose from, by their start. The chosen one is among them while it is held, for the backend
// offers it to nobody; and where nothing is known about what is on offer.
func (a Answers) onOffer(s Setting) []api.Slot {
	slots := slices.Clone(s.Slots)
	mine := a.Slot
	mine.Start = a.Start
	if _, offered := slotAt(slots, Moment(a.Start)); !a.Start.IsZero() && !offered && (s.Slots == nil || !a.Hold.IsZero()) {
		slots = append(slots, mine)
	}
	slices.SortStableFunc(slots, func(x, y api.Slot) int { return x.Start.Compare(y.Start) })
	return slots
}

func slotAt(slots []api.Slot, moment string) (api.Slot, bool) {
	at := slices.IndexFunc(slots, func(slot api.Slot) bool { return Moment(slot.Start) == moment })
	if at < 0 {
		return api.Slot{}, false
	}
	return slots[at], true
}

// askTime offers the moments there are. "Contact me first" is always there, so that no full week is a dead end.
func askTime(a Answers, s Setting) Question {
	q := Question{Kind: One, Why: "time.why"}
	for _, slot := range a.onOffer(s) {
		value := Moment(slot.Start)
		q.Options = append(q.Options, Option{Value: value, At: &slot, Icon: "calendar", Chosen: !a.Start.IsZero() && value == Moment(a.Start)})
	}
	switch {
	case len(q.Options) == 0:
		q.Why = "time.none"
	case a.needsAddress():
		q.Why = "time.why.home"
	}
	if len(q.Options) > 0 && s.Times {
		q.More = "time.more"
	}
	later := pick(CallMe, "time", "")
	later.Hint, later.Chosen = "time.callme.hint", a.Later
	q.Options = append(q.Options, later)
	return q
}

// takeTime takes a moment that is on offer, or the answer that none was chosen. Where moments cannot be asked for, as in
// the backend's own judgement of a request, any moment will do: whether it is free is for the booking to say.
func takeTime(a *Answers, in Input, s Setting) []Problem {
	value := in.one(string(StepTime))
	switch {
	case value == "":
		return wrong(string(StepTime), "wrong.pick")
	case value == CallMe:
		*a = a.LetGo()
		a.Later = true
		return nil
	}
	start, err := time.Parse(time.RFC3339, value)
	if err != nil || start.IsZero() {
		return wrong(string(StepTime), "wrong.choice")
	}
	slot, offered := slotAt(a.onOffer(s), Moment(start))
	switch {
	case !offered && s.Times:
		return wrong(string(StepTime), "wrong.time.gone")
	case !offered:
		slot.Start = start
	}
	if a.Start.IsZero() || Moment(a.Start) != Moment(start) {
		a.Start, a.Hold = slot.Start, api.Personal{}
	}
	a.Slot, a.Later = slot, false
	return nil
}
