package flow_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/view"
)

// Six touches from the start to a confirmed request without contact data: language, talk, here, a moment or none, I come
// myself, send.
func TestSixTouches(t *testing.T) {
	r := newRig(t)
	touches := []view.Event{view.SetLanguage{Lang: "nl"}, talk(), pick("here"), pick("callme"), pick("none"), view.Send{}}
	r.does(touches...)
	sent := shows[view.Sent](r)
	if len(touches) > 6 {
		t.Errorf("%d touches, want at most 6", len(touches))
	}
	if got := strings.Join(sent.Code, "-"); got != code {
		t.Errorf("the code on the glass is %q", got)
	}
	if got := r.backend.requests[0]; got.Kiosk != "overleie" || got.Place != api.PlaceHere || got.Contact.Channel != api.ChannelNone || got.Consent != journey.ConsentVersion {
		t.Errorf("sent place %q, channel %q, kiosk %q, consent %q", got.Place, got.Contact.Channel, got.Kiosk, got.Consent)
	}
	if sent.QR.Reveal() != "https://wijkloket.example/a/KD7MRA#"+code {
		t.Error("the QR does not open my request with the code in the fragment (T-29)")
	}
}

// I5: nothing on the glass says that the request was received before the backend answered.
func TestNothingIsReceivedBeforeTheAnswer(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	answer := r.backend.submit
	r.backend.submit = func(ctx context.Context) (api.Receipt, error) { <-release; return answer(ctx) }
	r.does(talk(), pick("here"), pick("callme"), pick("none"))
	r.flow.Handle(view.Send{})
	shows[view.Sending](r)
	r.flow.Handle(view.Back{})
	shows[view.Sending](r) // what is under way cannot be changed any more
	close(release)
	r.settle()
	shows[view.Sent](r)
}

// Backend gone: calm words, the helpline, the request kept and sent again by itself under the same key.
func TestBackendGone(t *testing.T) {
	r := newRig(t)
	answer, gone := r.backend.submit, true
	r.backend.submit = func(ctx context.Context) (api.Receipt, error) {
		if gone {
			return api.Receipt{}, errors.New("no line")
		}
		return answer(ctx)
	}
	r.does(talk(), pick("here"), pick("callme"), pick("none"), view.Send{})
	trouble := shows[view.Trouble](r)
	if trouble.Phone.Number != "1777" || trouble.Retry == "" {
		t.Errorf("trouble offers %q and retry %q", trouble.Phone.Number, trouble.Retry)
	}
	r.does(view.Back{})
	shows[view.Trouble](r) // whether it arrived is unknown: changing it could make two
	r.does(view.Retry{})
	shows[view.Trouble](r)
	gone = false
	r.later(30 * time.Second)
	shows[view.Sent](r)
	if len(r.backend.keys) < 3 {
		t.Fatalf("only %d tries", len(r.backend.keys))
	}
	for _, key := range r.backend.keys {
		if key != r.backend.keys[0] || len(key) < 16 {
			t.Error("a try has another Idempotency-Key")
		}
	}
}

// A refusal of a field leads to its step with the words beside the field, and keeps what was typed.
func TestRefusedFieldOpensItsStep(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("sms"), typ("phone", "0470123456"), view.Next{}, view.Next{})
	shows[view.Review](r)
	r.backend.submit = func(context.Context) (api.Receipt, error) {
		return api.Receipt{}, &api.Problem{Code: api.CodeInvalid, Fields: []api.FieldError{{Field: "phone", Key: "wrong.phone"}}}
	}
	r.does(view.Send{})
	step := shows[view.Typing](r)
	if step.Fields[0].Wrong == "" || step.Fields[0].Value.IsZero() {
		t.Errorf("the field says %q and holds %v", step.Fields[0].Wrong, step.Fields[0].Value)
	}
	r.does(view.Next{})
	shows[view.Review](r)
}

func TestWrongInputStaysAndSaysSo(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("phone"), typ("phone", "12"), view.Next{})
	step := shows[view.Typing](r)
	if step.Fields[0].Wrong == "" || step.Fields[0].Value.Reveal() != "12" {
		t.Errorf("wrong %q, value kept: %t", step.Fields[0].Wrong, step.Fields[0].Value.Reveal() == "12")
	}
	r.does(typ("phone", "0470 12"))
	if shows[view.Typing](r).Fields[0].Wrong != "" {
		t.Error("the fault stays while it is being put right")
	}
}

// another language loses nothing, neither picked nor half typed, and says the fault in the new language too.
func TestLanguageChangeLosesNothing(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("phone"), typ("phone", "0470"), view.Next{})
	dutch := shows[view.Typing](r)
	r.does(view.OpenLanguages{}, view.SetLanguage{Lang: "ar"})
	arabic := shows[view.Typing](r)
	if !r.glass.view.Frame.RTL || arabic.Title == dutch.Title {
		t.Error("the screen is not in Arabic")
	}
	if arabic.Fields[0].Value.Reveal() != "0470" {
		t.Error("the half typed number is lost")
	}
	r.does(view.Back{})
	if q := shows[view.Question](r); !q.Options[1].Chosen {
		t.Error("the picked answer is lost")
	}
}

func TestBackKeepsWhatWasTyped(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("email"), typ("email", "half@"), view.Back{}, view.Back{}, view.Back{}, view.Back{})
	shows[view.Home](r)
	r.does(talk(), pick("here"), pick("callme"), pick("email"))
	if got := shows[view.Typing](r).Fields[0].Value.Reveal(); got != "half@" {
		t.Errorf("after walking back and forth the field holds %q", got)
	}
}

// one change from the review does not walk the whole way again.
func TestCorrectionReturnsToTheReview(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("sms"), typ("phone", "0470123456"), view.Next{}, view.Next{})
	r.does(view.Change{ID: "when"}, pick("morning"), view.Next{})
	shows[view.Review](r)
	r.does(view.Change{ID: "topics"}, view.Back{})
	shows[view.Review](r)
	r.does(view.Change{ID: "language"}, pick("ti"))
	if got := shows[view.Question](r); len(got.Options) != 2 {
		t.Errorf("after a foreign language come %d options, want the interpreter's two", len(got.Options))
	}
	r.does(pick("yes"))
	shows[view.Review](r)
	r.does(view.Change{ID: "channel"}, pick("email")) // opens a question that has no answer yet
	shows[view.Typing](r)
	r.does(typ("email", "a@b.be"), view.Next{})
	shows[view.Review](r)
}

// A-12, T-27: the review shows no typed value.
func TestReviewHidesWhatWasTyped(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick("callme"), pick("email"), typ("email", "amira@voorbeeld.be"), view.Next{}, view.Next{})
	r.does(view.Change{ID: "name"}, typ("name", "Amira Zonneschijn"), view.Next{})
	body := fmt.Sprintf("%+v", shows[view.Review](r))
	for _, secret := range []string{"amira@", "Zonneschijn"} {
		if strings.Contains(body, secret) {
			t.Errorf("the review shows %q", secret)
		}
	}
}

// Every option and every step of the journey leads to the review, in every language, without a dead end.
func TestEveryOptionLeadsOn(t *testing.T) {
	fill := map[string]string{"street": "Overleiestraat", "number": "45", "phone": "0470123456", "email": "a@b.be"}
	for _, place := range []string{"here", "centre", "home", "phone", "callme"} {
		for _, channel := range []string{"none", "phone", "sms", "email"} {
			r := newRig(t)
			r.does(talk(), pick(place))
			for steps := 0; ; steps++ {
				if _, done := r.glass.view.Body.(view.Review); done {
					break
				}
				if steps > 12 {
					t.Fatalf("%s, %s: no end of questions", place, channel)
				}
				switch body := r.glass.view.Body.(type) {
				case view.Typing:
					for _, field := range body.Fields {
						r.does(typ(field.Name, fill[field.Name]))
					}
					r.does(view.Next{})
				case view.Question:
					id := body.Options[0].ID
					if r.glass.view.ID == "ask/channel" {
						id = channel
					}
					r.does(pick(id))
					if body.Many {
						r.does(view.Next{})
					}
				default:
					t.Fatalf("%s, %s: %T on the way", place, channel, body)
				}
			}
			r.does(view.Send{})
			shows[view.Sent](r)
		}
	}
}
