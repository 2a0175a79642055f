package request

import (
	"context"
	"slices"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// longestList bounds what one question can bring up.
const longestList = 1000

// Queue lists the requests of the viewer's team: what is open by its promise, and after it what is over, the latest first.
// Who may see no queue gets an empty one.
func (s *Service) Queue(ctx context.Context, v account.Viewer, f Filter) ([]Summary, error) {
	if allow(v, see, Row{Team: v.Team}) != nil {
		return nil, nil
	}
	selection := Selection{Centre: f.Centre, OpenOnly: f.Open, Since: f.Since}
	if f.Mine {
		selection.Worker = v.ID
	}
	var rows []Row
	err := s.deps.Store.View(ctx, func(tx Tx) (err error) {
		rows, err = tx.Requests(v.Team, selection, longestList)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows = visible(v, rows)
	slices.SortStableFunc(rows, byUrgency)
	return s.summaries(v, rows)
}

// visible leaves out what the viewer may not know of.
func visible(v account.Viewer, rows []Row) []Row {
	return slices.DeleteFunc(rows, func(row Row) bool { return allow(v, see, row) != nil })
}

// byUrgency puts what is open before what is over, the earliest promise first.
func byUrgency(a, b Row) int {
	switch {
	case a.State.Open() != b.State.Open():
		if a.State.Open() {
			return -1
		}
		return 1
	case a.State.Open():
		if order := a.Promise.Compare(b.Promise); order != 0 {
			return order
		}
		return a.Created.Compare(b.Created)
	default:
		return b.Changed.Compare(a.Changed)
	}
}

func (s *Service) summaries(v account.Viewer, rows []Row) ([]Summary, error) {
	out := make([]Summary, 0, len(rows))
	for _, row := range rows {
		summary, err := s.summary(row)
		if err != nil {
			return nil, err
		}
		summary.Opens = allow(v, read, row) == nil
		out = append(out, summary)
	}
	return out, nil
}

// Find looks in the viewer's team for a request by its locator or code, by telephone number, by e-mail address, or, among
// those that are open, by code word. Each hit leaves an audit entry, because finding somebody is consulting them.
func (s *Service) Find(ctx context.Context, v account.Viewer, term api.Personal) ([]Summary, error) {
	text := strings.TrimSpace(term.Reveal())
	if allow(v, see, Row{Team: v.Team}) != nil || text == "" || term.Len() > api.MaxEmail {
		return nil, nil
	}
	var rows []Row
	err := s.deps.Store.View(ctx, func(tx Tx) (err error) {
		rows, err = s.candidates(tx, v.Team, text)
		rows = visible(v, rows)
		return err
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	err = s.deps.Store.Update(ctx, func(tx Tx) error {
		for _, row := range rows {
			if err := s.chain.Append(tx, s.deps.Clock.Now(), v.ID, auditFound, row.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, byUrgency)
	return s.summaries(v, rows)
}

func (s *Service) candidates(tx Tx, team, text string) ([]Row, error) {
	if locator, ok := locatorOf(text); ok {
		row, found, err := tx.RequestByLocator(locator)
		if err != nil || found && row.Team == team {
			return []Row{row}, err
		}
	}
	if number, ok := journey.PhoneKey(text); ok {
		rows, err := tx.RequestsByPhone(team, s.deps.Keys.Index("phone", number))
		return s.matching(rows, err, func(r Request) bool {
			own, _ := journey.PhoneKey(r.Contact.Phone.Reveal())
			return own == number
		})
	}
	if strings.Contains(text, "@") {
		address := foldEmail(api.NewPersonal(text))
		rows, err := tx.RequestsByEmail(team, s.deps.Keys.Index("email", address))
		return s.matching(rows, err, func(r Request) bool { return foldEmail(r.Contact.Email) == address })
	}
	word := foldWord(text)
	if len([]rune(word)) < 3 {
		return nil, nil
	}
	rows, err := tx.Requests(team, Selection{OpenOnly: true}, longestList)
	return s.matching(rows, err, func(r Request) bool {
		return strings.Contains(foldWord(r.Contact.CodeWord.Reveal()), word)
	})
}

// matching keeps the rows that really fit: a blind index is cut short, so it brings up strangers now and then.
func (s *Service) matching(rows []Row, err error, fits func(Request) bool) ([]Row, error) {
	if err != nil {
		return nil, err
	}
	var kept []Row
	for _, row := range rows {
		opened, err := s.openRow(row)
		if err != nil {
			return nil, err
		}
		if fits(opened) {
			kept = append(kept, row)
		}
	}
	return kept, nil
}

// openedAgain is how long one opening of a viewer stands for those that follow in the history of the request. The audit has
// them all.
const openedAgain = time.Hour

// Open returns a request with its history. Opening is noted: in the audit each time (T-56), in the history at most once an
// hour for one viewer.
func (s *Service) Open(ctx context.Context, v account.Viewer, id core.ID) (Detail, error) {
	var detail Detail
	var opened Change
	err := s.deps.Store.Update(ctx, func(tx Tx) error {
		row, err := s.allowed(tx, v, read, id)
		if err != nil {
			return err
		}
		now := s.deps.Clock.Now()
		last, err := tx.LastOpened(id, v.ID)
		if err != nil {
			return err
		}
		if now.Sub(last) >= openedAgain {
			opened = row.change(EventOpened)
			err = s.record(tx, now, v.ID, auditRead, EventRow{Request: id, Kind: EventOpened})
		} else {
			err = s.chain.Append(tx, now, v.ID, auditRead, id)
		}
		if err != nil {
			return err
		}
		detail, err = s.detail(tx, v, row)
		return err
	})
	if err == nil && opened.Kind != "" {
		s.hub.publish(opened)
	}
	return detail, err
}

// allowed is a request that the viewer may do this with.
func (s *Service) allowed(tx Tx, v account.Viewer, a act, id core.ID) (Row, error) {
	row, found, err := tx.Request(id)
	if err != nil {
		return Row{}, err
	}
	if !found {
		return Row{}, notFound()
	}
	return row, allow(v, a, row)
}

func (s *Service) detail(tx Tx, v account.Viewer, row Row) (Detail, error) {
	opened, err := s.openRow(row)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Request: opened, WorkerName: row.WorkerName, Standing: row.standing(s.deps.Clock.Now(), s.deps.Calendar)}
	if allow(v, move, row) == nil {
		d.Moves = slices.Clone(moves[row.State])
	}
	key, err := s.dataKey(row)
	if err != nil {
		return Detail{}, err
	}
	notes, err := tx.Notes(row.ID)
	if err != nil {
		return Detail{}, err
	}
	for _, n := range notes {
		text, err := key.Open(notePlace(n.ID), n.Note)
		if err != nil {
			return Detail{}, err
		}
		d.Notes = append(d.Notes, Note{At: n.At, Who: n.Who, Text: text})
	}
	if err := s.describeTakeUp(tx, row, &d); err != nil {
		return Detail{}, err
	}
	events, err := tx.Events(row.ID)
	if err != nil {
		return Detail{}, err
	}
	for _, e := range events {
		reason, err := key.Open(reasonPlace(e.ID), e.Reason)
		if err != nil {
			return Detail{}, err
		}
		why, err := openWhy(key, e)
		if err != nil {
			return Detail{}, err
		}
		d.Events = append(d.Events, Event{At: e.At, Who: e.Who, Kind: e.Kind, From: e.From, To: e.To, Reason: reason, Why: why})
	}
	return d, s.nameWorkers(tx, d.Events)
}

// nameWorkers puts the names of colleagues where events of giving and taking hold their accounts.
func (s *Service) nameWorkers(tx Tx, events []Event) error {
	names := map[string]string{"": ""}
	name := func(id string) (string, error) {
		known, ok := names[id]
		if ok {
			return known, nil
		}
		found, _, err := tx.Account(core.ID(id))
		names[id] = found.Name
		return found.Name, err
	}
	for i, e := range events {
		if e.Kind != EventAssigned && e.Kind != EventTaken {
			continue
		}
		from, err := name(e.From)
		if err != nil {
			return err
		}
		to, err := name(e.To)
		if err != nil {
			return err
		}
		events[i].From, events[i].To = from, to
	}
	return nil
}
