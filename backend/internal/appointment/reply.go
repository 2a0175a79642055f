package appointment

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// Reply takes a resident's answer to a question of ours: a home visit that was proposed, a talk that nobody came to, an earlier
// moment. Giving the same answer again changes nothing.
func (s *Service) Reply(ctx context.Context, in api.Answer, from string) (api.Status, error) {
	row, err := s.deps.Requests.Prove(ctx, in.Code, from)
	if err != nil {
		return api.Status{}, err
	}
	answer, known := answers[in.Reply]
	if !known {
		return api.Status{}, wrong("reply", "wrong.choice")
	}
	var w wish
	status, err := s.deps.Requests.ChangeByResident(ctx, row.ID, func(given request.Tx, row *request.Row) (request.Happened, error) {
		tx := all(given)
		latest, found, err := tx.LatestAppointment(row.ID)
		if err != nil {
			return request.Happened{}, err
		}
		if found && in.Reply == api.ReplyEarlier { // for what to offer instead, when it is gone
			w = s.wishEarlier(*row, latest, latest.Centre, latest.Worker)
		}
		return answer(s, tx, row, latest, in.Start)
	})
	return status, s.orOthers(ctx, w, s.now(), err)
}

var answers = map[api.Reply]func(s *Service, tx Tx, row *request.Row, latest Row, shown time.Time) (request.Happened, error){
	api.ReplyAccept:  (*Service).accept,
	api.ReplyCallMe:  (*Service).callMe,
	api.ReplyNotNow:  (*Service).notNow,
	api.ReplyEarlier: (*Service).earlier,
	api.ReplyKeep:    (*Service).keep,
}

// accept is the yes to a home visit. It is the only way from an offer to a visit that takes place; the database knows no other.
func (s *Service) accept(tx Tx, row *request.Row, latest Row, shown time.Time) (request.Happened, error) {
	if latest.State == api.AppointmentBooked {
		return request.Happened{}, nil
	}
	if latest.State != api.AppointmentOffered || !latest.Start.After(s.now()) || !shown.IsZero() && !shown.Equal(latest.Start) {
		return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.offer.gone")
	}
	latest.State, latest.Accepted = api.AppointmentBooked, s.now()
	latest, err := s.update(tx, latest)
	if err != nil {
		return request.Happened{}, err
	}
	s.meets(row, latest)
	return booking(latest, request.EventAccepted, auditAccepted), s.tell(tx, *row, latest, notify.Booked)
}

// callMe gives up the hour, not the request: the team owes a contact again, from today.
func (s *Service) callMe(tx Tx, row *request.Row, latest Row, _ time.Time) (request.Happened, error) {
	if over(row.State) {
		return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.ended")
	}
	if row.State == api.StateNew && !latest.State.Live() {
		return request.Happened{}, nil
	}
	if row.Channel == api.ChannelNone {
		return request.Happened{}, core.Refuse(api.CodeInvalid, "refuse.call.number")
	}
	if latest.State.Live() {
		if _, err := s.callOff(tx, latest); err != nil {
			return request.Happened{}, err
		}
	}
	if _, err := tx.DropMessages(row.ID, "", notify.AnyOccasion, s.now(), notify.ReceiptPointless); err != nil {
		return request.Happened{}, err
	}
	done := request.Happened{Kind: request.EventAnswered, Action: auditAnswered, From: string(row.State), To: string(api.ReplyCallMe)}
	s.owe(row)
	return done, nil
}

// owe makes a request one that waits to be contacted, with a promise from today.
func (s *Service) owe(row *request.Row) {
	row.State, row.Escalated = api.StateNew, request.LevelNone
	row.Kept, row.Promise = time.Time{}, s.deps.Promise(row.Team, s.now())
}

func over(state api.State) bool { return state == api.StateClosed || state == api.StateCancelled }

// notNow leaves it. It is the same as cancelling, and as easy to begin anew.
func (s *Service) notNow(_ Tx, row *request.Row, _ Row, _ time.Time) (request.Happened, error) {
	return row.Cancel(), nil
}

// earlier takes the earlier moment that came free, if it still is.
func (s *Service) earlier(tx Tx, row *request.Row, latest Row, shown time.Time) (request.Happened, error) {
	offered, found, err := tx.Earlier(latest.ID)
	if err != nil {
		return request.Happened{}, err
	}
	if !found || latest.State != api.AppointmentBooked || !shown.IsZero() && !shown.Equal(offered.Start) {
		return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.offer.gone")
	}
	return s.bookAt(tx, row, s.wishEarlier(*row, latest, offered.Centre, offered.Worker), offered.Start)
}

// keep leaves the earlier moment to somebody else.
func (s *Service) keep(tx Tx, row *request.Row, latest Row, _ time.Time) (request.Happened, error) {
	offered, found, err := tx.Earlier(latest.ID)
	if err != nil || !found {
		return request.Happened{}, err
	}
	if err := tx.DeleteEarlier(latest.ID); err != nil {
		return request.Happened{}, err
	}
	if _, err := tx.DropMessages(row.ID, latest.ID, notify.AnyOccasion, s.now(), notify.ReceiptPointless, notify.Earlier); err != nil {
		return request.Happened{}, err
	}
	freed := Row{ID: latest.ID, Worker: offered.Worker, Team: latest.Team, Kind: latest.Kind, Centre: offered.Centre, Start: offered.Start, End: offered.End}
	done := request.Happened{Kind: request.EventAnswered, Action: auditAnswered, To: string(api.ReplyKeep)}
	return done, s.offerEarlier(tx, freed)
}
