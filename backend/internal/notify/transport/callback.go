package transport

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"wijkloket/backend/internal/notify"
)

// minToken is the least length of the callback's token in characters.
const minToken = 20

// maxReport is the largest delivery report that is read, in bytes.
const maxReport = 4 << 10

// Callback takes the delivery reports of an SMS gateway; the package comment says what they look like. It answers with a status
// alone.
type Callback struct {
	token   [sha256.Size]byte
	deliver func(context.Context, notify.Delivery) (bool, error)
}

// NewCallback makes the handler; deliver is [notify.Clerk.Deliver].
func NewCallback(token string, deliver func(context.Context, notify.Delivery) (bool, error)) (*Callback, error) {
	if len(token) < minToken {
		return nil, errors.New("the token of the SMS callback is shorter than 20 characters: draw a longer one")
	}
	return &Callback{sha256.Sum256([]byte(token)), deliver}, nil
}

// ServeHTTP takes one report.
func (c *Callback) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(c.take(rw, r))
}

func (c *Callback) take(rw http.ResponseWriter, r *http.Request) int {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	given := sha256.Sum256([]byte(token))
	switch {
	case subtle.ConstantTimeCompare(given[:], c.token[:]) != 1:
		return http.StatusUnauthorized
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed
	}
	var report struct {
		ID        string `json:"id"`
		Reference string `json:"reference"`
		Status    string `json:"status"`
		Code      string `json:"code"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxReport)).Decode(&report); err != nil || report.ID == "" && report.Reference == "" {
		return http.StatusBadRequest
	}
	delivery := notify.Delivery{ID: report.ID, Reference: report.Reference, Code: report.Code}
	switch report.Status {
	case "delivered":
		delivery.Arrived = true
	case "failed", "undelivered", "rejected", "expired":
	default:
		return http.StatusNoContent // on the way
	}
	switch known, err := c.deliver(r.Context(), delivery); {
	case err != nil:
		return http.StatusServiceUnavailable
	case !known:
		return http.StatusNotFound
	default:
		return http.StatusNoContent
	}
}
