package device

import (
	"os"
	"path/filepath"
	"testing"
)

// edid makes a block of a display of so many millimetres; a timing of none leaves centimetres alone.
func edid(w, h int, timing bool) []byte {
	block := make([]byte, edidBlock)
	copy(block, edidHead)
	block[cmAcross], block[cmDown] = byte(w/10), byte(h/10)
	if timing {
		t := block[firstBlock:]
		t[0], t[1] = 0x02, 0x3a
		t[12], t[13], t[14] = byte(w), byte(h), byte(w>>8)<<4|byte(h>>8)
	}
	return block
}

func TestGlass(t *testing.T) {
	tests := map[string]struct {
		edid []byte
		want Size
		ok   bool
	}{
		"millimetres of the timing": {edid(708, 398, true), Size{708, 398}, true},
		"centimetres alone":         {edid(700, 390, false), Size{700, 390}, true},
		"no size at all":            {edid(0, 0, false), Size{}, false},
		"garbage":                   {[]byte("no display"), Size{}, false},
		"nothing connected":         {nil, Size{}, false},
	}
	for name, test := range tests {
		root := t.TempDir()
		dir := filepath.Join(root, "card0-HDMI-A-1")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "edid"), test.edid, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := Glass(root); got != test.want || ok != test.ok {
			t.Errorf("%s: %v, %t", name, got, ok)
		}
	}
	if _, ok := Glass(t.TempDir()); ok {
		t.Error("a machine without a display has a size")
	}
}

func TestTurned(t *testing.T) {
	panel := Size{708, 398}
	if got := panel.Turned(Size{1080, 1920}); got != (Size{398, 708}) {
		t.Errorf("standing: %v", got)
	}
	if got := panel.Turned(Size{1920, 1080}); got != panel {
		t.Errorf("lying: %v", got)
	}
}

func TestParseSize(t *testing.T) {
	if got, err := ParseSize(" 1080X1920 "); err != nil || got != (Size{1080, 1920}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "x", "1080", "0x10", "-1x5", "1080x1920x3", "99999x1"} {
		if _, err := ParseSize(text); err == nil {
			t.Errorf("%q is taken for a size", text)
		}
	}
}

func FuzzGlassOf(f *testing.F) {
	f.Add(edid(708, 398, true))
	f.Fuzz(func(t *testing.T, block []byte) {
		if size, ok := glassOf(block); ok && (size.W <= 0 || size.H <= 0) {
			t.Errorf("%v", size)
		}
	})
}
