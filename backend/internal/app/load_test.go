package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"wijkloket/backend/api"
)

// body is the request that load tests send.
var body = func() string {
	n := comeBack
	n.Language, n.Kiosk, n.Consent = "nl", "overleie", "2026-11"
	n.Name, n.Topics = api.NewPersonal("Proef Persoon"), []string{"papers"}
	text, err := api.Marshal(n)
	if err != nil {
		panic(err)
	}
	return string(text)
}()

// trySubmit sends the request of a key and returns its receipt, or why there is none.
func trySubmit(client *http.Client, base, key string) (api.Receipt, error) {
	r, err := http.NewRequest("POST", base+"/api/v1/requests", strings.NewReader(body))
	if err != nil {
		return api.Receipt{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	answer, err := client.Do(r)
	if err != nil {
		return api.Receipt{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return api.Receipt{}, err
	}
	if answer.StatusCode != http.StatusCreated {
		return api.Receipt{}, fmt.Errorf("status %d: %s", answer.StatusCode, text)
	}
	var receipt api.Receipt
	return receipt, json.Unmarshal(text, &receipt)
}
