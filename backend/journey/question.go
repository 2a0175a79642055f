package journey

import "wijkloket/backend/api"

// Kind is how a question is answered, and so how it is drawn.
type Kind int

// The kinds of question.
const (
	One    Kind = iota // pick one: picking answers and moves on
	Many               // pick any number, then go on
	Typed              // type into fields, then go on
	Review             // look over and send
)

// Keyboard says which keys a field needs.
type Keyboard int

// The keyboards.
const (
	Letters Keyboard = iota
	Digits
	Telephone
	EmailKeys
)

// Question is one screen of the journey, ready to draw. Keys are keys of the i18n area "journey".
type Question struct {
	Step     StepID
	Kind     Kind
	Title    string // key: the question
	Why      string // key: why we ask, one sentence; empty where it is plain
	Options  []Option
	Fields   []Field
	Optional bool   // going on without an answer is an answer
	More     string // key of a control that shows more options and answers nothing; empty: there are no more
}

// Option is one thing to pick.
type Option struct {
	Field  string // name of the form field
	Value  string
	Label  string    // key; empty when Name, Right or At is set
	Name   string    // a proper name that no language translates: a centre, a language
	Right  string    // id of a right, whose name the face looks up in the reader's language; empty for all else
	At     *api.Slot // a moment, which the face writes in the reader's language; nil for all else
	Hint   string    // key, may be empty
	Icon   string    // of assets/icons, without extension
	Chosen bool
}

// Field is one thing to type.
type Field struct {
	Name         string
	Label        string // key
	Hint         string // key, may be empty
	Keyboard     Keyboard
	Max          int // characters
	Lines        int // 1, or more for a message
	Value        api.Personal
	Autocomplete string // HTML autocomplete token; the kiosk ignores it
	Street       bool   // offer streets of the directory while typing
	Required     bool
}

// Ask returns the question of a step with the answers so far filled in. It panics on an unknown step: check [Known]
// where the step comes from outside.
func Ask(step StepID, a Answers, s Setting) Question {
	if step == StepReview {
		return Question{Step: step, Kind: Review, Title: "review.title", Why: "review.why"}
	}
	build, ok := questions[step]
	if !ok {
		panic("journey: no step " + string(step))
	}
	q := build(a, s)
	q.Step = step
	q.Title = string(step) + ".title"
	for i := range q.Options {
		q.Options[i].Field = string(step)
	}
	return q
}

var questions = map[StepID]func(Answers, Setting) Question{
	StepPlace:       askPlace,
	StepCentre:      askCentre,
	StepAddress:     askAddress,
	StepTime:        askTime,
	StepChannel:     askChannel,
	StepPhone:       askPhone,
	StepEmail:       askEmail,
	StepWhen:        askWhen,
	StepVoicemail:   askVoicemail,
	StepIntroduce:   askIntroduce,
	StepWriting:     askWriting,
	StepRights:      askRights,
	StepTopics:      askTopics,
	StepMessage:     askMessage,
	StepName:        askName,
	StepCodeWord:    askCodeWord,
	StepLanguage:    askLanguage,
	StepInterpreter: askInterpreter,
	StepCompanion:   askCompanion,
	StepApart:       askApart,
	StepRemind:      askRemind,
}

func askPlace(a Answers, s Setting) Question {
	var options []Option
	if s.Kiosk != "" {
		options = append(options, pick(api.PlaceHere, "place", a.Place))
	}
	for _, place := range []api.Place{api.PlaceCentre, api.PlaceHome, api.PlacePhone, api.PlaceCallMe} {
		options = append(options, pick(place, "place", a.Place))
	}
	return Question{Kind: One, Why: "place.why", Options: withHints(options, "place")}
}

func askCentre(a Answers, s Setting) Question {
	var options []Option
	for _, id := range s.City.CentreIDs() {
		name, _ := s.City.CentreName(id)
		if id == s.Kiosk && a.Place == api.PlaceCentre {
			continue // "another centre" is not this one
		}
		options = append(options, Option{Value: id, Name: name, Icon: "pin", Chosen: a.Centre == id})
	}
	return Question{Kind: One, Why: "centre.why", Options: options}
}

func askAddress(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "address.why", Fields: []Field{
		{Name: "street", Label: "address.street", Hint: "address.street.hint", Max: api.MaxStreet, Lines: 1, Value: a.Address.Street, Street: true, Required: true, Autocomplete: "off"},
		{Name: "number", Label: "address.number", Keyboard: Letters, Max: api.MaxNumber, Lines: 1, Value: a.Address.Number, Required: true, Autocomplete: "off"},
		{Name: "postcode", Label: "address.postcode", Hint: "address.postcode.hint", Keyboard: Digits, Max: api.MaxPostcode, Lines: 1, Value: a.Address.Postcode, Autocomplete: "postal-code"},
	}}
}

func askChannel(a Answers, _ Setting) Question {
	var options []Option
	for _, channel := range []api.Channel{api.ChannelNone, api.ChannelPhone, api.ChannelSMS, api.ChannelEmail} {
		options = append(options, pick(channel, "channel", a.Contact.Channel))
	}
	return Question{Kind: One, Why: "channel.why", Options: withHints(options, "channel")}
}

func askPhone(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "phone.why", Fields: []Field{
		{Name: "phone", Label: "phone.label", Hint: "phone.hint", Keyboard: Telephone, Max: api.MaxPhone, Lines: 1, Value: a.Contact.Phone, Required: true, Autocomplete: "tel"},
	}}
}

func askEmail(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "email.why", Fields: []Field{
		{Name: "email", Label: "email.label", Hint: "email.hint", Keyboard: EmailKeys, Max: api.MaxEmail, Lines: 1, Value: a.Contact.Email, Required: true, Autocomplete: "email"},
	}}
}

func askWhen(a Answers, _ Setting) Question {
	var options []Option
	for _, part := range []api.DayPart{api.Morning, api.Noon, api.Afternoon, api.Evening} {
		option := pick(part, "when", "")
		for _, chosen := range a.Contact.When {
			option.Chosen = option.Chosen || chosen == part
		}
		options = append(options, option)
	}
	return Question{Kind: Many, Why: "when.why", Options: options, Optional: true}
}

func askVoicemail(a Answers, _ Setting) Question {
	return Question{Kind: One, Why: "voicemail.why", Options: yesNo(a, StepVoicemail, a.Contact.Voicemail)}
}

func askIntroduce(a Answers, _ Setting) Question {
	var options []Option
	for _, way := range []api.Introduction{api.IntroduceFirstName, api.IntroduceCity, api.IntroduceTeam} {
		options = append(options, pick(way, "introduce", a.Contact.Introduce))
	}
	return Question{Kind: One, Why: "introduce.why", Options: withHints(options, "introduce")}
}

func askWriting(a Answers, _ Setting) Question {
	return Question{Kind: One, Why: "writing.why", Options: yesNo(a, StepWriting, !a.Contact.NeverWrite)}
}

func askTopics(a Answers, _ Setting) Question {
	var options []Option
	for _, topic := range Topics {
		option := pick(topic, "topics", "")
		for _, chosen := range a.Topics {
			option.Chosen = option.Chosen || chosen == topic
		}
		options = append(options, option)
	}
	return Question{Kind: Many, Why: "topics.why", Options: options, Optional: true}
}

func askMessage(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "message.why", Optional: true, Fields: []Field{
		{Name: "message", Label: "message.label", Max: api.MaxMessage, Lines: 5, Value: a.Message, Autocomplete: "off"},
	}}
}

func askName(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "name.why", Optional: true, Fields: []Field{
		{Name: "name", Label: "name.label", Hint: "name.hint", Max: api.MaxName, Lines: 1, Value: a.Name, Autocomplete: "name"},
		{Name: "birth_year", Label: "name.year", Hint: "name.year.hint", Keyboard: Digits, Max: yearDigits, Lines: 1, Value: a.BirthYear, Autocomplete: "bday-year"},
	}}
}

func askCodeWord(a Answers, _ Setting) Question {
	return Question{Kind: Typed, Why: "codeword.why", Optional: true, Fields: []Field{
		{Name: "codeword", Label: "codeword.label", Hint: "codeword.hint", Max: api.MaxCodeWord, Lines: 1, Value: a.Contact.CodeWord, Autocomplete: "off"},
	}}
}

func askLanguage(a Answers, _ Setting) Question {
	var options []Option
	for _, lang := range TalkLanguages {
		options = append(options, Option{Value: lang.Code, Name: lang.Name, Icon: "interpreter", Chosen: a.TalkLanguage == lang.Code})
	}
	return Question{Kind: One, Why: "language.why", Options: options, Optional: true}
}

func askInterpreter(a Answers, _ Setting) Question {
	return Question{Kind: One, Why: "interpreter.why", Options: yesNo(a, StepInterpreter, a.Interpreter)}
}

func askCompanion(a Answers, _ Setting) Question {
	options := []Option{
		pick(api.CompanionNone, "companion", a.Companion),
		pick(api.CompanionOwn, "companion", a.Companion),
	}
	return Question{Kind: One, Why: "companion.why", Options: options, Optional: true}
}

func askApart(a Answers, _ Setting) Question {
	return Question{Kind: One, Why: "apart.why", Options: yesNo(a, StepApart, a.Apart)}
}

// askRemind may be left out, but not where it is one of the few things that are asked: the review then shows what was chosen.
func askRemind(a Answers, s Setting) Question {
	var options []Option
	for _, when := range []api.Remind{api.RemindBoth, api.RemindBefore, api.RemindDay, api.RemindNone} {
		options = append(options, pick(when, "remind", a.Contact.Remind))
	}
	return Question{Kind: One, Why: "remind.why", Options: options, Optional: !s.ContactOnly}
}

// pick makes an option whose label is "<step>.<value>", with the pictogram of that meaning.
func pick[T ~string](value T, step string, chosen T) Option {
	label := step + "." + string(value)
	return Option{Value: string(value), Label: label, Icon: pictograms[label], Chosen: chosen == value}
}

// withHints gives every option its second line, "<step>.<value>.hint".
func withHints(options []Option, step string) []Option {
	for i := range options {
		options[i].Hint = step + "." + options[i].Value + ".hint"
	}
	return options
}

// yesNo makes "<step>.yes" and "<step>.no"; neither is chosen before the question was seen.
func yesNo(a Answers, step StepID, yes bool) []Option {
	seen := a.Seen[step]
	return []Option{
		{Value: "yes", Label: string(step) + ".yes", Icon: "check", Chosen: seen && yes},
		{Value: "no", Label: string(step) + ".no", Icon: "close", Chosen: seen && !yes},
	}
}
