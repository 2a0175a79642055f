package request

import (
	"encoding/json"
	"errors"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/journey"
)

// column is where a sealed value of a request belongs.
func column(id core.ID, name string) seal.Place {
	return seal.Place{Table: "requests", Column: name, Row: id}
}

// about is what a talk is about and in which language; sealed as one value.
type about struct {
	Topics       []string      `json:"topics,omitempty"`
	Rights       []string      `json:"rights,omitempty"`
	TalkLanguage string        `json:"talk_language,omitempty"`
	Interpreter  bool          `json:"interpreter,omitempty"`
	Companion    api.Companion `json:"companion,omitempty"`
}

// sealRow puts the personal part of a new request into its row, under a key of its own.
func (s *Service) sealRow(row *Row, n api.NewRequest, why core.Message) error {
	key, wrapped, err := s.deps.Keys.NewDataKey(column(row.ID, "data_key"), s.deps.Random)
	if err != nil {
		return err
	}
	address, errAddress := api.Marshal(n.Address)
	details, errDetails := json.Marshal(about{n.Topics, n.Rights, n.TalkLanguage, n.Interpreter, n.Companion})
	reason, errReason := json.Marshal(why)
	if err := errors.Join(errAddress, errDetails, errReason); err != nil {
		return err
	}
	if n.Address.IsZero() {
		address = nil
	}
	row.Sealed = Sealed{
		DataKey: wrapped,
		Name:    key.Seal(column(row.ID, "name"), n.Name),
		Address: key.Seal(column(row.ID, "address"), api.NewPersonal(string(address))),
		Message: key.Seal(column(row.ID, "message"), n.Message),
		Born:    key.Seal(column(row.ID, "birth_year"), n.BirthYear),
		Why:     key.Seal(column(row.ID, "why"), api.NewPersonal(string(reason))),
		About:   key.Seal(column(row.ID, "about"), padded(details)),
	}
	row.Apart = n.Apart
	s.sealContact(row, key, n.Contact)
	if !row.Apart {
		row.PersonIndex = s.marksOf(n).Person
	}
	return nil
}

// Marks are the blind indexes by which a household is recognised. Those of somebody who comes apart are never stored.
type Marks struct{ Phone, Email, Person []byte }

// Traits are what the marks are made of, each in the one form in which it is compared.
type Traits struct{ Phone, Email, Person api.Personal }

// TraitsOf are those of a new request.
func TraitsOf(n api.NewRequest) (t Traits) {
	if number, ok := journey.PhoneKey(n.Contact.Phone.Reveal()); ok {
		t.Phone = api.NewPersonal(number)
	}
	if !n.Contact.Email.IsZero() {
		t.Email = api.NewPersonal(foldEmail(n.Contact.Email))
	}
	if !n.Name.IsZero() && !n.BirthYear.IsZero() {
		t.Person = api.NewPersonal(foldWord(n.Name.Reveal()) + " " + n.BirthYear.Reveal())
	}
	return t
}

func (s *Service) marksOf(n api.NewRequest) (m Marks) {
	t := TraitsOf(n)
	for _, one := range []struct {
		kind  string
		trait api.Personal
		into  *[]byte
	}{{"phone", t.Phone, &m.Phone}, {"email", t.Email, &m.Email}, {"person", t.Person, &m.Person}} {
		if !one.trait.IsZero() {
			*one.into = s.deps.Keys.Index(one.kind, one.trait.Reveal())
		}
	}
	return m
}

// sealContact puts a contact plan into the row.
func (s *Service) sealContact(row *Row, key *seal.DataKey, plan api.ContactPlan) {
	row.Channel, row.Parts, row.Voicemail, row.Introduce, row.NeverWrite = plan.Channel, plan.When, plan.Voicemail, plan.Introduce, plan.NeverWrite
	row.Sealed.Phone = key.Seal(column(row.ID, "phone"), plan.Phone)
	row.Sealed.Email = key.Seal(column(row.ID, "email"), plan.Email)
	row.Sealed.CodeWord = key.Seal(column(row.ID, "code_word"), plan.CodeWord)
	row.Remind = plan.Remind
	marks := s.marksOf(api.NewRequest{Contact: plan})
	if row.Apart {
		marks = Marks{}
	}
	row.PhoneIndex, row.EmailIndex = marks.Phone, marks.Email
}

// block is the step, in bytes, in which sealed lists of words grow. A ciphertext is as long as its text, and the names of rights
// and topics are public: without it, the length alone would tell which one it is.
const block = 256

// padded is a JSON text with spaces behind it, which JSON does not mind.
func padded(text []byte) api.Personal {
	return api.NewPersonal(string(text) + strings.Repeat(" ", (block-len(text)%block)%block))
}

func (s *Service) dataKey(row Row) (*seal.DataKey, error) {
	return s.deps.Keys.DataKey(column(row.ID, "data_key"), row.Sealed.DataKey)
}

// opener opens the fields of one row and keeps the first failure.
type opener struct {
	key *seal.DataKey
	id  core.ID
	err error
}

func (o *opener) text(name string, sealed []byte) api.Personal {
	text, err := o.key.Open(column(o.id, name), sealed)
	o.err = errors.Join(o.err, err)
	return text
}

func (o *opener) json(name string, sealed []byte, into any) {
	if text := o.text(name, sealed); !text.IsZero() {
		o.err = errors.Join(o.err, json.Unmarshal([]byte(text.Reveal()), into))
	}
}

// openRow returns the request of a row with its personal fields opened.
func (s *Service) openRow(row Row) (Request, error) {
	key, err := s.dataKey(row)
	if err != nil {
		return Request{}, err
	}
	o := &opener{key: key, id: row.ID}
	var details about
	r := Request{
		ID: row.ID, Locator: row.Locator, Team: row.Team, Centre: row.Centre, Kiosk: row.Kiosk, Place: row.Place, State: row.State,
		Worker: row.Worker, Language: row.Language, Contact: row.plan(), Consent: row.Consent, Created: row.Created,
		Promise: row.Promise, Kept: row.Kept, Changed: row.Changed, Version: row.Version, Apart: row.Apart, Escalated: row.Escalated,
		Name: o.text("name", row.Sealed.Name), Message: o.text("message", row.Sealed.Message), Born: o.text("birth_year", row.Sealed.Born),
	}
	r.Contact.Phone = o.text("phone", row.Sealed.Phone)
	r.Contact.Email = o.text("email", row.Sealed.Email)
	r.Contact.CodeWord = o.text("code_word", row.Sealed.CodeWord)
	o.json("address", row.Sealed.Address, &r.Address)
	o.json("why", row.Sealed.Why, &r.Why)
	o.json("about", row.Sealed.About, &details)
	r.Topics, r.Rights = details.Topics, details.Rights
	r.TalkLanguage, r.Interpreter, r.Companion = details.TalkLanguage, details.Interpreter, details.Companion
	return r, o.err
}

// plan is the contact plan of a row without what is sealed: no number, address or code word.
func (r Row) plan() api.ContactPlan {
	return api.ContactPlan{Channel: r.Channel, When: r.Parts, Voicemail: r.Voicemail, Introduce: r.Introduce, NeverWrite: r.NeverWrite, Remind: r.Remind}
}

// summary is the row as a line of the queue.
func (s *Service) summary(row Row) (Summary, error) {
	key, err := s.dataKey(row)
	if err != nil {
		return Summary{}, err
	}
	o := &opener{key: key, id: row.ID}
	var details about
	o.json("about", row.Sealed.About, &details)
	language := details.TalkLanguage
	if language == "" {
		language = row.Language
	}
	return Summary{
		ID: row.ID, Locator: row.Locator, Team: row.Team, Centre: row.Centre, Place: row.Place, Channel: row.Channel, State: row.State,
		Standing: row.standing(s.deps.Clock.Now(), s.deps.Calendar), CodeWord: o.text("code_word", row.Sealed.CodeWord),
		Language: language, Interpreter: details.Interpreter, Worker: row.Worker, WorkerName: row.WorkerName,
		Created: row.Created, Promise: row.Promise, Escalated: row.Escalated, Changed: row.Changed, Version: row.Version,
	}, o.err
}
