package flow_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/view"
)

// T-24, A-18: after 60 s the warning hides everything, one touch goes on, after 90 s all is wiped.
func TestIdle(t *testing.T) {
	r := newRig(t)
	secret := "0470 11 22 33"
	r.does(talk(), pick("here"), pick("callme"), pick("phone"), typ("phone", secret)).later(59 * time.Second)
	shows[view.Typing](r)
	r.later(time.Second)
	shows[view.Warning](r)
	if strings.Contains(fmt.Sprintf("%#v", revealed(r.glass.view)), secret) {
		t.Error("the warning still holds what was typed")
	}
	for range 10 { // at least ten times
		r.does(view.GoOn{})
		if got := shows[view.Typing](r).Fields[0].Value.Reveal(); got != secret {
			t.Fatalf("after the warning the field holds %q", got)
		}
		r.later(65 * time.Second)
		shows[view.Warning](r)
	}
	r.later(25 * time.Second)
	shows[view.Home](r)
	r.does(talk(), pick("here"), pick("callme"), pick("phone"))
	if !shows[view.Typing](r).Fields[0].Value.IsZero() {
		t.Error("the next person sees what was typed")
	}
}

func revealed(v view.View) string {
	body, err := api.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(body)
}

// A touch that comes after the end, before the clock's next tick, belongs to the next person.
func TestTouchAfterTheEndWipes(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"))
	r.clock.at = r.clock.at.Add(91 * time.Second)
	r.does(pick("none"))
	shows[view.Home](r)
}

// language, size and contrast are back to their defaults, also when nothing else was done.
func TestSettingsGoBack(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"stop": func(r *rig) { r.does(view.Stop{}) },
		"hide": func(r *rig) { r.does(view.Hide{}) },
		"idle": func(r *rig) { r.later(91 * time.Second) },
	} {
		r := newRig(t)
		r.does(view.SetLanguage{Lang: "fr"}, view.NextText{}, view.NextContrast{})
		if f := r.glass.view.Frame; f.Lang != "fr" || f.Text != "l" || f.Contrast != "dark" {
			t.Fatalf("settings are %s, %s, %s", f.Lang, f.Text, f.Contrast)
		}
		end(r)
		if f := r.glass.view.Frame; f.Lang != "nl" || f.Text != "m" || f.Contrast != "normal" {
			t.Errorf("after %s the next person gets %s, %s, %s", name, f.Lang, f.Text, f.Contrast)
		}
	}
}

// T-60's 300 ms: stop and hide show the neutral face in the same call; hide says nothing about what was.
func TestStopAndHideAtOnce(t *testing.T) {
	for _, event := range []view.Event{view.Stop{}, view.Hide{}} {
		r := newRig(t)
		r.does(talk(), pick("here"), pick("callme"))
		r.flow.Handle(event)
		home := shows[view.Home](r)
		if _, hid := event.(view.Hide); hid != (home.Notice == "") {
			t.Errorf("%T leaves the notice %q", event, home.Notice)
		}
	}
}

// T-28: soon the neutral face says nothing about whoever stood here.
func TestNoticeGoes(t *testing.T) {
	r := newRig(t)
	r.does(talk(), view.Stop{}).later(14 * time.Second)
	if shows[view.Home](r).Notice == "" {
		t.Error("who walks away does not read that all is wiped")
	}
	if r.later(2 * time.Second); shows[view.Home](r).Notice != "" {
		t.Error("the next person reads that somebody was here")
	}
}

// An answer for a visit that has ended reaches nobody.
func TestAnswerAfterTheEndIsDropped(t *testing.T) {
	r := newRig(t)
	called := make(chan error, 1)
	r.backend.submit = func(ctx context.Context) (api.Receipt, error) {
		<-ctx.Done()
		called <- ctx.Err()
		return api.Receipt{Code: api.NewPersonal(code)}, nil
	}
	r.does(talk(), pick("here"), pick("callme"), pick("none"))
	r.flow.Handle(view.Send{})
	r.flow.Handle(view.Stop{})
	if err := <-called; !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %v", err)
	}
	r.settle()
	shows[view.Home](r)
}

// T-31: the QR carries choices and never what was typed.
func TestHandoverCarriesNothingTyped(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("home"), typ("street", "Canariestraat"), typ("number", "7"), view.Next{}, pick("callme"), pick("phone"), typ("phone", "0470998877"), view.Next{}, pick("morning"))
	r.does(view.OpenHandover{})
	shows[view.Handover](r)
	sent, err := api.Marshal(r.backend.handed[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Canariestraat", "0470", "998877"} {
		if strings.Contains(string(sent), secret) {
			t.Errorf("the hand-over carries %q", secret)
		}
	}
	if got := r.backend.handed[0]; got.Step != "when" || got.Choices.Place != api.PlaceHome || len(got.Choices.When) != 1 {
		t.Errorf("the hand-over carries step %q and choices %+v", got.Step, got.Choices)
	}
}

// From a screen that is no step of the journey the phone begins at the first, and a refusal blames nobody.
func TestHandoverFromAnywhere(t *testing.T) {
	r := newRig(t)
	r.does(view.OpenHandover{})
	if got := r.backend.handed[0].Step; got != "place" {
		t.Errorf("from home the phone begins at %q", got)
	}
	r = newRig(t)
	r.backend.handover = func(context.Context) (api.Handover, error) {
		return api.Handover{}, &api.Problem{Code: api.CodeInvalid}
	}
	r.does(view.OpenHandover{})
	if got := shows[view.Handover](r).Note; got != texts().For("nl").T("error.internal.detail") {
		t.Errorf("a refused hand-over says %q", got)
	}
}

// T-30: the phone shows two words; yes wipes the kiosk, no cuts the phone off and keeps the visit.
func TestHandoverTaken(t *testing.T) {
	for _, mine := range []bool{true, false} {
		r := newRig(t)
		r.backend.taken = func(context.Context) (api.HandoverStatus, error) {
			return api.HandoverStatus{Taken: true, Words: [2]string{"appel", "rivier"}}, nil
		}
		r.does(talk(), pick("here"), pick("callme"), view.OpenHandover{}).later(2 * time.Second)
		if got := shows[view.Taken](r); got.Words != [2]string{"appel", "rivier"} {
			t.Errorf("the words are %v", got.Words)
		}
		if mine {
			r.does(view.Yes{})
			shows[view.Home](r)
			if len(r.backend.ended) != 0 {
				t.Error("the resident's own phone was cut off")
			}
			continue
		}
		r.does(view.No{})
		r.flow.Wait()
		shows[view.Question](r)
		if len(r.backend.ended) != 1 {
			t.Errorf("somebody else's phone was cut off %d times", len(r.backend.ended))
		}
	}
}

func TestHandoverEnds(t *testing.T) {
	r := newRig(t)
	r.does(talk(), view.OpenHandover{})
	for range 3 { // touches, so that the visit itself goes on
		r.later(50 * time.Second).does(view.GoOn{})
	}
	if got := shows[view.Handover](r); !got.QR.IsZero() || got.Note == "" {
		t.Error("a QR of two minutes ago is still shown (T-30)")
	}
	r.does(view.Renew{})
	if shows[view.Handover](r).QR.IsZero() {
		t.Error("no new QR")
	}
	r.does(view.Back{})
	r.flow.Wait()
	if len(r.backend.ended) != 2 {
		t.Errorf("%d hand-overs were closed, want both", len(r.backend.ended))
	}
}

func TestMyRequest(t *testing.T) {
	r := newRig(t)
	r.does(view.Open{Way: view.WayMine}, view.Next{})
	if shows[view.Code](r).Field.Wrong == "" {
		t.Error("an empty code is no fault")
	}
	r.does(typ("code", "kd7mra x4tyh 9qcfw"), view.Next{})
	mine := shows[view.Mine](r)
	if mine.State == "" {
		t.Error("no state")
	}
	if !strings.Contains(mine.Promise, "Kom langs of bel") {
		t.Errorf("who comes back on their own is promised %q", mine.Promise)
	}
	for _, row := range mine.Rows {
		if strings.Contains(row.Value, "dit centrum") {
			t.Errorf("the row %q says %q, on a kiosk that may stand elsewhere", row.Label, row.Value)
		}
	}
	r.does(view.ChangeContact{}, pick("email"), typ("email", "a@b.be"), view.Next{}, view.Next{}, pick("before"))
	if review := shows[view.Review](r); review.Consent != "" {
		t.Error("a change of contact asks for consent again")
	}
	r.does(view.Send{})
	if shows[view.Mine](r).Notice == "" || r.backend.changes[0].Contact.Channel != api.ChannelEmail || r.backend.changes[0].Contact.Remind != api.RemindBefore {
		t.Error("the new contact plan was not saved")
	}
	r.does(view.Cancel{}, view.No{})
	shows[view.Mine](r)
	r.does(view.Cancel{}, view.Yes{})
	if mine := shows[view.Mine](r); mine.Cancel != "" || len(mine.Rows) != 2 {
		t.Errorf("a stopped request can be stopped again, or still says how we reach the person: %v", mine.Rows)
	}
}

func TestMyRequestRefused(t *testing.T) {
	for name, err := range map[string]error{"unknown": &api.Problem{Code: api.CodeUnknownCode}, "no line": errors.New("gone")} {
		r := newRig(t)
		r.backend.status = func(context.Context) (api.Status, error) { return api.Status{}, err }
		r.does(view.Open{Way: view.WayMine}, typ("code", "XXXX"), view.Next{})
		if got := shows[view.Code](r); got.Field.Wrong == "" || got.Field.Value.Reveal() != "XXXX" || got.Busy != "" {
			t.Errorf("%s: wrong %q, busy %q", name, got.Field.Wrong, got.Busy)
		}
	}
}

// Whatever is typed or picked about where one lives, there is an answer with a reason and a number to call.
func TestTeamIsNeverADeadEnd(t *testing.T) {
	ways := map[string][]view.Event{
		"exact":      {typ("street", "Overleiestraat"), typ("number", "45"), view.Next{}},
		"unknown":    {typ("street", "Qwertystraat"), view.Next{}},
		"elsewhere":  {typ("street", "Kerkstraat 3, 8520 Kuurne"), view.Next{}},
		"no address": {view.Open{Way: view.WayNoAddress}},
		"rather not": {view.Open{Way: view.WayRather}},
		"area":       {view.Open{Way: view.WayAreas}, pick(kortrijk().Neighbourhoods()[0].ID)},
		"garbage":    {typ("street", "'; DROP TABLE streets; --<script>"), view.Next{}},
	}
	for name, way := range ways {
		r := newRig(t)
		r.does(append([]view.Event{view.Open{Way: view.WayTeam}}, way...)...)
		team := shows[view.Team](r)
		if team.Title == "" || team.Why == "" || team.Advice == "" || team.Phone.Number == "" || team.Talk == "" {
			t.Errorf("%s: %+v", name, team)
		}
		r.does(view.Open{Way: view.WayTalk})
		shows[view.Question](r)
	}
}

// "Your address stays on this screen": the search sends nothing, and a talk at this centre does not carry it along.
func TestSearchStaysHere(t *testing.T) {
	r := newRig(t)
	r.does(view.Open{Way: view.WayTeam}, typ("street", "Overleiestraat"), typ("number", "45"), view.Next{}, view.Open{Way: view.WayTalk})
	r.does(pick("here"), pick("callme"), pick("none"), view.Send{})
	if got := r.backend.requests[0].Address; !got.IsZero() {
		t.Error("the searched address was sent")
	}
	r = newRig(t)
	r.does(view.Open{Way: view.WayTeam}, typ("street", "Overleiestraat"), view.Next{}, view.Open{Way: view.WayTalk}, pick("home"))
	if got := shows[view.Typing](r).Fields[0].Value.Reveal(); got != "Overleiestraat" {
		t.Errorf("a home visit asks for the address again: %q (A-22)", got)
	}
}

func TestOfferedStreet(t *testing.T) {
	r := newRig(t)
	r.does(view.Open{Way: view.WayTeam}, typ("street", "overl"))
	find := shows[view.Find](r)
	if len(find.Suggestions) == 0 {
		t.Fatal("nothing is offered for overl")
	}
	offered := find.Suggestions[0]
	r.does(pick(offered.ID))
	find = shows[view.Find](r)
	if find.Fields[0].Value.Reveal() != offered.Label || len(find.Suggestions) != 0 {
		t.Errorf("after choosing, the field holds %q and %d more are offered", find.Fields[0].Value.Reveal(), len(find.Suggestions))
	}
}

// anything is what a hurried, lost or malicious finger may do.
func anything(t *rapid.T) view.Event {
	word := rapid.SampledFrom([]string{"", "0470123456", "a@b.be", "Overleiestraat", "مرحبا", "<b>'--", "85073003328", "x"})
	id := rapid.SampledFrom([]string{"here", "centre", "home", "phone", "callme", "none", "sms", "email", "yes", "no", "morning", "firstname", "topics", "place",
		"channel", "when", "language", "ti", "name", "review", "overleie", "v-tex", "street:overleiestraat-8500", "neighbourhood:overleie", "",
		momentID(0), momentID(1), momentID(4), "2026-12-01", "move", "other-spot", "accept", "notnow", "earlier", "keep", "apart", "remind", "both"})
	events := []view.Event{
		talk(), view.Open{Way: view.WayTeam}, view.Open{Way: view.WayMine}, view.Open{Way: view.WayAreas}, view.Open{Way: view.WayNoAddress},
		view.Back{}, view.Back{}, view.Next{}, view.Next{}, view.Send{}, view.Retry{}, view.Yes{}, view.No{}, view.Cancel{}, view.ChangeContact{}, view.Renew{}, view.GoOn{}, view.More{},
		view.OpenEmergency{}, view.OpenHandover{}, view.OpenLanguages{}, view.NextText{}, view.NextContrast{},
		view.SetLanguage{Lang: rapid.SampledFrom([]string{"nl", "fr", "en", "ar", "xx"}).Draw(t, "lang")},
		view.Choose{ID: id.Draw(t, "id")}, view.Choose{ID: id.Draw(t, "id2")}, view.Change{ID: id.Draw(t, "change")},
		view.Type{Field: rapid.SampledFrom([]string{"street", "number", "phone", "email", "name", "code"}).Draw(t, "field"), Text: word.Draw(t, "text")},
	}
	return rapid.SampledFrom(events).Draw(t, "event")
}

// Nothing that can be done in any order breaks the presenter, and after the end nothing of it is left.
func TestAnyOrder(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(outer)
		defer r.flow.Close()
		answers := []error{nil, errors.New("gone"), &api.Problem{Code: api.CodeUnavailable}, &api.Problem{Code: api.CodeUnknownCode}}
		status, submit := r.backend.status, r.backend.submit
		r.backend.status = func(ctx context.Context) (api.Status, error) {
			value, _ := status(ctx)
			return value, answers[int(r.clock.at.Unix())%len(answers)]
		}
		r.backend.submit = func(ctx context.Context) (api.Receipt, error) {
			value, _ := submit(ctx)
			return value, answers[int(r.clock.at.Unix())%len(answers)]
		}
		slots := r.backend.slots
		r.backend.slots = func(ctx context.Context, many bool) (api.SlotOffer, error) {
			value, _ := slots(ctx, many)
			return value, answers[int(r.clock.at.Unix())%len(answers)]
		}
		t.Repeat(map[string]func(*rapid.T){
			"act": func(t *rapid.T) {
				r.does(anything(t))
			},
			"wait": func(t *rapid.T) {
				r.later(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second)
			},
			"end": func(*rapid.T) {
				r.does(view.Stop{})
				if home := shows[view.Home](r); len(home.Languages) != 4 || r.glass.view.Frame.Back != "" {
					t.Fatal("the end is not the beginning")
				}
			},
			"": func(t *rapid.T) {
				if r.glass.view.Body == nil {
					t.Fatal("nothing is shown")
				}
			},
		})
	})
}
