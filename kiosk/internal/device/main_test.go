package device

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain proves that no printer, however it hangs, leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
