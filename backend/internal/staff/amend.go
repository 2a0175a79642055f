package staff

import (
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/journey"
)

// amendView is the form that corrects address and topics: as they are, or as they were typed just now.
type amendView struct {
	May                      bool
	Street, Number, Postcode string
	Topics                   []topicView
}

// topicView is a topic to tick.
type topicView struct {
	ID     string
	Ticked bool
}

// topicField is the name of a topic's tick.
func topicField(id string) string { return "onderwerp-" + id }

// Field is the name of the tick in the form.
func (t topicView) Field() string { return topicField(t.ID) }

func amendOf(d request.Detail, typed form) amendView {
	a := amendView{
		May: d.State.Open() && len(d.Moves) > 0, Street: d.Address.Street.Reveal(), Number: d.Address.Number.Reveal(), Postcode: d.Address.Postcode.Reveal(),
	}
	if typed != nil {
		a.Street, a.Number, a.Postcode = typed["straat"], typed["nummer"], typed["postcode"]
	}
	for _, id := range journey.Topics {
		ticked := slices.Contains(d.Topics, id)
		if typed != nil {
			ticked = typed[topicField(id)] != ""
		}
		a.Topics = append(a.Topics, topicView{id, ticked})
	}
	return a
}

// amend corrects what turned out to be otherwise.
func (s *Staff) amend(v *visit) error {
	fields := []string{"versie", "straat", "nummer", "postcode", "reden"}
	for _, id := range journey.Topics {
		fields = append(fields, topicField(id))
	}
	id, f, err := s.asked(v, fields...)
	if err != nil {
		return err
	}
	typed := draft{Form: "verbeteren", Reason: f["reden"], Typed: f}
	if err = f.needed("reden", api.MaxReason); err == nil {
		err = s.requests.Amend(v.ctx(), v.viewer(), id, amendmentOf(f), f.version())
	}
	if err == nil {
		if _, _, err := s.appointments.Of(v.ctx(), v.viewer(), id); err != nil { // it is with another team or a colleague now
			s.sessions.leave(v.ctx(), notice{Key: "staff.done.amended.away"})
			return s.goOn(v, queuePath)
		}
	}
	return s.done(v, id, err, typed, notice{Key: "staff.done.amended"})
}

// amendmentOf is the form as a correction; what did not change is told by the request itself.
func amendmentOf(f form) request.Amendment {
	a := request.Amendment{
		Address: api.Address{Street: f.text("straat"), Number: f.text("nummer"), Postcode: f.text("postcode")}, Topics: []string{}, Reason: f.text("reden"),
	}
	for _, id := range journey.Topics {
		if f[topicField(id)] != "" {
			a.Topics = append(a.Topics, id)
		}
	}
	return a
}
