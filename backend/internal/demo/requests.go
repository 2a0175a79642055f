package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/journey"
)

// story is one request: what was asked, how long ago, and what happened since.
type story struct {
	key   string        // its Idempotency-Key
	ago   time.Duration // before now
	asked api.NewRequest
	then  []step
}

// step is something that a member of staff did.
type step struct {
	after time.Duration // since the request came in
	who   string        // user name; of a step of the resident, one who sees the request
	do    func(context.Context, scene) error
}

// scene is what a step acts in.
type scene struct {
	*request.Service
	viewer  account.Viewer
	line    request.Summary
	receipt api.Receipt
	staff   people
}

type people map[string]account.Account

// moving is the clock of the demo's past.
type moving struct{ now time.Time }

// Now is the moment that the story has reached.
func (m *moving) Now() time.Time { return m.now }

// event is a request coming in, or a step of it, at its moment.
type event struct {
	at    time.Time
	order int
	run   func(context.Context) error
}

// makeRequests plays the stories in the order of time, so that histories and audit read as they would have been written.
// A story of which any step happened already is left as it is.
func makeRequests(ctx context.Context, h House, staff people) error {
	clock := &moving{h.Now()}
	service, err := h.Requests(clock)
	if err != nil {
		return err
	}
	now := h.Now()
	var events []event
	for order, s := range stories {
		events = append(events, s.events(service, staff, now, order)...)
	}
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order))
	})
	for _, e := range events {
		clock.now = e.at
		if err := e.run(ctx); err != nil {
			return err
		}
	}
	return nil
}

// events are what happens in a story. They share the receipt: the steps need the locator that sending gave.
func (s story) events(service *request.Service, staff people, now time.Time, order int) []event {
	came := now.Add(-s.ago).Truncate(time.Microsecond) // as it is stored
	var receipt api.Receipt
	var known bool // it was there before: nothing of it is played again
	all := []event{{at: came, order: order, run: func(ctx context.Context) (err error) {
		receipt, err = s.submit(ctx, service)
		if err != nil {
			return fmt.Errorf("%s: %w", s.key, err)
		}
		known, err = s.played(ctx, service, staff, receipt, came)
		return err
	}}}
	for _, next := range s.then {
		all = append(all, event{at: came.Add(next.after), order: order, run: func(ctx context.Context) error {
			if known {
				return nil
			}
			viewer := staff[next.who].Viewer()
			line, err := lineOf(ctx, service, viewer, receipt.Locator)
			if err == nil {
				err = next.do(ctx, scene{service, viewer, line, receipt, staff})
			}
			if err != nil {
				return fmt.Errorf("%s, %s: %w", s.key, next.who, err)
			}
			return nil
		}})
	}
	return all
}

// submit sends the request. Sending it again gives the same receipt.
func (s story) submit(ctx context.Context, service *request.Service) (api.Receipt, error) {
	asked := s.asked
	asked.Consent = journey.ConsentVersion
	body, err := api.Marshal(asked)
	if err != nil {
		return api.Receipt{}, err
	}
	return service.Submit(ctx, request.Submission{Key: s.key, Body: body, New: asked})
}

// played reports whether the request came in at another time than now in the story: then it is from an earlier filling.
func (s story) played(ctx context.Context, service *request.Service, staff people, receipt api.Receipt, came time.Time) (bool, error) {
	if len(s.then) == 0 {
		return true, nil
	}
	first := staff[s.then[0].who].Viewer()
	found, err := lineOf(ctx, service, first, receipt.Locator)
	if core.CodeOf(err) == api.CodeNotFound {
		return true, nil // handed over to another team since
	}
	return !found.Created.Equal(came), err
}

// lineOf finds the line of a request in the viewer's queue.
func lineOf(ctx context.Context, service *request.Service, v account.Viewer, locator string) (request.Summary, error) {
	lines, err := service.Queue(ctx, v, request.Filter{})
	if err != nil {
		return request.Summary{}, err
	}
	for _, line := range lines {
		if line.Locator == locator {
			return line, nil
		}
	}
	return request.Summary{}, core.Refuse(api.CodeNotFound, "")
}
