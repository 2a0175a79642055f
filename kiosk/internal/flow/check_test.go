package flow_test

import (
	"context"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/rights"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/view"
)

func open(way string) view.Event { return view.Open{Way: way} }

// begun stands at the first question of the rights check.
func begun(t testing.TB) *rig {
	t.Helper()
	return newRig(t).does(open(view.WayCheck), view.Next{})
}

// answered has answered age, papers and home.
func answered(t testing.TB) *rig {
	t.Helper()
	return begun(t).does(typ("age", "34"), view.Next{}, pick("kortrijk"), pick("prive"))
}

func TestCheckBeginsWithTheEasiestQuestion(t *testing.T) {
	r := newRig(t).does(open(view.WayCheck))
	if body := shows[view.Intro](r); body.Begin == "" || !strings.Contains(body.Lead, "bewaren niets") {
		t.Errorf("the intro does not say that nothing is kept: %+v", body)
	}
	r.does(view.Next{})
	if body := shows[view.Typing](r); body.Why == "" || body.Running.Skip == "" || body.Running.Enough == "" {
		t.Errorf("the first question lacks a reason, a skip or a stop: %+v", body)
	}
	if at := r.flow.At(); at != "check-question/V1" {
		t.Errorf("the first question is %s", at)
	}
}

// What cannot be an age is asked again, with what was typed (bad input of the issue).
func TestAnAgeThatCannotBe(t *testing.T) {
	for _, typed := range []string{"200", "-1", "1.5", "", "99999999999999999999"} {
		r := begun(t).does(typ("age", typed), view.Next{})
		body := shows[view.Typing](r)
		if body.Fields[0].Wrong == "" || body.Fields[0].Value.Reveal() != typed {
			t.Errorf("%q: %q, and the field holds %q", typed, body.Fields[0].Wrong, body.Fields[0].Value.Reveal())
		}
		if !strings.Contains(body.Fields[0].Wrong, "120") {
			t.Errorf("%q: %q does not say what can be typed", typed, body.Fields[0].Wrong)
		}
		r.does(typ("age", "34"), view.Next{})
		if at := r.flow.At(); at == "check-question/V1" {
			t.Errorf("%q: a good age after it is not taken", typed)
		}
	}
}

// "None of these" and the others take each other away, so nobody can contradict themselves by touch.
func TestNoneStandsAlone(t *testing.T) {
	r := answered(t)
	chosen := func() (ids []string) {
		for _, option := range shows[view.Question](r).Options {
			if option.Chosen {
				ids = append(ids, option.ID)
			}
		}
		return ids
	}
	r.does(pick("eten"), pick("schulden"))
	if got := chosen(); !slices.Equal(got, []string{"schulden", "eten"}) {
		t.Errorf("chosen: %v", got)
	}
	r.does(pick("niets"))
	if got := chosen(); !slices.Equal(got, []string{"niets"}) {
		t.Errorf("with none: %v", got)
	}
	r.does(pick("eten"))
	if got := chosen(); !slices.Equal(got, []string{"eten"}) {
		t.Errorf("after none: %v", got)
	}
	r.does(pick("eten"))
	if got := chosen(); len(got) != 0 || shows[view.Question](r).Next != "" {
		t.Errorf("with nothing chosen there is no going on, only skipping: %v", got)
	}
}

// Back shows the question before with its answer; going on again asks the next one that has none.
func TestBackThroughTheCheck(t *testing.T) {
	r := answered(t).does(view.Back{})
	body := shows[view.Question](r)
	if i := slices.IndexFunc(body.Options, func(o view.Option) bool { return o.Chosen }); i < 0 || body.Options[i].ID != "prive" || body.Next == "" {
		t.Fatalf("the answer is not there any more, or one cannot go on with it: %+v", body)
	}
	r.does(view.Back{}, view.Back{})
	if typing := shows[view.Typing](r); typing.Fields[0].Value.Reveal() != "34" {
		t.Errorf("the age is %q", typing.Fields[0].Value.Reveal())
	}
	r.does(view.Back{})
	if intro := shows[view.Intro](r); intro.Begin != texts().For("nl").T("check.resume") {
		t.Errorf("a check that was begun begins anew: %q", intro.Begin)
	}
	r.does(view.Next{}, view.Next{})
	if at := r.flow.At(); at != "check-question/V14" {
		t.Errorf("after the age that was given comes %s", at)
	}
}

// family answers the questions that come as somebody with two children would, until one was asked.
func (r *rig) family(until string) *rig {
	r.t.Helper()
	answers := map[string]string{"V2": "kortrijk", "V3": "alleenouder", "V4": "2", "V5": "3-5", "V6": "loon", "V7": "geen", "V10": "prive", "V14": "eten"}
	for range 14 {
		id := strings.TrimPrefix(r.flow.At(), "check-question/")
		switch body := r.glass.view.Body.(type) {
		case view.Typing:
			r.does(typ("age", "34"), view.Next{})
		case view.Question:
			switch answer := answers[id]; {
			case answer == "":
				r.does(view.Skip{})
			case body.Many:
				r.does(pick(answer), view.Next{})
			default:
				r.does(pick(answer))
			}
		}
		if id == until {
			return r
		}
	}
	r.t.Fatalf("%s is never asked", until)
	return r
}

// What makes no sense any more after a correction is not asked on the way back, and the others keep their numbers.
func TestBackAfterACorrection(t *testing.T) {
	r := begun(t).family("V5")
	at, stood := r.flow.At(), r.glass.view.Frame.At
	r.does(open(view.WayResults), open(view.WayAnswers), view.Change{ID: "V2"})
	if now := r.glass.view.Frame.At; now != 2 {
		t.Errorf("V2 was the second question and is number %d", now)
	}
	r.does(view.Back{}, open(view.WayGoOn))
	if now := r.glass.view.Frame.At; r.flow.At() != at || now != stood {
		t.Errorf("%s was question %d; after a look at another one it is question %d, %s", at, stood, now, r.flow.At())
	}
	r.does(open(view.WayResults), open(view.WayAnswers), view.Change{ID: "V4"}, pick("0"))
	shows[view.Results](r)
	seen := map[string]bool{}
	for range 14 {
		r.does(view.Back{})
		seen[r.flow.At()] = true
	}
	for _, id := range []string{"V1", "V2", "V4", "V10", "V14"} {
		if !seen["check-question/"+id] {
			t.Errorf("back never leads to %s: %v", id, seen)
		}
	}
	if seen["check-question/V5"] {
		t.Error("without children their ages are asked")
	}
}

// Who stopped at a question that a correction took the sense from comes back to the one before it.
func TestBackToWhereNothingIsAsked(t *testing.T) {
	r := begun(t).family("V4")
	if at := r.flow.At(); at != "check-question/V5" {
		t.Fatalf("at %s", at)
	}
	r.does(open(view.WayResults), open(view.WayAnswers), view.Change{ID: "V4"}, pick("0"), view.Back{})
	if at := r.flow.At(); at != "check-question/V4" {
		t.Errorf("back from the results is %s", at)
	}
}

// What is touched on a question of several stays on a wrong turn, as what is typed does, and ends with the visit.
func TestAWrongTurnKeepsWhatIsTouched(t *testing.T) {
	chosen := func(r *rig) (ids []string) {
		for _, option := range shows[view.Question](r).Options {
			if option.Chosen {
				ids = append(ids, option.ID)
			}
		}
		return ids
	}
	for name, turn := range map[string][]view.Event{
		"the results":         {open(view.WayResults), view.Back{}},
		"the question before": {view.Back{}, view.Next{}},
		"the answers":         {open(view.WayResults), open(view.WayAnswers), open(view.WayGoOn)},
	} {
		r := answered(t).does(pick("schulden"), pick("eten")).does(turn...)
		if got := chosen(r); !slices.Equal(got, []string{"schulden", "eten"}) {
			t.Errorf("after %s: %v", name, got)
		}
		r.does(view.Next{}, view.Back{})
		if got := chosen(r); !slices.Equal(got, []string{"schulden", "eten"}) {
			t.Errorf("after %s and an answer: %v", name, got)
		}
		r.does(view.Skip{}, view.Back{})
		if got := chosen(r); len(got) > 0 {
			t.Errorf("after %s and a skip: %v", name, got)
		}
		r.does(pick("eten"), view.Stop{}, open(view.WayCheck), view.Next{}, typ("age", "34"), view.Next{}, pick("kortrijk"), pick("prive"))
		if got := chosen(r); len(got) > 0 {
			t.Errorf("after %s the next person finds %v", name, got)
		}
	}
}

// "I do not know" is an answer like the others, and skipping counts the same.
func TestUnsureIsLikeSkipping(t *testing.T) {
	r := answered(t).does(pick("niets"), view.Next{})
	if at := r.flow.At(); at != "check-question/V7" {
		t.Fatalf("at %s", at)
	}
	if body := shows[view.Question](r); body.Options[len(body.Options)-1].ID != view.Unsure {
		t.Fatalf("no \"I do not know\" among %+v", body.Options)
	}
	r.does(pick(view.Unsure))
	after := r.flow.At()
	r.does(view.Back{}, view.Skip{})
	if r.flow.At() != after {
		t.Errorf("not knowing leads to %s, skipping to %s", after, r.flow.At())
	}
}

// One may stop at any question, and what more answers would tell is said, and can be told after all.
func TestStoppingEarly(t *testing.T) {
	r := answered(t).does(open(view.WayResults))
	body := shows[view.Results](r)
	if body.Unclear == "" || body.GoOn == "" || body.Day == "" || body.Lead == "" {
		t.Errorf("stopping early does not say what is open: %+v", body)
	}
	few := items(body)
	r.does(open(view.WayUnclear))
	if more := items(shows[view.Results](r)); len(more) <= len(few) {
		t.Errorf("showing what is not clear shows %d after %d", len(more), len(few))
	}
	r.does(open(view.WayUnclear), open(view.WayUnlikely))
	for _, item := range shows[view.Results](r).Groups {
		for _, one := range item.Items {
			if one.Text == "" || one.Standing == "" {
				t.Errorf("%s says nothing", one.ID)
			}
		}
	}
	r.does(view.Back{})
	if at := r.flow.At(); at != "check-question/V14" {
		t.Errorf("back from the results is %s", at)
	}
	r.does(open(view.WayResults), open(view.WayGoOn))
	if at := r.flow.At(); at != "check-question/V14" {
		t.Errorf("going on is %s", at)
	}
}

func items(body view.Results) (ids []string) {
	for _, group := range body.Groups {
		for _, item := range group.Items {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// From a right that is not clear one question leads to an answer, and back to the results.
func TestAnsweringAfterAll(t *testing.T) {
	r := begun(t).does(typ("age", "34"), view.Next{}, view.Skip{}, open(view.WayResults), open(view.WayUnclear), pick("mantelzorg-kortrijk"))
	body := shows[view.Right](r)
	if len(body.Questions) == 0 || body.Decides == "" {
		t.Fatalf("nothing is said about what would tell: %+v", body)
	}
	r.does(view.Change{ID: "V13"})
	if at := r.flow.At(); at != "check-question/V13" {
		t.Fatalf("at %s", at)
	}
	r.does(view.Back{})
	shows[view.Results](r)
	r.does(pick("mantelzorg-kortrijk"), view.Change{ID: "V13"}, pick("niemand"), view.Next{})
	shows[view.Results](r)
	r.does(open(view.WayUnlikely))
	if !slices.Contains(items(shows[view.Results](r)), "mantelzorg-kortrijk") {
		t.Error("the right that was settled is nowhere")
	}
}

// Every answer can be looked over and changed; one that another hangs on asks that one too.
func TestChangingAnAnswer(t *testing.T) {
	r := answered(t).does(pick("niets"), view.Next{}, pick("geen"), view.Next{}, open(view.WayResults), open(view.WayAnswers))
	body := shows[view.Given](r)
	if len(body.Rows) != 5 {
		t.Fatalf("%d answers are shown, want 5: %+v", len(body.Rows), body.Rows)
	}
	r.does(view.Change{ID: "V10"})
	if at := r.flow.At(); at != "check-question/V10" {
		t.Fatalf("at %s", at)
	}
	r.does(pick("eigenaar"))
	shows[view.Results](r)
	r.does(open(view.WayAnswers))
	if rows := shows[view.Given](r).Rows; !slices.ContainsFunc(rows, func(row view.Row) bool { return row.ID == "V10" && strings.Contains(row.Value, "huis") }) {
		t.Errorf("the change is not there: %+v", rows)
	}
}

// The check ends with the visit: after a wipe, a hide or ninety seconds nothing of it is left.
func TestTheCheckIsWiped(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"stop": func(r *rig) { r.does(view.Stop{}) },
		"hide": func(r *rig) { r.does(view.Hide{}) },
		"idle": func(r *rig) { r.later(90 * time.Second) },
	} {
		r := answered(t)
		end(r)
		shows[view.Home](r)
		r.does(open(view.WayCheck))
		if intro := shows[view.Intro](r); intro.Begin != texts().For("nl").T("check.begin") {
			t.Errorf("%s: the next person goes on with the check", name)
		}
		r.does(view.Next{})
		if typing := shows[view.Typing](r); !typing.Fields[0].Value.IsZero() {
			t.Errorf("%s: the next person reads the age", name)
		}
	}
}

// The QR holds the answers in its fragment alone, and the kiosk asks nobody for it.
func TestCarryingItToAPhone(t *testing.T) {
	r := answered(t).does(view.OpenHandover{})
	body := shows[view.Carry](r)
	link, fragment, ok := strings.Cut(body.QR.Reveal(), "#")
	if !ok || link != "https://wijkloket.example/rights?lang=nl" || len(fragment) > 40 {
		t.Errorf("the QR is %s", body.QR.Reveal())
	}
	answers, _, err := rules().Unpack(fragment)
	if err != nil {
		t.Fatal(err)
	}
	if home, _ := rules().Given(answers, "V10"); !slices.Equal(home, []string{"prive"}) {
		t.Errorf("the phone reads %v", home)
	}
	if len(r.backend.handed)+len(r.backend.requests)+len(r.backend.codes) > 0 {
		t.Error("the backend was asked")
	}
	r.does(view.Back{})
	if at := r.flow.At(); at != "check-question/V14" {
		t.Errorf("back is %s", at)
	}
}

// Rules that arrive while somebody answers do not read that person's answers: the check ends with the rules with which it began.
func TestNewRulesWaitForTheNextVisit(t *testing.T) {
	r := answered(t)
	before := shows[view.Question](r).Title
	other, err := rights.LoadOverlay(fstest.MapFS{}, fstest.MapFS{
		"questions.yaml": {Data: []byte("questions: [{id: V2, kind: one, codes: [ja, nee], about: x}, {id: V1, kind: number, min: 0, max: 9, about: x}]")},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.flow.Rights = func() *rights.Rules { return other }
	r.does(view.SetLanguage{Lang: "fr"}, view.SetLanguage{Lang: "nl"}, open(view.WayAnswers))
	if rows := shows[view.Given](r).Rows; len(rows) != 3 || rows[0].Value != "34" {
		t.Errorf("the answers are %+v", rows)
	}
	r.does(view.Back{})
	if got := shows[view.Question](r).Title; got != before {
		t.Errorf("the question is %q and was %q", got, before)
	}
	r.does(view.Stop{}, open(view.WayCheck), view.Next{})
	if at := r.flow.At(); at != "check-results" && at != "check-question/V2" {
		t.Errorf("the next visit stands at %s", at)
	}
}

// A right that begins next year is told of with its day, and in Dutch where it has no other words.
func TestARightOfNextYear(t *testing.T) {
	own := fstest.MapFS{"werk/fietsbel.yaml": {Data: []byte(`id: fietsbel
order: 9000
domain: werk
valid_from: 2027-01-01
when: {use: werknemer}
texts: {nl: {name: Fietsbel}}
`)}}
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	next, err := rights.LoadOverlay(files, own)
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	r.flow.Rights = func() *rights.Rules { return next }
	r.does(view.SetLanguage{Lang: "fr"}, open(view.WayCheck), view.Next{}, open(view.WayResults))
	if slices.Contains(items(shows[view.Results](r)), "fietsbel") {
		t.Error("it is among what was found")
	}
	r.does(open(view.WayUnlikely), view.Choose{ID: "fietsbel"})
	body := shows[view.Right](r)
	if body.Title != "Fietsbel" || !slices.Contains(body.Because.Text, "Ce que nous savons vaut à partir du 1 janvier 2027.") {
		t.Errorf("it is told as %q, because %q", body.Title, body.Because.Text)
	}
}

// Next year's amount stands on the screen from its day on, in every language, and no text has a hole.
func TestAnAmountFromItsDayOn(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	next, err := rights.LoadOverlay(files, fstest.MapFS{"parameters/2027.yaml": {Data: []byte(`parameters:
  - id: leefloon
    values:
      - {from: 2026-11-24, low: {alone: 1400.50, family: 1900, couple: 1850, cohabiting: 925.25}, margin: 1.02, published: 2026-11-20, checked: 2026-11-21, shelf_until: 2028-02-29, confidence: read, source: "een pagina"}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][2]string{
		"nl": {"In februari 2025: 876,13 euro", "In november 2026: 925,25 euro"}, "fr": {"En février 2025 : 876,13 euros", "En novembre 2026 : 925,25 euros"},
		"en": {"In February 2025: 876.13 euros", "In November 2026: 925.25 euros"}, "ar": {"في فبراير 2025: 876,13 يورو", "في نوفمبر 2026: 925,25 يورو"},
	} {
		for days, piece := range want { // a test begins the day before
			r := newRig(t)
			r.flow.Rights = func() *rights.Rules { return next }
			r.clock.at = r.clock.at.AddDate(0, 0, days)
			r.does(view.SetLanguage{Lang: lang}, open(view.WayCheck), view.Next{}, open(view.WayResults), open(view.WayUnclear), view.Choose{ID: "leefloon"})
			if body := fmt.Sprintf("%+v", shows[view.Right](r)); !strings.Contains(body, piece) || strings.Contains(body, "amount:") {
				t.Errorf("%s, %d days on: no %q in %s", lang, days, piece, body)
			}
		}
	}
}

// The phone button means the check also where one only looked at the numbers to call or the languages meanwhile.
func TestThePhoneButtonKnowsWhereOneCameFrom(t *testing.T) {
	for name, aside := range map[string]view.Event{"numbers": view.OpenEmergency{}, "languages": view.OpenLanguages{}} {
		r := answered(t).does(aside, view.OpenHandover{})
		if body, ok := r.glass.view.Body.(view.Carry); !ok || !strings.Contains(body.QR.Reveal(), "/rights?") {
			t.Errorf("%s: the phone gets %T", name, r.glass.view.Body)
		}
		if len(r.backend.handed) > 0 {
			t.Errorf("%s: the backend was asked for a hand-over", name)
		}
	}
}

// Another language changes the words and no answer.
func TestLanguageInTheCheck(t *testing.T) {
	r := answered(t).does(pick("eten"), view.SetLanguage{Lang: "ar"})
	body := shows[view.Question](r)
	if !r.glass.view.Frame.RTL || !slices.ContainsFunc(body.Options, func(o view.Option) bool { return o.ID == "eten" && o.Chosen && o.Label == "الطعام" }) {
		t.Errorf("in Arabic: %+v", body.Options)
	}
}

// Sharing is item by item and off by default: what is sent is what was chosen, and nothing else of the check.
func TestSharingWithAWorker(t *testing.T) {
	r := answered(t).does(pick("eten"), view.Next{}, pick("leefloon"), view.Next{}, open(view.WayResults))
	results := shows[view.Results](r)
	if results.Share == "" {
		t.Fatal("nothing can be shared")
	}
	found := items(results)
	r.does(open(view.WayShare))
	body := shows[view.Question](r)
	var offered []string
	for _, option := range body.Options {
		offered = append(offered, option.ID)
		if option.Chosen || option.Label == "" || option.Label == option.ID {
			t.Errorf("%+v is chosen beforehand, or has no name", option)
		}
	}
	slices.Sort(found)
	slices.Sort(offered)
	if !slices.Equal(found, offered) {
		t.Errorf("offered %v, found %v", offered, found)
	}
	r.does(pick(offered[1]), pick(offered[0]), pick(offered[0]), view.Next{})
	if at := r.flow.At(); at != "ask/place" {
		t.Fatalf("after choosing: %s", at)
	}
	r.does(view.Back{})
	if at := r.flow.At(); at != "ask/rights" {
		t.Errorf("back from the first question of the talk: %s", at)
	}
	r.does(view.Next{}, pick("here"), pick("callme"), pick("none"))
	review := shows[view.Review](r)
	row := slices.IndexFunc(review.Rows, func(row view.Row) bool { return row.ID == "rights" })
	if row < 0 || review.Rows[row].Value == "" || strings.Contains(review.Rows[row].Value, offered[1]) {
		t.Fatalf("the review does not name what is shared: %+v", review.Rows)
	}
	r.does(view.Send{})
	if len(r.backend.requests) != 1 || !slices.Equal(r.backend.requests[0].Rights, offered[1:2]) {
		t.Fatalf("sent %v, chosen %v", r.backend.requests, offered[1:2])
	}
	sent := r.backend.requests[0]
	sent.Rights = nil
	r2 := newRig(t).does(talk(), pick("here"), pick("callme"), pick("none"), view.Send{})
	if !reflect.DeepEqual(sent, r2.backend.requests[0]) {
		t.Errorf("beside the chosen rights a request with a check holds %+v, one without %+v", sent, r2.backend.requests[0])
	}
	shows[view.Sent](r)
	if r.does(view.Stop{}, open(view.WayCheck)); shows[view.Intro](r).Begin != texts().For("nl").T("check.begin") {
		t.Error("after the request the check is still there")
	}
}

// A right says first what it is, and one that can be shared with a worker leads there, with nothing chosen; back leads to the right.
func TestARightLeadsToATalk(t *testing.T) {
	r := answered(t).does(pick("eten"), view.Next{}, pick("leefloon"), view.Next{}, open(view.WayResults))
	found := items(shows[view.Results](r))
	r.does(open(view.WayUnclear), open(view.WayUnlikely))
	all := items(shows[view.Results](r))
	if len(found) == 0 || len(all) <= len(found) {
		t.Fatalf("%d are found among %d: the test looks at nothing", len(found), len(all))
	}
	for _, id := range all {
		body := shows[view.Right](r.does(pick(id)))
		if body.Lead == "" || strings.Contains(fmt.Sprint(body.Sections), body.Lead) {
			t.Errorf("%s begins with %q, and goes on with %v", id, body.Lead, body.Sections)
		}
		if slices.Contains(found, id) != (body.Share != "") {
			t.Errorf("%s, %s: the way to a talk is %q", id, body.Standing, body.Share)
		}
		if body.Share != "" {
			offered := shows[view.Question](r.does(open(view.WayShare))).Options
			if slices.ContainsFunc(offered, func(o view.Option) bool { return o.Chosen }) {
				t.Errorf("%s is chosen beforehand", id)
			}
			if back := shows[view.Right](r.does(view.Back{})); back.Title != body.Title {
				t.Errorf("back from sharing shows %s, not %s", back.Title, body.Title)
			}
		}
		r.does(view.Back{})
	}
}

// What was chosen to share and is not found any more after another answer is neither offered nor sent, however one goes on.
func TestWhatNoLongerFitsIsNotShared(t *testing.T) {
	for name, on := range map[string][]view.Event{
		"sharing again": {open(view.WayShare), view.Next{}},
		"another way":   {view.Back{}, view.Back{}, view.Back{}, view.Back{}, view.Back{}, view.Back{}, talk()},
	} {
		r := answered(t).does(pick("energie_water"), view.Next{}, open(view.WayResults), open(view.WayShare), pick("lac-budgetmeter"), pick("aanvullende-steun-ocmw"), view.Next{})
		r.does(view.Back{}, view.Back{}, open(view.WayAnswers), view.Change{ID: "V14"}, pick("eten"), pick("energie_water"), view.Next{})
		if found := items(shows[view.Results](r)); slices.Contains(found, "lac-budgetmeter") || !slices.Contains(found, "aanvullende-steun-ocmw") {
			t.Fatalf("the answers find %v", found)
		}
		for _, event := range on {
			r.does(event)
			if r.flow.At() != "ask/rights" {
				continue
			}
			for _, option := range shows[view.Question](r).Options {
				if option.ID == "lac-budgetmeter" || option.Chosen != (option.ID == "aanvullende-steun-ocmw") {
					t.Errorf("%s: offered is %+v", name, option)
				}
			}
		}
		r.does(pick("here"), pick("callme"), pick("none"), view.Send{})
		if len(r.backend.requests) != 1 || !slices.Equal(r.backend.requests[0].Rights, []string{"aanvullende-steun-ocmw"}) {
			t.Errorf("%s: sent %+v", name, r.backend.requests)
		}
	}
}

// What was chosen to share goes along to the phone, in the fragment of the QR alone: the backend that makes the QR hears nothing
// of it. The screen says so.
func TestWhatIsSharedGoesToThePhone(t *testing.T) {
	r := answered(t).does(pick("eten"), view.Next{}, open(view.WayResults), open(view.WayShare), pick("aanvullende-steun-ocmw"), view.Next{}, view.OpenHandover{})
	body := shows[view.Handover](r)
	address, fragment, _ := strings.Cut(body.QR.Reveal(), "#")
	secret, shared, _ := strings.Cut(fragment, ".")
	if address != "https://x.be/h" || secret != "secret" || !slices.Equal(rules().UnpackRights(shared), []string{"aanvullende-steun-ocmw"}) {
		t.Errorf("the QR is %s", body.QR.Reveal())
	}
	if !strings.Contains(body.Text, texts().For("nl").T("kiosk.handover.rights")) {
		t.Errorf("%q does not say that what is shared goes along", body.Text)
	}
	if sent, err := api.Marshal(r.backend.handed[0]); err != nil || strings.Contains(string(sent), "steun") || strings.Contains(string(sent), shared) {
		t.Errorf("the backend hears %s, %v", sent, err)
	}
	r.does(view.Back{}, view.Back{}, pick("aanvullende-steun-ocmw"), view.OpenHandover{})
	if body := shows[view.Handover](r); body.QR.Reveal() != "https://x.be/h#secret" || strings.Contains(body.Text, texts().For("nl").T("kiosk.handover.rights")) {
		t.Errorf("with nothing chosen the QR is %s, and %q", body.QR.Reveal(), body.Text)
	}
}

// Who shares nothing sends nothing of the check, and Back from the list returns to the results.
func TestSharingNothing(t *testing.T) {
	r := answered(t).does(pick("eten"), view.Next{}, open(view.WayResults), open(view.WayShare), view.Back{})
	shows[view.Results](r)
	r.does(open(view.WayShare), view.Next{}, pick("here"), pick("callme"), pick("none"), view.Send{})
	if len(r.backend.requests) != 1 || r.backend.requests[0].Rights != nil {
		t.Errorf("sent %+v", r.backend.requests)
	}
}

// Paper: what is on it, and what the glass says of it. It holds what is likely in full and no answer of the person.
func TestPrintingTheResults(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		says string
		bad  bool
	}{
		"well":        {nil, "check.print.done", false},
		"no paper":    {device.ErrPaperOut, "check.print.paper", true},
		"open":        {fmt.Errorf("slip: %w", device.ErrCoverOpen), "check.print.cover", true},
		"unreachable": {device.ErrUnreachable, "check.print.not", true},
		"too long":    {slip.ErrTooLong, "check.print.not", true},
	} {
		r := newRig(t)
		var paper slip.Slip
		wait := make(chan struct{})
		r.flow.Print = func(_ context.Context, s slip.Slip) error { paper = s; <-wait; return c.err }
		r.does(open(view.WayCheck), view.Next{}, typ("age", "34"), view.Next{}, pick("kortrijk"), pick("prive"), pick("eten"), view.Next{}, open(view.WayResults))
		r.flow.Handle(open(view.WayPrint))
		if busy := shows[view.Results](r); busy.Printing == "" {
			t.Errorf("%s: nothing says that it prints", name)
		}
		r.flow.Handle(open(view.WayPrint)) // an impatient second touch prints nothing more
		close(wait)
		r.settle()
		body := shows[view.Results](r)
		if body.Notice != texts().For("nl").T(c.says) || body.Bad != c.bad || body.Printing != "" {
			t.Errorf("%s: %q, bad %v", name, body.Notice, body.Bad)
		}
		words := strings.Join(paper.Words(), "\n")
		if !strings.Contains(words, "VORK") || !strings.Contains(words, "1777") || strings.Contains(words, "34") {
			t.Errorf("%s: on the paper stands\n%s", name, words)
		}
		if dated := strings.Contains(words, "nagekeken in november 2026."); dated != (name != "too long") { // by name alone it is short
			t.Errorf("%s: how old it is stands on the paper: %v", name, dated)
		}
	}
}

// Of what is worth asking, paper tells what it brings and how one gets it; of what is likely all there is to do. Who may have more than two metres
// of paper can hold is told less of each, and at last gets the names.
func TestALongListIsPrintedShorter(t *testing.T) {
	r := newRig(t)
	var printed []slip.Slip
	r.flow.Print = func(_ context.Context, s slip.Slip) error {
		if printed = append(printed, s); len(printed) < 3 {
			return slip.ErrTooLong
		}
		return nil
	}
	r.does(open(view.WayCheck), view.Next{}).family("V14").does(open(view.WayResults), open(view.WayPrint))
	if body := shows[view.Results](r); body.Notice != texts().For("nl").T("check.print.done") || len(printed) != 3 {
		t.Fatalf("%q after %d tries", body.Notice, len(printed))
	}
	nl, told := texts().For("nl"), [][2][]string{
		{{"brings", "how", "where", "bring"}, {"brings", "how"}}, {{"how", "where", "bring"}, {}}, {},
	}
	for try, told := range told {
		for n, standing := range []string{"likely", "ask"} {
			section := printed[try].Sections[n]
			if section.Heading != nl.T("check.standing."+standing) || len(section.Items) == 0 {
				t.Errorf("section %d is %q with %d rights", n, section.Heading, len(section.Items))
			}
			for _, item := range section.Items {
				var labels []string
				for _, line := range item.Lines {
					if line.Label != "" && line.Label != nl.T("check.right.deadline") {
						labels = append(labels, line.Label)
					}
				}
				var want []string
				for _, fact := range told[n] {
					want = append(want, nl.T("check.right."+fact))
				}
				if item.Name == "" || !slices.Equal(labels, want) {
					t.Errorf("try %d tells of %s, %s: %q, want %q", try, item.Name, standing, labels, want)
				}
			}
		}
	}
}

// That something comes by itself is promised to nobody to whom it may not come, neither on the glass nor on paper.
func TestNothingComesByItselfToWhoMayNotHaveIt(t *testing.T) {
	r := newRig(t)
	var paper slip.Slip
	r.flow.Print = func(_ context.Context, s slip.Slip) error { paper = s; return nil }
	r.does(open(view.WayCheck), view.Next{}).family("V14").does(open(view.WayResults), open(view.WayUnclear), open(view.WayUnlikely))
	promise, whoever := texts().For("nl").T("check.granted.by-itself"), texts().For("nl").T("check.granted.whoever")
	seen := map[bool]int{}
	for _, id := range items(shows[view.Results](r)) {
		right, _ := rules().Right(id)
		if right.Granted != "by-itself" {
			continue
		}
		r.does(pick(id))
		body := shows[view.Right](r)
		seen[body.Good]++
		said := ""
		for _, section := range body.Sections {
			said += strings.Join(section.Text, "\n")
		}
		if strings.Contains(said, promise) != body.Good || strings.Contains(said, whoever) == body.Good {
			t.Errorf("%s, %s: %s", id, body.Standing, said)
		}
		r.does(view.Back{})
	}
	if seen[false] == 0 {
		t.Error("nothing that comes by itself is doubtful: the test looks at nothing")
	}
	r.does(open(view.WayPrint))
	for _, section := range paper.Sections {
		words := strings.Join((slip.Slip{Sections: []slip.Section{section}}).Words(), "\n")
		if section.Heading == texts().For("nl").T("check.standing.ask") && strings.Contains(words, promise) {
			t.Errorf("on paper, what is to be asked is promised: %s", words)
		}
	}
}

// Skipped questions stand with the answers, to be answered after all.
func TestSkippedQuestionsStandWithTheAnswers(t *testing.T) {
	r := begun(t).does(typ("age", "34"), view.Next{}, view.Skip{}, pick("prive"), open(view.WayResults), open(view.WayAnswers))
	body := shows[view.Given](r)
	if len(body.Rows) != 2 || len(body.Skipped) != 1 || body.Skipped[0].ID != "V2" || body.Skipped[0].Label == "" || body.SkippedOf == "" {
		t.Fatalf("answered %+v, skipped %+v", body.Rows, body.Skipped)
	}
	r.does(view.Change{ID: "V2"}, pick("kortrijk"), open(view.WayAnswers))
	if body := shows[view.Given](r); len(body.Rows) != 3 || len(body.Skipped) != 0 {
		t.Errorf("answered %+v, skipped %+v", body.Rows, body.Skipped)
	}
}

// Without a printer nothing offers to print.
func TestWithoutAPrinter(t *testing.T) {
	r := answered(t).does(open(view.WayResults), open(view.WayPrint))
	if body := shows[view.Results](r); body.Print != "" || body.Notice != "" {
		t.Errorf("printing is offered: %+v", body)
	}
}
