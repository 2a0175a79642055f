package resident_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// draws is how many households the phone's engine is held against the rules with, on a day in use and on one after all.
var draws = map[time.Time]int{now: 3000, afterAll: 1000}

// afterAll is a day on which every figure is past its shelf life.
var afterAll = time.Date(2045, 6, 1, 10, 0, 0, 0, time.UTC)

// household is a way through the check: answers given in one go, as by a link, then steps. Both sides do the same.
type household struct {
	Lang    string     `json:"lang"`
	Given   [][]string `json:"given"` // a question and its values
	Passed  []string   `json:"passed"`
	Steps   [][]string `json:"steps"` // what, and with what
	Damaged []string   `json:"damaged"`
}

// TestPhoneReckonsLikeTheRules: for thousands of households with questions skipped, wrong answers, steps back and forth
// and damaged links, the phone's script says exactly what package rights and its guide say: verdicts, reasons, next question,
// progress, links. On a day in use, and on one after every shelf life.
func TestPhoneReckonsLikeTheRules(t *testing.T) {
	for day, draws := range draws {
		load(t)
		led := guide.New(once.rights, day.Format(time.DateOnly))
		t.Run(led.Day(), func(t *testing.T) {
			r := newRig(t)
			g := r.glass(t, "nl")
			r.clock.pass(day.Sub(r.clock.Now()))
			g.reckon()
			seed := uint64(time.Now().UnixNano())
			random := rand.New(rand.NewPCG(seed, 0))
			for done := 0; done < draws && !t.Failed(); done += 100 {
				var batch []household
				for range 100 {
					batch = append(batch, draw(random, led))
				}
				compare(t, g, led, batch)
			}
			t.Logf("%d households, seed %d", draws, seed)
		})
	}
}

// reckon opens the check and makes the script's own parts reachable, with today's data.
func (g *glass) reckon() {
	g.t.Helper()
	g.open("/rights")
	g.touch("[data-do=begin]")
	pagetest.Until(g.t, g.tab, `document.querySelector("#typed") !== null`)
	pagetest.JS[bool](g.t, g.tab, `(async () => {
		const data = async (name) => (await fetch("/rights/" + name)).json();
		window.engine = rightsEngine(await data("program.json"));
		window.guide = rightsGuide(engine);
		window.said = {};
		for (const lang of ["nl", "fr", "en", "ar"]) said[lang] = (await data("texts." + lang + ".json")).says;
		window.reckon = `+reckonJS+`;
		return true;
	})()`)
}

// reckonJS does with a household what reckoned does.
const reckonJS = `(h) => {
	const out = [];
	let a = engine.none;
	for (const [id, ...values] of h.given) {
		const next = engine.answer(a, id, values);
		out.push("given " + id + " " + (next !== null));
		a = next ?? a;
	}
	let w = guide.resume({ answers: a, passed: h.passed.reduce((all, id) => all | 1 << engine.indexOf(id), 0), at: null, trail: [] });
	for (const [what, ...values] of h.steps) {
		const next = w.at === null && (what === "answer" || what === "skip") ? null : {
			answer: () => guide.answer(w, values), skip: () => guide.skip(w), back: () => guide.back(w),
			resume: () => guide.resume(w), leave: () => ({ ...w, at: null }), reopen: () => guide.reopen(w, values[0]),
		}[what]();
		w = next ?? w;
		const { at, left } = guide.progress(w);
		out.push([what, next !== null, w.at ?? "", w.trail, at, left].join(" "));
	}
	out.push("next " + (engine.next(w.answers, w.passed) ?? ""), "waiting " + engine.waiting(w.answers, w.passed), "skipped " + guide.skipped(w));
	out.push("asked " + guide.asked(w).map((id) => id + "=" + guide.given(w, id)));
	out.push("found " + Object.values(guide.found(w)));
	for (const group of guide.results(w, ["have", "likely", "ask", "unclear", "unlikely", "info"]))
		out.push(group.domain + ": " + group.items.map((item) => item.id + "=" + item.standing + "=" + item.broken));
	for (const { id } of engine.program.rights) {
		const because = guide.because(w, id);
		out.push(id + ": " + because.map(([which, value]) => which.replace(id + "/", "") + "=" + value) + "; " + guide.deciding(w, id));
		out.push(because.map(([which, value]) => said[h.lang][which]?.[value]).filter(Boolean).join(" ").replace(/\u00a0/g, " ").replace(/[\u2066\u2069]/g, ""));
	}
	out.push(guide.pack(w));
	for (const text of [guide.pack(w), ...h.damaged]) {
		const read = guide.unpack(text);
		out.push("link " + (read ? guide.pack(read) : "refused"));
	}
	return out;
}`

// reckoned is what the rules say of a household, line by line.
func reckoned(led *guide.Guide, h household) []string {
	check, rules := led.Check(), once.rights
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	var answers rights.Answers
	for _, one := range h.Given {
		next, err := rules.With(answers, one[0], one[1:]...)
		line("given %s %v", one[0], err == nil)
		answers = next
	}
	w := led.Resume(h.walk())
	for _, step := range h.Steps {
		next, ok := stepped(led, w, step)
		w = next
		at, left := led.Progress(w)
		line("%s %v %s %s %d %d", step[0], ok, w.At, strings.Join(w.Trail, ","), at, left)
	}
	next, _ := check.Next(w.Answers, w.Passed)
	line("next %s", next)
	line("waiting %s", strings.Join(check.Waiting(w.Answers, w.Passed), ","))
	line("skipped %s", strings.Join(led.Skipped(w), ","))
	var asked []string
	for _, id := range led.Asked(w) {
		values, _ := led.Given(w, id)
		asked = append(asked, id+"="+strings.Join(values, ","))
	}
	line("asked %s", strings.Join(asked, ","))
	var counts []string
	found := led.Found(w)
	for _, standing := range guide.Standings {
		counts = append(counts, strconv.Itoa(found[standing]))
	}
	line("found %s", strings.Join(counts, ","))
	for _, group := range led.Results(w, guide.Standings...) {
		var items []string
		for _, item := range group.Items {
			items = append(items, fmt.Sprintf("%s=%s=%v", item.ID, item.Standing, item.Broken))
		}
		line("%s: %s", group.Domain, strings.Join(items, ","))
	}
	for _, right := range rules.Rights() {
		var because []string
		for _, sentence := range check.Because(right.ID, w.Answers) {
			because = append(because, fmt.Sprintf("%s=%d", sentence.Condition, sentence.Value))
		}
		line("%s: %s; %s", right.ID, strings.Join(because, ","), strings.Join(led.Deciding(w, right.ID), ","))
		line("%s", strings.Join(led.Because(w, right.ID, h.Lang), " "))
	}
	line("%s", led.Pack(w))
	for _, text := range append([]string{led.Pack(w)}, h.Damaged...) {
		if answers, passed, err := rules.Unpack(text); err != nil {
			line("link refused")
		} else {
			line("link %s", rules.Pack(answers, passed))
		}
	}
	return out
}

// stepped is one step of a walk, and whether it could be taken.
func stepped(led *guide.Guide, w guide.Walk, step []string) (guide.Walk, bool) {
	what, values := step[0], step[1:]
	if w.At == "" && (what == "answer" || what == "skip") {
		return w, false
	}
	switch what {
	case "answer":
		next, err := led.Answer(w, values...)
		return next, err == nil
	case "skip":
		return led.Skip(w), true
	case "back":
		return led.Back(w)
	case "resume":
		return led.Resume(w), true
	case "leave":
		w.At = ""
		return w, true
	}
	return led.Reopen(w, values[0]), true
}

func compare(t *testing.T, g *glass, led *guide.Guide, batch []household) {
	t.Helper()
	text, err := json.Marshal(batch)
	must(t, err)
	wants, both := make([][]string, len(batch)), sync.WaitGroup{}
	both.Go(func() {
		for i, h := range batch {
			wants[i] = reckoned(led, h)
		}
	})
	var got [][]string
	must(t, json.Unmarshal([]byte(pagetest.JS[string](t, g.tab, fmt.Sprintf("JSON.stringify(%s.map(reckon))", text))), &got))
	both.Wait()
	for i, h := range batch {
		want := wants[i]
		if len(got[i]) != len(want) {
			t.Errorf("%+v: %d lines, want %d", h, len(got[i]), len(want))
			return
		}
		for n, line := range want {
			if got[i][n] != line {
				t.Errorf("%+v:\nthe phone says %s\nthe rules say  %s", h, got[i][n], line)
				return
			}
		}
	}
}

// draw draws a household: some answer nearly all, some nearly nothing, and some what cannot be an answer.
func draw(random *rand.Rand, led *guide.Guide) household {
	h := household{Lang: i18n.Languages[random.IntN(len(i18n.Languages))], Given: [][]string{}, Passed: []string{}, Steps: [][]string{}}
	questions, skips := once.rights.Questions(), random.Float64()
	for _, q := range questions {
		switch {
		case random.Float64() >= skips:
			h.Given = append(h.Given, append([]string{q.ID}, values(random, q)...))
		case random.IntN(2) == 0:
			h.Passed = append(h.Passed, q.ID)
		}
	}
	w := led.Resume(h.walk())
	for range max(0, random.IntN(14)-4) {
		any := questions[random.IntN(len(questions))]
		step := [][]string{{"skip"}, {"back"}, {"resume"}, {"leave"}, {"reopen", any.ID}, append([]string{"answer"}, values(random, any)...)}[random.IntN(6)]
		if q, stands := led.Question(w.At); stands && random.IntN(3) > 0 { // mostly an answer to it
			step = append([]string{"answer"}, values(random, q)...)
		}
		h.Steps = append(h.Steps, step)
		w, _ = stepped(led, w, step)
	}
	h.Damaged = damaged(random, led)
	return h
}

// walk is a household before its steps.
func (h household) walk() guide.Walk {
	var w guide.Walk
	for _, one := range h.Given {
		w.Answers, _ = once.rights.With(w.Answers, one[0], one[1:]...) // a wrong one changes nothing
	}
	for _, id := range h.Passed {
		w.Passed = once.rights.Pass(w.Passed, id)
	}
	return w
}

// values draws an answer, and now and then something that is none.
func values(random *rand.Rand, q rights.Question) []string {
	if random.IntN(20) == 0 {
		return [][]string{{"200"}, {"-1"}, {""}, {" 4 "}, {"x"}, {"geen", "leefloon"}, {"0"}}[random.IntN(7)]
	}
	switch q.Kind {
	case "number":
		ages := []int{0, 17, 18, 24, 25, 26, 64, 65, 66, 67, 120, random.IntN(121)}
		return []string{strconv.Itoa(min(q.Max, ages[random.IntN(len(ages))]))}
	case "one":
		return []string{q.Codes[random.IntN(len(q.Codes))]}
	}
	var codes []string
	for _, code := range q.Codes {
		if random.IntN(3) == 0 && !slices.Contains(q.None, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		codes = []string{q.Codes[random.IntN(len(q.Codes))]}
	}
	return codes
}

// damaged draws links of which a letter or two changed, or a part is missing.
func damaged(random *rand.Rand, led *guide.Guide) []string {
	var w guide.Walk
	for _, q := range once.rights.Questions() {
		w.Answers, _ = once.rights.With(w.Answers, q.ID, values(random, q)...)
	}
	letters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=."
	var out []string
	for range 4 {
		text := []byte(led.Pack(w))
		for range 1 + random.IntN(2) {
			text[random.IntN(len(text))] = letters[random.IntN(len(letters))]
		}
		out = append(out, string(text[:len(text)-random.IntN(3)/2*random.IntN(len(text))]))
	}
	return out
}

// BenchmarkPhone measures the script in the browser of this machine: all verdicts, and the next question, after a third, half
// and most of the answers.
func BenchmarkPhone(b *testing.B) {
	g := newRig(b).glass(b, "nl")
	g.reckon()
	for _, given := range []int{4, 7, 13} {
		var h [][]string
		for _, q := range once.rights.Questions()[:given] {
			if len(family[q.ID]) > 0 {
				h = append(h, append([]string{q.ID}, family[q.ID]...))
			}
		}
		text, err := json.Marshal(h)
		must(b, err)
		b.Run(fmt.Sprintf("%d answers", given), func(b *testing.B) {
			took := pagetest.JS[[]float64](b, g.tab, fmt.Sprintf(`(() => {
				const a = %s.reduce((a, [id, ...values]) => engine.answer(a, id, values), engine.none);
				return [() => engine.verdicts(a), () => engine.next(a, 0)].map((work) => {
					const begun = performance.now();
					for (let i = 0; i < %d; i++) work();
					return performance.now() - begun;
				});
			})()`, text, b.N))
			b.ReportMetric(took[0]/float64(b.N), "ms/verdicts")
			b.ReportMetric(took[1]/float64(b.N), "ms/next")
		})
	}
}
