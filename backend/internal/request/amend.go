package request

import (
	"context"
	"encoding/json"
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// Amendment is what turned out to be otherwise than the resident could say at the kiosk.
type Amendment struct {
	Address api.Address // zero: as it was
	Topics  []string    // nil: as they were
	Reason  api.Personal
}

// Amend corrects address or topics of a request, with the reason. An address of another team gives it to that team, and who
// follows requests looks whether another worker should have it now. A promise that is open stays: the resident was told it.
func (s *Service) Amend(ctx context.Context, v account.Viewer, id core.ID, a Amendment, version int) error {
	reason, err := reasoned(a.Reason, true)
	if err != nil {
		return err
	}
	if err := a.accept(); err != nil {
		return err
	}
	return s.apply(ctx, v, id, version, staffStep{act: move, action: auditAmended, kind: EventAmended, do: func(_ Tx, row *Row, event *EventRow) error {
		event.From = row.Team
		if err := s.amend(row, a); err != nil {
			return err
		}
		event.To = row.Team
		return s.sealReason(*row, event, reason)
	}})
}

func (a *Amendment) accept() error {
	if !a.Address.IsZero() {
		address, problems := journey.AcceptAddress(a.Address)
		if len(problems) > 0 {
			return invalid(problems)
		}
		a.Address = address
	}
	if a.Topics == nil {
		return nil
	}
	topics, problems := journey.AcceptTopics(a.Topics)
	if len(problems) > 0 {
		return invalid(problems)
	}
	a.Topics = slices.Concat([]string{}, topics)
	return nil
}

// keep leaves what was said already as it is. A form shows it all and sends it all back; the neighbourhood, which it does not
// show, stays with an address that did not change.
func (a *Amendment) keep(was Request) {
	now, old := a.Address, was.Address
	if now.Street.Reveal() == old.Street.Reveal() && now.Number.Reveal() == old.Number.Reveal() && now.Postcode.Reveal() == old.Postcode.Reveal() {
		a.Address = api.Address{}
	}
	if slices.Equal(slices.Sorted(slices.Values(a.Topics)), slices.Sorted(slices.Values(was.Topics))) {
		a.Topics = nil
	}
}

func (s *Service) amend(row *Row, a Amendment) error {
	key, err := s.dataKey(*row)
	if err != nil {
		return err
	}
	opened, err := s.openRow(*row)
	if err != nil {
		return err
	}
	a.keep(opened)
	if a.Address.IsZero() && a.Topics == nil {
		return invalid(wrong("street", "refuse.same"))
	}
	if a.Topics != nil {
		details, err := json.Marshal(about{a.Topics, opened.Rights, opened.TalkLanguage, opened.Interpreter, opened.Companion})
		if err != nil {
			return err
		}
		row.Sealed.About = key.Seal(column(row.ID, "about"), padded(details))
	}
	if a.Address.IsZero() {
		return nil
	}
	address, err := api.Marshal(a.Address)
	if err != nil {
		return err
	}
	row.Sealed.Address = key.Seal(column(row.ID, "address"), api.NewPersonal(string(address)))
	city := s.deps.City()
	team, why, ok := city.Serves(a.Address)
	if !ok || team == row.Team {
		return nil
	}
	reason, err := json.Marshal(why)
	if err != nil {
		return err
	}
	row.Sealed.Why = key.Seal(column(row.ID, "why"), api.NewPersonal(string(reason)))
	row.Team, row.Centre, row.Worker, row.Escalated = team, nearest(city, team, row.Centre), "", LevelNone
	return nil
}
