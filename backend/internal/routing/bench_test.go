package routing_test

import (
	"fmt"
	"testing"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
)

// BenchmarkChoose routes one request among 200 workers: wanted is less than a millisecond.
func BenchmarkChoose(b *testing.B) {
	r := rules(b)
	var workers []routing.Worker
	for i := range 200 {
		workers = append(workers, routing.Worker{
			ID: core.ID(fmt.Sprintf("w%03d", i)), First: "Amira", Team: wijkteams[i%len(wijkteams)], Languages: []string{"nl", "fr", "ar"},
			Topics: []string{"money", "home"}, Percent: 50 + i%6*10, Open: i % 23, Last: monday.Add(time.Duration(i) * time.Hour),
		})
	}
	asks := map[string]routing.Ask{
		"nothing said": {Team: "noord"},
		"everything":   {Team: "noord", Topics: []string{"home", "money"}, Language: "ar", Own: "gone", Not: []core.ID{"w004"}},
		"own worker":   {Team: "noord", Own: "w150"},
		"a human":      {Team: "nowhere"},
	}
	for name, ask := range asks {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Choose(ask, workers)
			}
		})
	}
}
