// Package device is what the kiosk has around its screen: the display itself, whose glass has a size so that a finger gets
// its millimetres, and the printer for what a person takes home ([Printer]).
package device

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Size is a width and a height, in pixels or millimetres.
type Size struct{ W, H int }

// ParseSize reads "1080x1920". Both sides are at least 1.
func ParseSize(text string) (Size, error) {
	w, h, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), "x")
	width, errW := strconv.Atoi(w)
	height, errH := strconv.Atoi(h)
	if !ok || errW != nil || errH != nil || width < 1 || height < 1 || width > 1<<15 || height > 1<<15 {
		return Size{}, fmt.Errorf("%q is no size; write it like 1080x1920", text)
	}
	return Size{width, height}, nil
}

// UnmarshalText implements encoding.TextUnmarshaler, for flags.
func (s *Size) UnmarshalText(text []byte) error {
	size, err := ParseSize(string(text))
	*s = size
	return err
}

// Glass is the size in millimetres that the connected display reports in its EDID, and false when none tells. root is
// the kernel's folder of display connectors, "/sys/class/drm" on a kiosk.
func Glass(root string) (Size, bool) {
	files, err := filepath.Glob(filepath.Join(root, "*", "edid"))
	if err != nil {
		return Size{}, false
	}
	sort.Strings(files)
	for _, file := range files {
		edid, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if size, ok := glassOf(edid); ok {
			return size, true
		}
	}
	return Size{}, false
}

// The parts of an EDID block (VESA E-EDID 1.4, sections 3.1 and 3.10.2) that hold the size of the picture.
const (
	edidBlock  = 128
	firstBlock = 54 // of the preferred timing
	cmAcross   = 21
	cmDown     = 22
)

var edidHead = string([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0})

// glassOf reads the picture size: in millimetres from the preferred timing, else in centimetres from the basic block.
func glassOf(edid []byte) (Size, bool) {
	if len(edid) < edidBlock || string(edid[:8]) != edidHead {
		return Size{}, false
	}
	timing := edid[firstBlock : firstBlock+18]
	size := Size{W: int(timing[12]) | int(timing[14]>>4)<<8, H: int(timing[13]) | int(timing[14]&0x0f)<<8}
	if timing[0] == 0 && timing[1] == 0 || size.W == 0 || size.H == 0 {
		size = Size{W: int(edid[cmAcross]) * 10, H: int(edid[cmDown]) * 10}
	}
	return size, size.W > 0 && size.H > 0
}

// Turned gives the glass the orientation of the picture: an EDID describes the panel lying down, however it hangs.
func (s Size) Turned(picture Size) Size {
	if (s.W > s.H) != (picture.W > picture.H) {
		return Size{s.H, s.W}
	}
	return s
}
