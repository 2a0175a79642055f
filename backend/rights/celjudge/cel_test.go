package celjudge

import (
	"fmt"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"wijkloket/backend/rights"
)

// judge is the rules of a day, compiled.
type judge struct {
	day    string
	rights []opinion // each after those that it leans on
}

type opinion struct {
	*text
	have, likely, possible *condensed
}

// condensed is a CEL condition, or what it comes to for everybody.
type condensed struct {
	program cel.Program
	always  answer
}

// answer is what CEL says of a condition.
type answer int8

const (
	unknown answer = iota
	refused
	held
)

// said is what the judge says of a right: the verdict lies from low to high. Where they are the same, it decides.
type said struct{ low, high rights.Verdict }

func (s said) decided() bool { return s.low == s.high }

func newJudge(t testing.TB, r *rules, day string) *judge {
	t.Helper()
	var declared []cel.EnvOption
	for _, q := range r.questions {
		kind := map[string]*cel.Type{"number": cel.IntType, "one": cel.StringType, "many": cel.MapType(cel.StringType, cel.BoolType)}[q.Kind]
		declared = append(declared, cel.Variable(q.ID, kind))
	}
	for _, level := range []string{"have", "likely", "possible"} {
		declared = append(declared, cel.Variable(level, cel.MapType(cel.StringType, cel.BoolType)))
	}
	env, err := cel.NewEnv(declared...)
	if err != nil {
		t.Fatal(err)
	}
	compile := func(text string) *condensed {
		switch text {
		case yes:
			return &condensed{always: held}
		case no:
			return &condensed{always: refused}
		}
		ast, issues := env.Compile(text)
		if issues.Err() != nil {
			t.Fatalf("%v in %s", issues.Err(), text)
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptPartialEval, cel.OptOptimize))
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		return &condensed{program: program}
	}
	j := &judge{day: day}
	for _, one := range r.on(day).order {
		o := opinion{text: one}
		if !one.info && !one.broken {
			o.have, o.likely, o.possible = compile(one.levels.have), compile(one.levels.likely), compile(one.levels.possible)
		}
		j.rights = append(j.rights, o)
	}
	return j
}

// household is what CEL knows: the answers, and which questions were skipped.
type household struct {
	vars    map[string]any
	skipped []*cel.AttributePatternType
}

// verdicts says of every right what CEL makes of it, by its place in the judge's order.
func (j *judge) verdicts(h household, dst []said) ([]said, error) {
	have, likely, possible := map[string]bool{}, map[string]bool{}, map[string]bool{}
	h.vars["have"], h.vars["likely"], h.vars["possible"] = have, likely, possible
	unknowns := h.skipped[:len(h.skipped):len(h.skipped)]
	vars, err := cel.PartialVars(h.vars, unknowns...)
	if err != nil {
		return nil, err
	}
	for i := range j.rights {
		o := &j.rights[i]
		if o.info || o.broken {
			verdict := rights.Possible
			if o.info {
				verdict = rights.Info
			}
			dst = append(dst, said{verdict, verdict})
			continue
		}
		has, gets, may, err := o.ask(vars)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.id, err)
		}
		dst = append(dst, verdict(has, gets, may))
		if !o.leant {
			continue
		}
		for level, a := range map[string]answer{"have": has, "likely": gets, "possible": may} {
			if a == unknown {
				unknowns = append(unknowns, cel.AttributePattern(level).QualString(o.id))
			}
		}
		have[o.id], likely[o.id], possible[o.id] = has == held, gets == held, may == held
		if vars, err = cel.PartialVars(h.vars, unknowns...); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

// ask asks CEL no more than it must: who has a right is likely to get it, and who cannot get it is not.
func (o *opinion) ask(vars cel.PartialActivation) (has, gets, may answer, err error) {
	if has, err = o.have.ask(vars); err != nil || has == held {
		return has, has, has, err
	}
	if may, err = o.possible.ask(vars); err != nil || may == refused {
		return has, may, may, err
	}
	gets, err = o.likely.ask(vars)
	return has, gets, may, err
}

func (c *condensed) ask(vars cel.PartialActivation) (answer, error) {
	if c.program == nil {
		return c.always, nil
	}
	out, _, err := c.program.Eval(vars)
	if err != nil {
		return unknown, err
	}
	switch out {
	case types.True:
		return held, nil
	case types.False:
		return refused, nil
	}
	if !types.IsUnknown(out) {
		return unknown, fmt.Errorf("CEL answers %v", out)
	}
	return unknown, nil
}

// verdict is what the three answers leave open. Who surely gets or has a right, but not surely has it, is likely to get
// it: the answer that shows that one has it could be "no".
func verdict(has, gets, may answer) said {
	s := said{rights.Unlikely, rights.Have}
	switch {
	case has == held:
		return said{rights.Have, rights.Have}
	case gets == held:
		return said{rights.Likely, rights.Likely}
	case may == held:
		s.low = rights.Possible
	}
	switch {
	case may == refused:
		s.high = rights.Unlikely
	case gets == refused:
		s.high = rights.Possible
	case has == refused:
		s.high = rights.Likely
	}
	return s
}
