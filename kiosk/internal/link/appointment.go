package link

import (
	"context"

	"wijkloket/backend/api"
)

// Slots asks which moments can be had for the answers of a visit.
func (c *Client) Slots(ctx context.Context, ask api.SlotAsk) (offer api.SlotOffer, err error) {
	err = c.post(ctx, "/slots", nil, ask, &offer)
	return offer, err
}

// Hold keeps a moment while a person fills in the rest. A moment that is gone is refused with an *api.Problem of code
// slot-taken, which carries others. It is sent once: after an answer that was lost, a second try would find the moment taken
// by the first.
func (c *Client) Hold(ctx context.Context, ask api.HoldAsk) (hold api.Hold, err error) {
	err = c.postUpTo(ctx, 1, "/holds", nil, ask, &hold)
	return hold, err
}

// Release lets a held moment go, for others to have.
func (c *Client) Release(ctx context.Context, token api.Personal) error {
	return c.post(ctx, "/holds/release", nil, api.HoldToken{Token: token}, nil)
}

// SlotsOfMine asks which moments can be had for the request that the code opens.
func (c *Client) SlotsOfMine(ctx context.Context, ask api.SlotsOfMine) (offer api.SlotOffer, err error) {
	err = c.post(ctx, "/requests/slots", nil, ask, &offer)
	return offer, err
}

// Book books a moment for the request that the code opens, or moves its appointment there.
func (c *Client) Book(ctx context.Context, booking api.Booking) (status api.Status, err error) {
	err = c.post(ctx, "/requests/appointment", nil, booking, &status)
	return status, err
}

// Reply answers a question of ours about the appointment of the request that the code opens.
func (c *Client) Reply(ctx context.Context, reply api.Answer) (status api.Status, err error) {
	err = c.post(ctx, "/requests/answer", nil, reply, &status)
	return status, err
}
