package app_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain proves that a closed kiosk leaves no goroutine behind. The one that is let pass is Fyne's own queue, made when
// the package is loaded.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("fyne.io/fyne/v2/internal/async.(*UnboundedChan[...]).processing"))
}
