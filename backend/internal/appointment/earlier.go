package appointment

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

const (
	waitsLong = 7 * 24 * time.Hour // who waits less is not asked
	gains     = 24 * time.Hour     // how much earlier is worth a message,
	readable  = 24 * time.Hour     // and how long before the hour it must be there
	asked     = 50                 // of how many who wait one is looked for
)

// offerEarlier offers a moment that came free, once it has cooled down, to the one who waits longest for the same worker in the
// same place. It is not kept for them: who is first has it. A home visit is not offered around: nobody should see how a
// stranger's visit fell away.
func (s *Service) offerEarlier(tx Tx, freed Row) error {
	now := s.now()
	ready := now.Add(s.deps.Calendar.CoolDown)
	until := freed.Start.Add(-readable)
	if freed.Kind == calendar.Visit || !ready.Before(until) {
		return nil
	}
	after := now.Add(waitsLong)
	if late := freed.Start.Add(gains); late.After(after) {
		after = late
	}
	waiting, err := tx.Waiting(freed.Kind, freed.Team, freed.Centre, after, asked)
	if err != nil {
		return err
	}
	for _, a := range waiting {
		tooShort := freed.End.Sub(freed.Start) < a.End.Sub(a.Start) // they come with an interpreter or a companion
		if a.ID == freed.ID || a.Request == freed.Request || a.Worker != freed.Worker || tooShort {
			continue
		}
		done, err := s.offerTo(tx, a, freed, ready, until)
		if err != nil || done {
			return err
		}
	}
	return nil
}

// offerTo offers it to one who waits, unless they have an offer already or cannot hear of it.
func (s *Service) offerTo(tx Tx, a, freed Row, ready, until time.Time) (bool, error) {
	if _, found, err := tx.Earlier(a.ID); err != nil || found {
		return false, err
	}
	row, found, err := tx.Request(a.Request)
	if err != nil || !found || row.Channel == api.ChannelNone {
		return false, err
	}
	err = tx.PutEarlier(EarlierRow{Appointment: a.ID, Worker: freed.Worker, Centre: freed.Centre, Start: freed.Start, End: freed.End, Created: ready})
	if err != nil {
		return false, err
	}
	change := notify.FreeEarlier(ready, occasion(row, a), freed.Start, until)
	return true, change.Apply(tx, s.now(), s.deps.Random)
}

// wishEarlier is what an earlier moment for an appointment has to fit: as long as the appointment itself, with who meets them.
func (s *Service) wishEarlier(row request.Row, a Row, centre string, worker core.ID) wish {
	w := s.wishFor(row, a.Kind, centre, request.Request{})
	w.only = []core.ID{worker}
	w.longer = a.End.Sub(a.Start) > s.deps.Calendar.Length[a.Kind]
	return w
}
