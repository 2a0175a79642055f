package link_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/link"
)

// aSlot is a moment as the backend writes it.
const aSlot = `{"start":"2026-12-01T13:00:00Z","end":"2026-12-01T14:00:00Z","place":"centre","centre":"v-tex","worker":"Amira","languages":["nl","ar"]}`

// TestAppointmentCalls sends each call to its own address with all of its fields, and reads what comes back.
func TestAppointmentCalls(t *testing.T) {
	start := time.Date(2026, 12, 1, 13, 0, 0, 0, time.UTC)
	calls := map[string]struct {
		path, sends, answer string
		call                func(context.Context, *link.Client) (got string, err error)
		want                string
	}{
		"slots": {"/api/v1/slots", `"team":"noord"`, `{"slots":[` + aSlot + `]}`, func(ctx context.Context, c *link.Client) (string, error) {
			offer, err := c.Slots(ctx, api.SlotAsk{Place: api.PlaceHome, Team: "noord"})
			return strings.Join(workers(offer.Slots), " "), err
		}, "Amira"},
		"hold": {"/api/v1/holds", `"instead":"old-token"`, `{"token":"new-token","slot":` + aSlot + `,"expires":"2026-11-23T10:00:00Z"}`, func(ctx context.Context, c *link.Client) (string, error) {
			hold, err := c.Hold(ctx, api.HoldAsk{Start: start, Instead: api.NewPersonal("old-token")})
			return hold.Token.Reveal(), err
		}, "new-token"},
		"release": {"/api/v1/holds/release", `"token":"new-token"`, ``, func(ctx context.Context, c *link.Client) (string, error) {
			return "", c.Release(ctx, api.NewPersonal("new-token"))
		}, ""},
		"slots of mine": {"/api/v1/requests/slots", `"code":"KD7MRA"`, `{"slots":[` + aSlot + `],"next":"2026-12-08T00:00:00Z"}`, func(ctx context.Context, c *link.Client) (string, error) {
			offer, err := c.SlotsOfMine(ctx, api.SlotsOfMine{Code: api.NewPersonal("KD7MRA"), Many: true})
			return offer.Next.Format(time.DateOnly), err
		}, "2026-12-08"},
		"book": {"/api/v1/requests/appointment", `"start":"2026-12-01T13:00:00Z"`, `{"state":"scheduled","appointment":{"id":"a1","state":"booked"}}`, func(ctx context.Context, c *link.Client) (string, error) {
			status, err := c.Book(ctx, api.Booking{Code: api.NewPersonal("KD7MRA"), Start: start})
			if err != nil {
				return "", err
			}
			return string(status.Appointment.State), nil
		}, "booked"},
		"reply": {"/api/v1/requests/answer", `"reply":"callme"`, `{"state":"contacted"}`, func(ctx context.Context, c *link.Client) (string, error) {
			status, err := c.Reply(ctx, api.Answer{Code: api.NewPersonal("KD7MRA"), Reply: api.ReplyCallMe})
			return string(status.State), err
		}, "contacted"},
	}
	for name, test := range calls {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.URL.Path != test.path || !strings.Contains(string(body), test.sends) {
				t.Errorf("%s: %s %s with %s", name, r.Method, r.URL.Path, body)
			}
			if test.answer == "" {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			_, _ = io.WriteString(w, test.answer)
		})
		if got, err := test.call(context.Background(), client); err != nil || got != test.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func workers(slots []api.Slot) (names []string) {
	for _, slot := range slots {
		names = append(names, slot.Worker)
	}
	return names
}

// A moment that is gone comes with others, so that nobody begins anew.
func TestATakenMomentBringsOthers(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusConflict)
		_ = json.NewEncoder(w).Encode(api.Problem{Status: http.StatusConflict, Code: api.CodeSlotTaken, Slots: []api.Slot{{Worker: "Amira"}, {Worker: "Jan"}}})
	})
	_, held := client.Hold(context.Background(), api.HoldAsk{})
	_, booked := client.Book(context.Background(), api.Booking{})
	_, sent := client.Submit(context.Background(), "key-of-this-request", api.NewRequest{})
	for _, err := range []error{held, booked, sent} {
		var taken *api.Problem
		if !errors.As(err, &taken) || taken.Code != api.CodeSlotTaken || len(taken.Slots) != 2 || taken.Slots[1].Worker != "Jan" {
			t.Errorf("got %v", err)
		}
	}
}

// After a lost answer, a second try to hold would find the moment taken, by itself.
func TestAHoldIsSentOnce(t *testing.T) {
	var calls atomic.Int32
	client := serve(t, func(http.ResponseWriter, *http.Request) {
		calls.Add(1)
		panic(http.ErrAbortHandler)
	})
	if _, err := client.Hold(context.Background(), api.HoldAsk{}); !errors.Is(err, link.ErrNoAnswer) || calls.Load() != 1 {
		t.Errorf("%d calls, %v", calls.Load(), err)
	}
}
