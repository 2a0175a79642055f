package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"wijkloket/backend/internal/notify"
	"wijkloket/backend/journey"
)

// maxAnswer is how much of a gateway's answer is read.
const maxAnswer = 16 << 10

// SMS sends through an HTTP gateway; the package comment says what that has to do.
type SMS struct {
	address, token string
	client         *http.Client
}

// NewSMS makes the transport. It refuses an address that would send numbers over a network in the clear.
func NewSMS(address, token string) (*SMS, error) {
	parsed, err := url.Parse(address)
	switch {
	case err != nil || parsed.Host == "" || parsed.User != nil || parsed.Fragment != "":
		return nil, errors.New("the SMS gateway has no address such as https://sms.example.org/messages, without a password in it")
	case parsed.Scheme != "https" && !(parsed.Scheme == "http" && loopback(parsed.Hostname())):
		return nil, fmt.Errorf("the SMS gateway at %s is not https: numbers would go over the network in the clear", parsed.Host)
	case token == "":
		return nil, errors.New("the SMS gateway has no token")
	}
	return &SMS{address: address, token: token, client: &http.Client{
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a token follows no redirect
	}}, nil
}

// Repeatable is true: the gateway knows a message again by our id.
func (t *SMS) Repeatable() bool { return true }

// Send offers one message to the gateway.
func (t *SMS) Send(ctx context.Context, out notify.Outgoing) (string, error) {
	number, ok := journey.PhoneKey(out.To.Reveal())
	if !ok {
		return "", &notify.Fault{Code: "no-number", Permanent: true}
	}
	encoding := "gsm7"
	if out.Unicode {
		encoding = "ucs2"
	}
	body, err := json.Marshal(map[string]string{"id": string(out.ID), "to": number, "text": out.Body.Reveal(), "encoding": encoding})
	if err != nil {
		return "", &notify.Fault{Code: "fault", Permanent: true}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.address, bytes.NewReader(body))
	if err != nil {
		return "", &notify.Fault{Code: "fault"}
	}
	request.GetBody = nil // the id makes a repetition safe, and the clerk alone decides on one
	request.Header.Set("Authorization", "Bearer "+t.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := t.client.Do(request)
	if err != nil {
		return "", &notify.Fault{Code: "gateway-" + broken(err)}
	}
	defer func() { _ = response.Body.Close() }()
	return taken(response)
}

// taken is what the answer of a gateway means.
func taken(response *http.Response) (reference string, err error) {
	status := response.StatusCode
	switch {
	case status >= 200 && status < 300, status == http.StatusConflict:
		var answer struct {
			ID string `json:"id"`
		}
		// What the gateway took over it took over, whatever is wrong with the rest of its answer.
		if json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&answer) == nil && len(answer.ID) <= maxReference {
			reference = answer.ID
		}
		return reference, nil
	case status == http.StatusBadRequest, status == http.StatusNotFound, status == http.StatusGone,
		status == http.StatusRequestEntityTooLarge, status == http.StatusUnprocessableEntity:
		return "", &notify.Fault{Code: "gateway-" + strconv.Itoa(status), Permanent: true}
	default:
		return "", &notify.Fault{Code: "gateway-" + strconv.Itoa(status)}
	}
}

// maxReference is the longest id of a gateway that is kept.
const maxReference = 100
