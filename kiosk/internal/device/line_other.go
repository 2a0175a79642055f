//go:build !linux

package device

import (
	"context"
	"os"
	"syscall"
	"time"
)

// Kiosks run Linux. Elsewhere a printer on the network prints for whoever works on the kiosk; what the kernel of Linux tells
// about a line is not known, and a device is taken as it is.

func raw(*os.File) error { return nil }

func discard(*os.File) {}

func settle(context.Context, syscall.Conn, time.Duration) error { return nil }
