package staff

import (
	"errors"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
)

// The ways back that a notice can offer.
const (
	undoRelease = "release" // from taking or giving: the team has it again
	undoStep    = "step"    // from a change of state
	undoOutcome = "outcome" // from what became of a right
	undoLinked  = "linked"  // from what made one household: it comes apart
	undoUnlike  = "unlike"  // from a no to one household: it is asked again
	undoTask    = "task"    // from a call that was made
)

func (s *Staff) take(v *visit) error {
	id, f, err := s.asked(v, "versie")
	if err != nil {
		return err
	}
	err = s.requests.Take(v.ctx(), v.viewer(), id, f.version())
	return s.done(v, id, err, draft{Form: "nemen"}, notice{Key: "staff.done.taken", Undo: undoRelease})
}

func (s *Staff) release(v *visit) error {
	id, f, err := s.asked(v, "versie")
	if err != nil {
		return err
	}
	err = s.requests.Release(v.ctx(), v.viewer(), id, f.version())
	return s.done(v, id, err, draft{Form: "teruggeven"}, notice{Key: "staff.done.released"})
}

func (s *Staff) assign(v *visit) error {
	id, f, err := s.asked(v, "versie", "wie")
	if err != nil {
		return err
	}
	typed := draft{Form: "toewijzen", Pick: f["wie"]}
	worker, ok := core.ParseID(f["wie"])
	if !ok {
		return s.done(v, id, wrong("wie", "staff.wrong.worker"), typed, notice{})
	}
	name, err := s.colleague(v, worker)
	if err != nil {
		return err
	}
	if name == "" {
		return s.done(v, id, wrong("wie", "staff.wrong.worker"), typed, notice{})
	}
	err = s.requests.Assign(v.ctx(), v.viewer(), id, worker, f.version())
	return s.done(v, id, err, typed, notice{Key: "staff.done.given", Of: name, Undo: undoRelease})
}

// colleague is the name of a worker of the own team, "" for anyone else.
func (s *Staff) colleague(v *visit, id core.ID) (string, error) {
	workers, err := s.accounts.Workers(v.ctx(), v.who.Team)
	return nameOf(id, workers), err
}

func (s *Staff) addNote(v *visit) error {
	id, f, err := s.asked(v, "notitie")
	if err != nil {
		return err
	}
	typed := draft{Form: "notitie", Note: f["notitie"]}
	if err = f.needed("notitie", api.MaxNote); err == nil {
		err = s.requests.AddNote(v.ctx(), v.viewer(), id, f.text("notitie"))
	}
	return s.done(v, id, err, typed, notice{Key: "staff.done.noted"})
}

func (s *Staff) move(v *visit) error {
	id, f, err := s.asked(v, "versie", "naar", "reden")
	if err != nil {
		return err
	}
	to, typed := api.State(f["naar"]), draft{Form: "stap", Reason: f["reden"]}
	if to == api.StateClosed {
		typed.Form = "sluiten"
		err = f.needed("reden", api.MaxReason)
	}
	if err == nil {
		err = s.requests.Move(v.ctx(), v.viewer(), id, to, f.text("reden"), f.version())
	}
	return s.done(v, id, err, typed, notice{Key: "staff.done.moved." + f["naar"], Undo: undoStep})
}

// undo takes back the step just made.
func (s *Staff) undo(v *visit) error {
	id, f, err := s.asked(v, "versie")
	if err != nil {
		return err
	}
	err = s.requests.Undo(v.ctx(), v.viewer(), id, f.version())
	return s.done(v, id, err, draft{Form: "ongedaan"}, notice{Key: "staff.done.undone"})
}

func (s *Staff) handOver(v *visit) error {
	id, f, err := s.asked(v, "versie", "team", "reden")
	if err != nil {
		return err
	}
	typed := draft{Form: "doorgeven", Reason: f["reden"], Pick: f["team"]}
	err = f.needed("reden", api.MaxReason)
	if f["team"] == "" {
		err = wrong("team", "staff.wrong.team")
	}
	if err == nil {
		err = s.requests.HandOver(v.ctx(), v.viewer(), id, f["team"], f.text("reden"), f.version())
	}
	if err != nil {
		return s.done(v, id, err, typed, notice{})
	}
	s.sessions.leave(v.ctx(), notice{Key: "staff.done.handedover", Of: s.teamName(f["team"])})
	return s.goOn(v, queuePath) // the request is in another team's queue now
}

// fieldName is the page's name of a field that a feature judged.
func fieldName(field string) string {
	if own, known := fieldNames[field]; known {
		return own
	}
	return field
}

// fieldNames are the page's names of the fields that the features judge.
var fieldNames = map[string]string{
	"reason": "reden", "note": "notitie", "text": "notitie", "worker": "wie", "team": "team", "right": "recht", "outcome": "uitkomst",
	"street": "straat", "number": "nummer", "postcode": "postcode", "topics": "onderwerpen", "day": "dag", "on": "dag", "from": "van", "to": "tot",
	"kind": "soort", "centre": "centrum", "languages": "talen", "share": "deel",
	"username": "gebruiker", "name": "naam", "first": "voornaam", "role": "rol", "password": "wachtwoord",
}

// asked reads which request is meant and what was typed.
func (s *Staff) asked(v *visit, fields ...string) (core.ID, form, error) {
	id, err := v.object()
	if err != nil {
		return "", nil, err
	}
	f, err := readForm(v.r, fields...)
	return id, f, err
}

// done ends an action. Success leads back to the request with a notice. When it is refused because a colleague was first
// or a field is wrong, the request is shown as it is now, with the reason and with everything that was typed.
func (s *Staff) done(v *visit, id core.ID, err error, typed draft, n notice) error {
	var refusal *core.Error
	switch {
	case err == nil:
		s.sessions.leave(v.ctx(), n)
		return s.goOn(v, oneRequest+string(id)+n.where())
	case !errors.As(err, &refusal), refusal.Code == api.CodeNotFound:
		return err
	case len(refusal.Fields) > 0:
		typed.Field, typed.Wrong = fieldName(refusal.Fields[0].Field), refusal.Fields[0].Reason
	default:
		typed.Refused = refusal.Reason
	}
	return s.showDetail(v, web.StatusOf(refusal.Code), id, typed)
}
