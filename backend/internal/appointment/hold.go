package appointment

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Hold keeps a moment while somebody fills in: for some minutes, without a name, for whoever has its token. It lets go of the
// hold before, so that one visit holds one moment. When the moment is gone, the refusal offers the next three.
func (s *Service) Hold(ctx context.Context, in api.HoldAsk) (hold api.Hold, err error) {
	w, err := s.wish(in.Ask)
	if err != nil {
		return api.Hold{}, err
	}
	token := api.NewPersonal(string(core.NewID(s.deps.Random)) + string(core.NewID(s.deps.Random)))
	err = s.deps.Store.Update(ctx, func(tx Tx) error {
		if err := s.release(tx, in.Instead); err != nil {
			return err
		}
		hold, err = s.hold(tx, w, in.Start, token)
		return err
	})
	return hold, s.orOthers(ctx, w, in.Start, err)
}

func (s *Service) hold(tx Tx, w wish, start time.Time, token api.Personal) (api.Hold, error) {
	people, err := s.people(tx, w)
	if err != nil {
		return api.Hold{}, err
	}
	free, err := s.fitting(tx, w, people.rank, start)
	if err != nil {
		return api.Hold{}, err
	}
	if len(free) == 0 {
		return api.Hold{}, errTaken
	}
	now, slot := s.now(), free[0]
	row := HoldRow{
		ID: core.NewID(s.deps.Random), Token: s.token(token), Worker: slot.Worker, Kind: slot.Kind, Centre: slot.Centre, Area: w.area,
		Start: slot.Start, End: slot.End, Expires: now.Add(s.deps.Calendar.Hold),
	}
	if err := tx.InsertHold(row); err != nil {
		return api.Hold{}, err
	}
	if err := s.occupy(tx, slot.Worker, slot.Start, slot.End, row.ID, row.Expires); err != nil {
		return api.Hold{}, err
	}
	return api.Hold{Token: token, Slot: people.show(slot), Expires: row.Expires}, nil
}

// errTaken: the insert was the check, and somebody was first.
var errTaken error = core.Refuse(api.CodeSlotTaken, "refuse.slot.taken")

// occupy takes the time of a worker. The database decides: what is taken already is refused there.
func (s *Service) occupy(tx Tx, worker core.ID, start, end time.Time, owner core.ID, until time.Time) error {
	first, last := s.deps.Calendar.Cells(start, end)
	ok, err := tx.Occupy(worker, first, last, owner, until, s.now())
	if err == nil && !ok {
		err = errTaken
	}
	return err
}

// orOthers turns a refusal about a moment into one that offers others. It asks after the change was given up: what was tried
// in it is no longer there.
func (s *Service) orOthers(ctx context.Context, w wish, start time.Time, err error) error {
	if code := core.CodeOf(err); code != api.CodeSlotTaken && code != api.CodeConflict || w.kind == "" {
		return err
	}
	var offered error
	failed := s.deps.Store.View(ctx, func(tx Tx) error {
		offered = s.taken(tx, w, start)
		return nil
	})
	if failed != nil {
		return failed
	}
	return offered
}

// Release lets go of a hold. A token that is unknown or expired changes nothing: who leaves needs no answer.
func (s *Service) Release(ctx context.Context, token api.Personal) error {
	if token.IsZero() {
		return nil
	}
	return s.deps.Store.Update(ctx, func(tx Tx) error { return s.release(tx, token) })
}

func (s *Service) release(tx Tx, token api.Personal) error {
	row, found, err := s.holdOf(tx, token)
	if err != nil || !found {
		return err
	}
	return s.endHold(tx, row)
}

func (s *Service) endHold(tx Tx, row HoldRow) error {
	if err := tx.Vacate(row.ID, time.Time{}); err != nil {
		return err
	}
	return tx.DeleteHold(row.ID)
}

func (s *Service) holdOf(tx Tx, token api.Personal) (HoldRow, bool, error) {
	if token.IsZero() {
		return HoldRow{}, false, nil
	}
	return tx.HoldByToken(s.token(token))
}

// token is what is stored of a secret: who has the database has no hold.
func (s *Service) token(secret api.Personal) []byte {
	return s.deps.Keys.PRF("hold", []byte(secret.Reveal()))
}

// Sweep drops the holds that expired, whose time is free already. It returns how many.
func (s *Service) Sweep(ctx context.Context) (dropped int, err error) {
	err = s.deps.Store.Update(ctx, func(tx Tx) error {
		dropped, err = tx.DropHolds(s.now())
		return err
	})
	return dropped, err
}
