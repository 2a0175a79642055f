package widget

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wijkloket/assets"
)

// The special keys of a layout file.
const (
	keyShift     = "shift"
	keyBackspace = "backspace"
	keySpace     = "space"
	keySwitch    = "switch"
	keyDone      = "done"
)

var specialKeys = map[string]bool{keyShift: true, keyBackspace: true, keySpace: true, keySwitch: true, keyDone: true}

// keyCap is one key of a layout: what it types, or what it is.
type keyCap struct {
	text    string
	special string
	width   float32
}

// keyLayout is a file of assets/data/keyboards.
type keyLayout struct {
	file  string
	name  string
	share float32
	rows  [][]keyCap
}

// loadLayout reads a layout.
func loadLayout(file string) (keyLayout, error) {
	data, err := assets.Files.ReadFile("data/keyboards/" + file + ".json")
	if err != nil {
		return keyLayout{}, fmt.Errorf("widget: keyboard: %w", err)
	}
	var raw struct {
		Name  string   `json:"name"`
		Share float32  `json:"share"`
		Rows  []string `json:"rows"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return keyLayout{}, fmt.Errorf("widget: keyboard %s: %w", file, err)
	}
	l := keyLayout{file: file, name: raw.Name, share: raw.Share}
	if l.share <= 0 || l.share > 1 {
		l.share = 1
	}
	for _, row := range raw.Rows {
		var caps []keyCap
		for _, field := range strings.Fields(row) {
			cap, err := parseCap(field)
			if err != nil {
				return keyLayout{}, fmt.Errorf("widget: keyboard %s: %w", file, err)
			}
			caps = append(caps, cap)
		}
		l.rows = append(l.rows, caps)
	}
	if len(l.rows) == 0 || l.name == "" {
		return keyLayout{}, fmt.Errorf("widget: keyboard %s has no name or no rows", file)
	}
	return l, nil
}

// parseCap reads "a", "{space}" or "{space:2.5}".
func parseCap(field string) (keyCap, error) {
	if len(field) < 3 || !strings.HasPrefix(field, "{") || !strings.HasSuffix(field, "}") {
		return keyCap{text: field, width: 1}, nil
	}
	name, size, sized := strings.Cut(field[1:len(field)-1], ":")
	cap := keyCap{special: name, width: 1}
	if !specialKeys[name] {
		return cap, fmt.Errorf("unknown key %s", field)
	}
	if sized {
		width, err := strconv.ParseFloat(size, 32)
		if err != nil || width <= 0 {
			return cap, fmt.Errorf("no width in %s", field)
		}
		cap.width = float32(width)
	}
	return cap, nil
}
