// Package link is the kiosk's line to the backend: the calls of /api/v1 with their wire types, time limits and retries.
// It is the only user of the HTTP library. Bodies, codes and keys never reach a log or an error text.
package link

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-resty/resty/v2"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
)

// ErrNoAnswer means that no understandable answer came: no connection, no time left, not our backend. Whether the call
// arrived is unknown.
var ErrNoAnswer = errors.New("link: no answer from the backend")

// The time limits of one try. A person stands and waits, so they are short; a request is tried again under the same key.
const (
	quick = 8 * time.Second
	tries = 2
	pause = 300 * time.Millisecond
)

// mostAnswer bounds what is read of an answer, in bytes; the directory document is the largest by far.
const mostAnswer = directory.MaxDocument

// Client makes the calls. Its zero value is unusable; use [New].
type Client struct{ http *resty.Client }

// New makes a client for the backend at an address like "https://wijkloket.kortrijk.be".
func New(base string) (*Client, error) {
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return nil, fmt.Errorf("link: %q is no address of a backend; give one like http://127.0.0.1:8080", base)
	}
	client := resty.New().
		SetBaseURL(base+"/api/v1").
		SetTimeout(quick).
		SetResponseBodyLimit(mostAnswer).
		SetRedirectPolicy(resty.NoRedirectPolicy()). // T-62
		SetTLSClientConfig(&tls.Config{MinVersion: tls.VersionTLS12}).
		SetHeader("Accept", "application/json, application/problem+json").
		SetLogger(silent{})
	return &Client{http: client}, nil
}

// Close drops idle connections.
func (c *Client) Close() { c.http.GetClient().CloseIdleConnections() }

// Submit sends a request under its Idempotency-Key; the same key and request always give the same receipt.
func (c *Client) Submit(ctx context.Context, key string, request api.NewRequest) (receipt api.Receipt, err error) {
	err = c.post(ctx, "/requests", map[string]string{"Idempotency-Key": key}, request, &receipt)
	return receipt, err
}

// Status asks where the request stands that the code opens.
func (c *Client) Status(ctx context.Context, code api.Personal) (status api.Status, err error) {
	err = c.post(ctx, "/requests/status", nil, api.Proof{Code: code}, &status)
	return status, err
}

// Cancel stops the request that the code opens.
func (c *Client) Cancel(ctx context.Context, code api.Personal) (status api.Status, err error) {
	err = c.post(ctx, "/requests/cancel", nil, api.Proof{Code: code}, &status)
	return status, err
}

// ChangeContact replaces the contact plan of the request that the code opens.
func (c *Client) ChangeContact(ctx context.Context, change api.ContactChange) (status api.Status, err error) {
	err = c.post(ctx, "/requests/contact", nil, change, &status)
	return status, err
}

// OpenHandover asks for a QR that carries a visit to a phone.
func (c *Client) OpenHandover(ctx context.Context, visit api.NewHandover) (handover api.Handover, err error) {
	err = c.post(ctx, "/handovers", nil, visit, &handover)
	return handover, err
}

// HandoverStatus asks whether a phone took a hand-over.
func (c *Client) HandoverStatus(ctx context.Context, key api.Personal) (status api.HandoverStatus, err error) {
	err = c.post(ctx, "/handovers/status", nil, api.HandoverKey{Key: key}, &status)
	return status, err
}

// EndHandover closes a hand-over, also for the phone that took it.
func (c *Client) EndHandover(ctx context.Context, key api.Personal) error {
	return c.post(ctx, "/handovers/end", nil, api.HandoverKey{Key: key}, nil)
}

// post sends a wire value and reads the answer. When no answer came it tries once more, so use it for what may arrive twice
// without harm.
func (c *Client) post(ctx context.Context, path string, header map[string]string, body, into any) error {
	return c.postUpTo(ctx, tries, path, header, body, into)
}

func (c *Client) postUpTo(ctx context.Context, most int, path string, header map[string]string, body, into any) error {
	text, err := api.Marshal(body)
	if err != nil {
		return fmt.Errorf("link: cannot encode %T", body)
	}
	for try := 1; ; try++ {
		answer, err := c.http.R().SetContext(ctx).SetHeaders(header).SetHeader("Content-Type", "application/json").SetBody(text).Post(path)
		if err == nil && answer.StatusCode() < http.StatusInternalServerError {
			return read(answer, into)
		}
		if try == most || ctx.Err() != nil || !sleep(ctx, pause) {
			if err == nil && ctx.Err() == nil {
				return read(answer, into)
			}
			return ErrNoAnswer
		}
	}
}

// read takes an answer apart: what was asked for, or a problem document.
func read(answer *resty.Response, into any) error {
	if answer.IsSuccess() {
		if into == nil {
			return nil
		}
		if json.Unmarshal(answer.Body(), into) != nil {
			return ErrNoAnswer
		}
		return nil
	}
	problem := &api.Problem{}
	if json.Unmarshal(answer.Body(), problem) != nil || problem.Code == "" {
		return ErrNoAnswer
	}
	return problem
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// silent keeps resty's own warnings, which quote addresses, out of every log.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
