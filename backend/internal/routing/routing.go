// Package routing says which worker takes a request, and why, in one sentence. It is pure.
package routing

import (
	"time"

	"wijkloket/backend/internal/core"
)

// Worker is a member of a team as routing sees them.
type Worker struct {
	ID        core.ID
	First     string
	Team      string
	Languages []string  // BCP 47, in which they can hold a talk
	Topics    []string  // specialities: topic ids of the journey
	Percent   int       // of a full-time post, 1 to 100
	Open      int       // requests in hand
	Last      time.Time // when they last got one; zero: never
	Away      bool      // absent, disabled, or takes nothing new now
}
