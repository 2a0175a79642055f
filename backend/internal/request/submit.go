package request

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/journey"
)

// Submission is a request on its way in. Key is the sender's Idempotency-Key, and Body the canonical bytes that came with
// it: who sends the same key and body again gets the same answer, however much later.
type Submission struct {
	Key  string // 16 to 80 visible ASCII characters
	Body []byte
	New  api.NewRequest
}

var (
	keyForm      = regexp.MustCompile(`^[!-~]{16,80}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,4})?$`)
	consentForm  = regexp.MustCompile(`^[a-z0-9.-]{1,20}$`)
)

const maxArea = 60 // characters, as api.Address says

// errSameLocator asks for another try: the drawn locator is in use.
var errSameLocator = errors.New("request: the locator is in use")

// Submit stores a request for good and returns its receipt. One change holds all of it: the request, its first event and
// the audit entry (T-56). Sending it again changes nothing and returns the same code and the request as it stands by then; the
// same key with another body is refused with api.CodeKeyReused (E-28).
func (s *Service) Submit(ctx context.Context, in Submission) (api.Receipt, error) {
	if !keyForm.MatchString(in.Key) {
		return api.Receipt{}, core.Refuse(api.CodeKeyMissing, "refuse.key")
	}
	idempotency, body := s.deps.Keys.PRF("idempotency", []byte(in.Key)), s.deps.Keys.PRF("body", in.Body)
	secret := secretOf(s.deps.Keys.PRF("code", []byte(in.Key)))

	if row, found, err := s.submitted(ctx, idempotency); err != nil || found {
		return s.replay(ctx, row, body, secret, err)
	}
	row, accepted, err := s.newRow(in.New, s.deps.Keys.PRF("word", []byte(in.Key)))
	if err != nil {
		return api.Receipt{}, err
	}
	row.Idempotency, row.Body = idempotency, body
	// The slow hash comes before the change: the one writer must not wait for it.
	var hashing error
	err = s.hashSlowly(ctx, func() { row.Code, hashing = seal.SlowHash(s.pepper(secret), codeCost, s.deps.Random) })
	if err := errors.Join(err, hashing); err != nil {
		return api.Receipt{}, err
	}
	stored, isNew, err := s.store(ctx, row, Incoming{New: accepted, Marks: s.marksOf(accepted)})
	if err != nil || !isNew {
		return s.replay(ctx, stored, body, secret, err)
	}
	s.tally(Row{}, stored)
	s.hub.publish(stored.change(EventReceived))
	return s.receipt(ctx, stored, secret)
}

// newRow judges a request and makes its row.
func (s *Service) newRow(n api.NewRequest, word []byte) (Row, api.NewRequest, error) {
	city := s.deps.City()
	problems := formProblems(n)
	accepted, more := journey.Accept(n, journey.Setting{City: city, Right: s.deps.Right})
	problems = append(problems, more...)
	if born := accepted.BirthYear; !born.IsZero() && born.Reveal() > strconv.Itoa(s.deps.Clock.Now().In(core.Brussels).Year()) {
		problems = append(problems, wrong("birth_year", "wrong.year")...) // four digits, as the journey saw to
	}
	if len(problems) > 0 {
		return Row{}, n, invalid(problems)
	}
	placed, ok := placeFor(accepted, city)
	if !ok {
		return Row{}, n, invalid(wrong("centre", "wrong.pick"))
	}
	if accepted.Contact.CodeWord.IsZero() {
		accepted.Contact.CodeWord = s.deps.Words.pick(word)
	}
	now := s.deps.Clock.Now()
	row := Row{
		ID: core.NewID(s.deps.Random), Team: placed.team, Centre: placed.centre, Kiosk: accepted.Kiosk, Place: accepted.Place,
		State: api.StateNew, Language: accepted.Language, Consent: accepted.Consent,
		Created: now, Changed: now, Promise: s.deps.Calendar.Promise(placed.team, now), Version: 1,
	}
	return row, accepted, s.sealRow(&row, accepted, placed.why)
}

// formProblems judges what no screen asks for.
func formProblems(n api.NewRequest) (problems []core.FieldError) {
	if !languageForm.MatchString(n.Language) {
		problems = append(problems, wrong("language", "wrong.choice")...)
	}
	if n.Consent != "" && !consentForm.MatchString(n.Consent) {
		problems = append(problems, wrong("consent", "wrong.consent")...)
	}
	if utf8.RuneCountInString(n.Address.Area) > maxArea {
		problems = append(problems, wrong("area", "wrong.long")...)
	}
	return problems
}

// store writes a row, under another locator as long as the drawn one is in use. It returns what is stored under the
// idempotency key afterwards, and whether that is this row.
func (s *Service) store(ctx context.Context, row Row, in Incoming) (stored Row, isNew bool, err error) {
	for {
		if row.Locator, err = newLocator(s.deps.Random); err != nil {
			return Row{}, false, err
		}
		err = s.deps.Store.Update(ctx, func(tx Tx) error {
			stored, isNew, err = s.insert(tx, row, in)
			return err
		})
		if !errors.Is(err, errSameLocator) {
			return stored, isNew, err
		}
	}
}

func (s *Service) insert(tx Tx, row Row, in Incoming) (Row, bool, error) {
	// Two of the same may be on their way at once: what was stored in between has its hour already.
	if other, found, err := tx.RequestByIdempotency(row.Idempotency); err != nil || found {
		return other, false, err
	}
	settle, err := s.follower.Received(tx, &row, in)
	if err != nil {
		return Row{}, false, err
	}
	inserted, err := tx.InsertRequest(row)
	if err != nil {
		return Row{}, false, err
	}
	if !inserted {
		other, found, err := tx.RequestByIdempotency(row.Idempotency)
		if err == nil && !found {
			err = errSameLocator
		}
		return other, false, err
	}
	event := EventRow{Request: row.ID, Kind: EventReceived, To: row.Team}
	if err := s.record(tx, row.Created, audit.Resident, auditReceived, event); err != nil {
		return Row{}, false, err
	}
	return row, true, settle()
}

func (s *Service) submitted(ctx context.Context, idempotency []byte) (row Row, found bool, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, found, err = tx.RequestByIdempotency(idempotency)
		return err
	})
	return row, found, err
}

// replay answers a request that is stored already.
func (s *Service) replay(ctx context.Context, row Row, body []byte, secret api.Personal, err error) (api.Receipt, error) {
	if err != nil {
		return api.Receipt{}, err
	}
	if !seal.Same(row.Body, body) {
		return api.Receipt{}, core.Refuse(api.CodeKeyReused, "refuse.reused")
	}
	return s.receipt(ctx, row, secret)
}

func (s *Service) receipt(ctx context.Context, row Row, secret api.Personal) (api.Receipt, error) {
	key, err := s.dataKey(row)
	if err != nil {
		return api.Receipt{}, err
	}
	appointment, err := s.appointment(ctx, row)
	if err != nil {
		return api.Receipt{}, err
	}
	o := &opener{key: key, id: row.ID}
	return api.Receipt{
		Code: code{row.Locator, secret}.text(), Locator: row.Locator, CodeWord: o.text("code_word", row.Sealed.CodeWord),
		Team: row.Team, Centre: row.Centre, Promise: row.Promise.Truncate(time.Second), Appointment: appointment,
	}, o.err
}
