package demo

import (
	"context"
	"fmt"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/journey"
)

// Agendas is what the demo asks of the agendas.
type Agendas interface {
	Of(ctx context.Context, v account.Viewer, worker core.ID) (agenda.Agenda, error)
	AddWeekly(ctx context.Context, v account.Viewer, w calendar.Weekly) error
}

// Hours is what the demo asks of the appointments.
type Hours interface {
	Offers(ctx context.Context, ask api.SlotAsk) (api.SlotOffer, error)
}

// centres are where the workers of a team can be met, by turns.
var centres = map[string][]string{
	"noord": {"overleie"}, "centrum": {"v-tex", "venning", "de-zonnewijzer"}, "zuid": {"de-lange-munte", "de-bildings", "de-conde"},
}

const (
	nine, noon, one, three, five = 9 * 60, 12 * 60, 13 * 60, 15 * 60, 17 * 60
)

// openHours gives the workers of the demo a week: talks in the morning and on some afternoons, home visits and calls on the others.
func openHours(ctx context.Context, agendas Agendas, staff people) error {
	for _, l := range logins {
		if l.Role != account.Worker {
			continue
		}
		worker := staff[l.Username]
		present, err := agendas.Of(ctx, worker.Viewer(), worker.ID)
		if err != nil {
			return err
		}
		if len(present.Weekly) > 0 {
			continue
		}
		for _, block := range week(worker) {
			if err := agendas.AddWeekly(ctx, worker.Viewer(), block); err != nil {
				return fmt.Errorf("demo: hours of %s: %w", l.Username, err)
			}
		}
	}
	return nil
}

func week(worker account.Account) (blocks []calendar.Weekly) {
	around := centres[worker.Team]
	for day := time.Monday; day <= time.Friday; day++ {
		add := func(from, to int, kind calendar.Kind) {
			block := calendar.Weekly{Worker: worker.ID, Day: day, From: from, To: to, Kind: kind}
			if kind == calendar.Talk {
				block.Centre = around[int(day)%len(around)]
			}
			blocks = append(blocks, block)
		}
		add(nine, noon, calendar.Talk)
		if day%2 == 0 {
			add(one, five, calendar.Talk)
			continue
		}
		add(one, three, calendar.Visit)
		add(three, five, calendar.Phone)
	}
	return blocks
}

// meetings are requests that came with an hour: the first that is offered after so many days.
var meetings = []struct {
	key   string
	after time.Duration
	asked api.NewRequest
}{
	{"demo-meeting-noord-talk", day, api.NewRequest{
		Language: "nl", Kiosk: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelSMS, Phone: personal("+46 70 174 06 31")}, Topics: []string{"home"},
	}},
	{"demo-meeting-noord-phone", 3 * day, api.NewRequest{
		Language: "fr", Kiosk: "overleie", Place: api.PlacePhone, Contact: byPhone("+33 3 53 01 00 32", api.Afternoon), TalkLanguage: "fr", Topics: []string{"energy"},
	}},
	{"demo-meeting-centrum-talk", 2 * day, api.NewRequest{
		Language: "ar", Kiosk: "v-tex", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: personal("noor@example.org")}, TalkLanguage: "ar", Topics: []string{"family"},
	}},
}

// makeMeetings sends them through the same door as a kiosk. Where no hour is free, the team calls, as it would.
func makeMeetings(ctx context.Context, h House) error {
	for _, m := range meetings {
		n := m.asked
		n.Consent = journey.ConsentVersion
		offer, err := h.Hours.Offers(ctx, api.SlotAsk{Place: n.Place, Kiosk: n.Kiosk, Language: n.Language, TalkLanguage: n.TalkLanguage, Many: true, From: h.Now().Add(m.after)})
		if err != nil {
			return fmt.Errorf("%s: %w", m.key, err)
		}
		if len(offer.Slots) > 0 {
			n.Start = offer.Slots[0].Start
		}
		if _, err := h.Live.Submit(ctx, request.Submission{Key: m.key, Body: []byte(m.key), New: n}); err != nil {
			return fmt.Errorf("%s: %w", m.key, err)
		}
	}
	return nil
}
