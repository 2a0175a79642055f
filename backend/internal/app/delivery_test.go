package app_test

import (
	"net/http"
	"strings"
	"testing"

	"wijkloket/backend/internal/config"
)

// TestDeliveryReports: the SMS gateway reaches its address with its token and nobody else does; without a token there is no such
// address.
func TestDeliveryReports(t *testing.T) {
	const token = "a long enough token of a gateway"
	r := start(t, func(c *config.Config) { c.SMSCallback = token })
	report := func(r *rig, token string) int {
		ask, err := http.NewRequest(http.MethodPost, "http://"+r.PublicAddr()+"/sms/delivery", strings.NewReader(`{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","status":"delivered"}`))
		if err != nil {
			t.Fatal(err)
		}
		ask.Header.Set("Content-Type", "application/json")
		ask.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := report(r, token); got != http.StatusNotFound { // ours, of a message that nobody knows
		t.Errorf("with the token: %d", got)
	}
	if got := report(r, "guess"); got != http.StatusUnauthorized && got != http.StatusForbidden {
		t.Errorf("with another: %d", got)
	}
	if got := report(start(t, nil), token); got != http.StatusNotFound && got != http.StatusMethodNotAllowed {
		t.Errorf("without reports: %d", got)
	}
	if strings.Contains(r.log.String(), token) {
		t.Error("the token is in the log")
	}
}
