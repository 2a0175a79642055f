package rights

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// A link carries answers in its fragment, which no browser sends to a server. The bytes, in base64url without padding:
//
//	1   packVersion
//	2   the mark of the questions: a link of another set of questions is refused, never misread
//	2   which questions have an answer, a bit each; 2 which were asked and passed
//	n   the answers in the order of the questions, a byte each, or two for a question of more than 8 codes:
//	    a number, the index of a code, or the set of codes
const packVersion = 1

// mark tells sets of questions apart.
func (r *Rules) mark() uint16 {
	sum := sha256.New()
	for _, q := range r.questions {
		fmt.Fprintln(sum, q.ID, q.Kind, q.Min, q.Max, q.Codes, q.None, q.Depends)
	}
	return binary.LittleEndian.Uint16(sum.Sum(nil))
}

// Pack writes answers and what was passed as a short text for the fragment of a link.
func (r *Rules) Pack(a Answers, passed Passed) string {
	out := []byte{packVersion}
	for _, word := range []uint16{r.mark(), a.given, uint16(passed)} {
		out = binary.LittleEndian.AppendUint16(out, word)
	}
	for i := range r.questions {
		if !a.has(i) {
			continue
		}
		out = append(out, byte(a.value[i]))
		if r.wide(i) {
			out = append(out, byte(a.value[i]>>8))
		}
	}
	return base64.RawURLEncoding.EncodeToString(out)
}

func (r *Rules) wide(question int) bool { return len(r.questions[question].Codes) > 8 }

// Unpack reads what [Rules.Pack] wrote. The error is an [AnswerError]: the text is damaged, or of other questions. The phone's own
// script reads the links of residents; tests of both faces hold it and the writer against this reading.
func (r *Rules) Unpack(text string) (Answers, Passed, error) {
	damaged := &AnswerError{Reason: "the link is not complete, or belongs to other questions"}
	in, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(in) < 7 || in[0] != packVersion || binary.LittleEndian.Uint16(in[1:]) != r.mark() {
		return Answers{}, 0, damaged
	}
	given, passed := binary.LittleEndian.Uint16(in[3:]), binary.LittleEndian.Uint16(in[5:])
	var a Answers
	rest := in[7:]
	for i := range r.questions {
		if given&(1<<i) == 0 {
			continue
		}
		size := 1
		if r.wide(i) {
			size = 2
		}
		if len(rest) < size {
			return Answers{}, 0, damaged
		}
		value := uint16(rest[0])
		if size == 2 {
			value |= uint16(rest[1]) << 8
		}
		rest = rest[size:]
		if !r.canHold(i, value) {
			return Answers{}, 0, damaged
		}
		a.set(i, value)
	}
	if len(rest) > 0 || a.given != given || r.agree(&a) != nil || a.given != given {
		return Answers{}, 0, damaged
	}
	return a, Passed(passed) & (1<<len(r.questions) - 1), nil
}

// canHold says whether a value can be the answer to a question.
func (r *Rules) canHold(question int, value uint16) bool {
	q := &r.questions[question]
	switch q.Kind {
	case Number:
		return int(value) >= q.Min && int(value) <= q.Max
	case One:
		return int(value) < len(q.Codes)
	}
	if value>>len(q.Codes) != 0 || value == 0 && q.Depends == "" {
		return false
	}
	for _, alone := range q.None {
		for i, code := range q.Codes {
			if code == alone && value>>i&1 == 1 && value != 1<<i {
				return false
			}
		}
	}
	return true
}
