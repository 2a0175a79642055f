package device

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenPrinter(t *testing.T) {
	for address, dots := range map[string]int{
		"/dev/usb/lp0": 576, "/dev/usb/lp9?dots=384": 384, "tcp://10.1.2.3:9100": 576, "tcp://printer": 576, "tcp://[fe80::1]:9100/?dots=512": 512,
	} {
		if printer, err := OpenPrinter(address); err != nil || printer.Dots() != dots {
			t.Errorf("%s: %v", address, err)
		}
	}
	file := filepath.Join(t.TempDir(), "slips")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for address, says := range map[string]string{
		"": "/dev/usb/lp0", "lp0": "/dev/usb/lp0", "http://printer": "tcp://host:9100", "tcp://": "tcp://host:9100", "tcp://me@printer:9100": "tcp://host:9100",
		"tcp://printer:0": "9100", "tcp://printer:99999": "9100", "tcp://printer/queue": "tcp://host:9100", "tcp://a:9100?dots=5": "?dots=384", "tcp://a?dots=577": "?dots=384",
		"/dev/usb/lp0?width=3": "?dots=384", "tcp://a b": "tcp://host:9100", "\x00": "/dev/usb/lp0", file: "device", filepath.Dir(file): "device",
	} {
		_, err := OpenPrinter(address)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
