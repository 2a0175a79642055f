package journey

import (
	"slices"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Input is what a screen or a form sends for one step: fields by name, as url.Values are.
type Input map[string][]string

func (in Input) one(name string) string {
	if values := in[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Problem is what is wrong with one field of an answer, and what to do: a key of the catalogue.
type Problem = core.FieldError

func wrong(field, key string) []Problem {
	return []Problem{{Field: field, Reason: core.Message{Key: key}}}
}

// With returns the answers with one step's input taken in, or the problems and the answers as they were. What was typed
// is the caller's to keep on the screen. Input of fields that the step does not have is ignored.
func (a Answers) With(step StepID, in Input, s Setting) (Answers, []Problem) {
	take, ok := takes[step]
	if !ok {
		return a, wrong(string(step), "wrong.step")
	}
	next := a
	if problems := take(&next, in, s); len(problems) > 0 {
		return a, problems
	}
	if next.where() != a.where() {
		next = next.LetGo()
	}
	next.Seen = a.seenAnd(step)
	return next, nil
}

// Check judges a whole request by the rules of its steps, wherever it came from.
func Check(r api.NewRequest, s Setting) []Problem {
	a := FromRequest(r)
	s.Kiosk = r.Kiosk
	var problems []Problem
	if r.Kiosk != "" {
		if _, known := s.City.CentreName(r.Kiosk); !known {
			problems = append(problems, wrong("kiosk", "wrong.choice")...)
		}
	}
	if r.Consent == "" {
		problems = append(problems, wrong("consent", "wrong.consent")...)
	}
	for _, step := range append(Path(a, s), Extras(a, s)...) {
		if step != StepReview {
			problems = append(problems, a.problems(step, s)...)
		}
	}
	return problems
}

// CheckContact judges a contact plan on its own, for one that is changed later. The place decides whether a telephone
// is needed.
func CheckContact(place api.Place, plan api.ContactPlan, s Setting) []Problem {
	a := FromRequest(api.NewRequest{Place: place, Contact: plan})
	steps := []StepID{StepChannel}
	for _, step := range Path(a, s) {
		if slices.Contains([]StepID{StepPhone, StepEmail, StepWhen, StepIntroduce}, step) {
			steps = append(steps, step)
		}
	}
	var problems []Problem
	for _, step := range append(steps, StepRemind, StepCodeWord) {
		problems = append(problems, a.problems(step, s)...)
	}
	return problems
}

// answered reports whether the step has a valid answer; one that may be empty must have been seen.
func (a Answers) answered(step StepID, s Setting) bool {
	if step == StepReview {
		return false
	}
	q := Ask(step, a, s)
	silent := q.Optional || step == StepVoicemail || step == StepWriting || step == StepInterpreter || step == StepApart
	return (!silent || a.Seen[step]) && len(a.problems(step, s)) == 0
}

// problems feeds a step its own present answer.
func (a Answers) problems(step StepID, s Setting) []Problem {
	probe := a
	return takes[step](&probe, a.input(step, s), s)
}

// input is what a screen of the step would send to say what the answers say already.
func (a Answers) input(step StepID, s Setting) Input {
	in := Input{}
	q := Ask(step, a, s)
	for _, option := range q.Options {
		if option.Chosen {
			in[option.Field] = append(in[option.Field], option.Value)
		}
	}
	for _, field := range q.Fields {
		in[field.Name] = []string{field.Value.Reveal()}
	}
	if step == StepRights {
		in[string(step)] = a.Rights // also those that no option offers, which must be refused and not left out
	}
	if step == StepAddress && a.Address.Area != "" {
		in["area"] = []string{a.Address.Area}
	}
	if stated := a.unlisted(step); stated != "" && len(q.Options) > 0 && len(in) == 0 {
		in[string(step)] = []string{stated}
	}
	return in
}

// unlisted is the raw value of a choice, for a value that is no option at all and must be refused rather than unseen.
func (a Answers) unlisted(step StepID) string {
	switch step {
	case StepPlace:
		return string(a.Place)
	case StepCentre:
		return a.Centre
	case StepChannel:
		return string(a.channel())
	case StepTime:
		if !a.Start.IsZero() {
			return Moment(a.Start)
		}
	case StepRemind:
		return string(a.Contact.Remind)
	case StepIntroduce:
		return string(a.Contact.Introduce)
	case StepLanguage:
		return a.TalkLanguage
	case StepCompanion:
		return string(a.Companion)
	case StepTopics:
		return strings.Join(a.Topics, " ")
	case StepWhen:
		return strings.Join(words(a.Contact.When), " ")
	}
	return ""
}

var takes = map[StepID]func(*Answers, Input, Setting) []Problem{
	StepPlace: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Place, StepPlace, in, Ask(StepPlace, *a, s))
	},
	StepCentre: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Centre, StepCentre, in, Ask(StepCentre, *a, s))
	},
	StepChannel: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Contact.Channel, StepChannel, in, Ask(StepChannel, *a, s))
	},
	StepIntroduce: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Contact.Introduce, StepIntroduce, in, Ask(StepIntroduce, *a, s))
	},
	StepLanguage: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.TalkLanguage, StepLanguage, in, Ask(StepLanguage, *a, s))
	},
	StepCompanion: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Companion, StepCompanion, in, Ask(StepCompanion, *a, s))
	},
	StepRemind: func(a *Answers, in Input, s Setting) []Problem {
		return choose(&a.Contact.Remind, StepRemind, in, Ask(StepRemind, *a, s))
	},
	StepApart: func(a *Answers, in Input, _ Setting) []Problem {
		return decide(&a.Apart, true, StepApart, in)
	},
	StepVoicemail: func(a *Answers, in Input, _ Setting) []Problem {
		return decide(&a.Contact.Voicemail, true, StepVoicemail, in)
	},
	StepWriting: func(a *Answers, in Input, _ Setting) []Problem {
		return decide(&a.Contact.NeverWrite, false, StepWriting, in)
	},
	StepInterpreter: func(a *Answers, in Input, _ Setting) []Problem {
		return decide(&a.Interpreter, true, StepInterpreter, in)
	},
	StepWhen: func(a *Answers, in Input, s Setting) []Problem {
		return several(&a.Contact.When, StepWhen, in, Ask(StepWhen, *a, s))
	},
	StepTopics: func(a *Answers, in Input, s Setting) []Problem {
		return several(&a.Topics, StepTopics, in, Ask(StepTopics, *a, s))
	},
	StepRights:  takeRights,
	StepTime:    takeTime,
	StepAddress: takeAddress,
	StepPhone: func(a *Answers, in Input, _ Setting) []Problem {
		return takePhone(&a.Contact.Phone, in, a.channel() == api.ChannelSMS)
	},
	StepEmail: func(a *Answers, in Input, _ Setting) []Problem { return takeEmail(&a.Contact.Email, in) },
	StepName:  takeName,
	StepCodeWord: func(a *Answers, in Input, _ Setting) []Problem {
		return takeText(&a.Contact.CodeWord, "codeword", in, api.MaxCodeWord, false)
	},
	StepMessage: func(a *Answers, in Input, _ Setting) []Problem {
		return takeText(&a.Message, "message", in, api.MaxMessage, true)
	},
}

func choose[T ~string](into *T, step StepID, in Input, q Question) []Problem {
	value := in.one(string(step))
	if value == "" && q.Optional {
		*into = ""
		return nil
	}
	if value == "" {
		return wrong(string(step), "wrong.pick")
	}
	if !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == value }) {
		return wrong(string(step), "wrong.choice")
	}
	*into = T(value)
	return nil
}

func several[T ~string](into *[]T, step StepID, in Input, q Question) []Problem {
	var chosen []T
	for _, option := range q.Options {
		if slices.Contains(in[string(step)], option.Value) {
			chosen = append(chosen, T(option.Value))
		}
	}
	for _, value := range in[string(step)] {
		if value != "" && !slices.Contains(chosen, T(value)) {
			return wrong(string(step), "wrong.choice")
		}
	}
	*into = chosen
	return nil
}

func decide(into *bool, onYes bool, step StepID, in Input) []Problem {
	switch in.one(string(step)) {
	case "yes":
		*into = onYes
	case "no":
		*into = !onYes
	default:
		return wrong(string(step), "wrong.pick")
	}
	return nil
}
