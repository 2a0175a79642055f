package rights

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxQuestions and maxCodes bound what questions.yaml may hold, so that answers are a small fixed value.
const (
	maxQuestions = 16
	maxCodes     = 16
	maxLevels    = 64
	maxInput     = 64 << 10 // bytes of one household
)

// Answers are what a household answered. The zero value is nothing yet. It is a small value without pointers: it is
// copied freely and leaves nothing behind.
type Answers struct {
	given uint16
	value [maxQuestions]uint16 // the number, the index of the code, or the set of codes
}

func (a *Answers) has(question int) bool { return a.given&(1<<question) != 0 }

func (a *Answers) set(question int, value uint16) {
	a.given |= 1 << question
	a.value[question] = value
}

// AnswerError is an answer that cannot be: an unknown code, a contradiction, a wrong type. Of what was
// typed it repeats only a word that may be the slip of a code.
type AnswerError struct {
	Question string // the code of the question, "" when it is about the whole
	Reason   string
}

// Error names the question first.
func (e *AnswerError) Error() string {
	if e.Question == "" {
		return e.Reason
	}
	return e.Question + ": " + e.Reason
}

// ParseAnswers reads one household as JSON: {"V1":34,"V2":"kortrijk","V5":["3-5"]}. A question that is absent, null or an
// empty list is skipped. The error is an [AnswerError].
func (r *Rules) ParseAnswers(in io.Reader) (Answers, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return Answers{}, &AnswerError{Reason: "the answers cannot be read: " + err.Error()}
	}
	if len(text) > maxInput {
		return Answers{}, &AnswerError{Reason: fmt.Sprintf("the answers are larger than %d bytes", maxInput)}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return Answers{}, &AnswerError{Reason: `the answers must be one JSON object, such as {"V1":34}`}
	}
	var a Answers
	for seen := uint16(0); decoder.More(); {
		key, err := decoder.Token()
		if err != nil {
			return Answers{}, &AnswerError{Reason: "the answers are no JSON"}
		}
		question := r.question(fmt.Sprint(key))
		if question < 0 {
			return Answers{}, r.noQuestion(fmt.Sprint(key))
		}
		if seen&(1<<question) != 0 {
			return Answers{}, &AnswerError{r.questions[question].ID, "stands there twice"}
		}
		seen |= 1 << question
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return Answers{}, &AnswerError{r.questions[question].ID, "the value is no JSON"}
		}
		if err := r.answer(&a, question, raw); err != nil {
			return Answers{}, err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return Answers{}, &AnswerError{Reason: "the answers are no JSON"}
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Answers{}, &AnswerError{Reason: "there is more after the answers of one household"}
	}
	return a, r.agree(&a)
}

// noQuestion names the question that there is not, and those that there are.
func (r *Rules) noQuestion(id string) *AnswerError {
	named := ""
	if codeLike.MatchString(id) {
		named = " " + strconv.Quote(id)
	}
	return &AnswerError{Reason: fmt.Sprintf("there is no question%s; they are %s to %s", named, r.questions[0].ID, r.questions[len(r.questions)-1].ID)}
}

// unknownCode names a code that there is not.
func unknownCode(code string) string {
	if codeLike.MatchString(code) {
		return fmt.Sprintf("unknown code %q; ", code)
	}
	return "unknown code; "
}

// codeLike is what can be the slip of a code and tells of nobody: no blanks, dots or long numbers, as names, dates and the
// numbers of people have.
var codeLike = regexp.MustCompile(`^[A-Za-z_<>=+-]{0,20}[0-9]{0,4}([_-][0-9]{1,2})?$`)

func (r *Rules) question(id string) int {
	return slices.IndexFunc(r.questions, func(q Question) bool { return q.ID == id })
}

func (r *Rules) answer(a *Answers, question int, raw json.RawMessage) error {
	q := &r.questions[question]
	if string(raw) == "null" {
		return nil
	}
	switch q.Kind {
	case Number:
		var n int
		if json.Unmarshal(raw, &n) != nil || n < q.Min || n > q.Max {
			return &AnswerError{q.ID, fmt.Sprintf("must be a whole number from %d to %d", q.Min, q.Max)}
		}
		a.set(question, uint16(n))
	case One:
		var code string
		if json.Unmarshal(raw, &code) != nil {
			return &AnswerError{q.ID, "must be one of " + strings.Join(q.Codes, ", ")}
		}
		index := slices.Index(q.Codes, code)
		if index < 0 {
			return &AnswerError{q.ID, unknownCode(code) + "it must be one of " + strings.Join(q.Codes, ", ")}
		}
		a.set(question, uint16(index))
	default:
		return r.answerMany(a, question, raw)
	}
	return nil
}

func (r *Rules) answerMany(a *Answers, question int, raw json.RawMessage) error {
	q := &r.questions[question]
	var codes []string
	if json.Unmarshal(raw, &codes) != nil {
		return &AnswerError{q.ID, "must be a list of " + strings.Join(q.Codes, ", ")}
	}
	var set uint16
	for _, code := range codes {
		index := slices.Index(q.Codes, code)
		if index < 0 {
			return &AnswerError{q.ID, unknownCode(code) + "it must be a list of " + strings.Join(q.Codes, ", ")}
		}
		set |= 1 << index
	}
	for _, alone := range q.None {
		if set&(1<<slices.Index(q.Codes, alone)) != 0 && bits.OnesCount16(set) > 1 {
			return &AnswerError{q.ID, fmt.Sprintf("%q stands alone, not with other codes", alone)}
		}
	}
	if set != 0 {
		a.set(question, set)
	}
	return nil
}

// With is the answers with one more, or another one: codes of the question, or its number in digits. Without a value the
// question is skipped again. What follows from a number that became zero, or no longer is, follows. The error is an
// [AnswerError], and the answers are then as they were.
func (r *Rules) With(a Answers, question string, values ...string) (Answers, error) {
	at := r.question(question)
	if at < 0 {
		return a, r.noQuestion(question)
	}
	next := a
	next.given &^= 1 << at
	next.value[at] = 0
	if len(values) > 0 {
		if err := r.answer(&next, at, r.asJSON(at, values)); err != nil {
			return a, err
		}
	}
	r.follow(&next, at)
	if err := r.agree(&next); err != nil {
		return a, err
	}
	return next, nil
}

// follow lets what hangs on a number follow another answer to it: no ages without children, and unknown ages where there were
// no children.
func (r *Rules) follow(a *Answers, number int) {
	for i := range r.questions {
		if r.question(r.questions[i].Depends) != number {
			continue
		}
		if a.value[i] == 0 {
			a.given &^= 1 << i // "none" was the answer only as long as the number was zero
		}
		if a.has(number) && a.value[number] == 0 {
			a.value[i] = 0
		}
	}
}

// asJSON writes values as a file of a household has them.
func (r *Rules) asJSON(question int, values []string) json.RawMessage {
	var value any = values
	switch r.questions[question].Kind {
	case Number:
		n, err := strconv.Atoi(strings.TrimSpace(values[0]))
		if err != nil || len(values) > 1 {
			n = -1 // refused by its limits
		}
		value = n
	case One:
		if len(values) == 1 {
			value = values[0]
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	return text
}

// Given is the answer to a question as [Rules.With] takes it, and false when it was skipped.
func (r *Rules) Given(a Answers, question string) ([]string, bool) {
	at := r.question(question)
	if at < 0 || !a.has(at) {
		return nil, false
	}
	q := &r.questions[at]
	switch q.Kind {
	case Number:
		return []string{strconv.Itoa(int(a.value[at]))}, true
	case One:
		return []string{q.Codes[a.value[at]]}, true
	}
	var codes []string
	for i, code := range q.Codes {
		if a.value[at]>>i&1 == 1 {
			codes = append(codes, code)
		}
	}
	return codes, true
}

// agree refuses answers that contradict each other, and fills in what follows from a number that is zero.
func (r *Rules) agree(a *Answers) error {
	for i := range r.questions {
		on := r.question(r.questions[i].Depends)
		if on < 0 || !a.has(on) || a.value[on] != 0 {
			continue
		}
		if a.has(i) && a.value[i] != 0 {
			return &AnswerError{r.questions[i].ID, fmt.Sprintf("is answered, but %s says that there are none", r.questions[on].ID)}
		}
		a.set(i, 0)
	}
	return nil
}

// askable says whether a question makes sense after these answers.
func (r *Rules) askable(a *Answers, question int) bool {
	if a.has(question) {
		return false
	}
	on := r.question(r.questions[question].Depends)
	return on < 0 || (a.has(on) && a.value[on] > 0)
}

// possibleAnswers takes out of a diagram what nobody can answer: no code, or a code that stands alone with others; ages of
// children without children. It says which questions the diagram depends on.
func (b *builder) possibleAnswers(root int32) (int32, uint16) {
	rules := b.c.rules
	asks := b.questions(root)
	for i, q := range rules.questions { // who depends on one of a pair is bound by the other
		if on := rules.question(q.Depends); on >= 0 && asks&(1<<i|1<<on) != 0 {
			asks |= 1<<i | 1<<on
		}
	}
	levels := b.c.d.levels(root)
	for i := len(rules.questions) - 1; i >= 0; i-- {
		if rules.questions[i].Kind == Many && b.misled(i, levels) {
			root = b.c.d.combine(opGiven, b.canBe(i), root)
		}
	}
	return root, asks
}

// misled says whether a diagram with these levels tells apart what nobody can answer to a many-question. Mostly it does
// not: it looks at a few codes, and whichever of them one has, the others can make an answer of it.
func (b *builder) misled(question int, levels uint64) bool {
	q := &b.c.rules.questions[question]
	named, alone := 0, 0
	for i, code := range q.Codes {
		if levels&(1<<(b.c.levels[question]+i)) != 0 {
			named++
			if slices.Contains(q.None, code) {
				alone++
			}
		}
	}
	if on := b.c.depends[question]; on >= 0 && named > 0 && levels&(1<<b.c.levels[on]) != 0 {
		return true
	}
	return named == len(q.Codes) || alone > 0 && named > 1
}

// canBe is the condition that the codes of a many-question can be an answer.
func (b *builder) canBe(question int) int32 {
	d := b.c.d
	rules := b.c.rules
	q := &rules.questions[question]
	some, valid := endNo, endYes
	for code := len(q.Codes) - 1; code >= 0; code-- {
		some = d.combine(opMax, some, b.bit(question, code))
	}
	for _, alone := range q.None {
		rest := endNo
		for code := range q.Codes {
			if q.Codes[code] != alone {
				rest = d.combine(opMax, rest, b.bit(question, code))
			}
		}
		both := d.combine(opMin, b.bit(question, slices.Index(q.Codes, alone)), rest)
		valid = d.combine(opMin, valid, d.apply(opposite, both))
	}
	if on := rules.question(q.Depends); on >= 0 { // codes exactly when the number is above zero
		above := d.leaf(b.c.levels[on], func(v int) int32 { return yesNo(b.c.ages[on][v] > 0) })
		none := d.combine(opMin, d.apply(opposite, above), d.apply(opposite, some))
		some = d.combine(opMax, d.combine(opMin, above, some), none)
	}
	return d.combine(opMin, valid, some)
}

func (b *builder) questions(root int32) uint16 {
	levels := b.c.d.levels(root)
	var asks uint16
	for i, q := range b.c.rules.questions {
		for code := range max(len(q.Codes), 1) {
			if (q.Kind == Many || code == 0) && levels&(1<<(b.c.levels[i]+code)) != 0 {
				asks |= 1 << i
			}
		}
	}
	return asks
}
