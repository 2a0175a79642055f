package config

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// ParseFile reads a settings file: one "name = value" a line with the names of the flags, "#" for remarks. It fails on a
// line that is something else and on a name that is there twice, with the number of the line.
func ParseFile(r io.Reader) (map[string]string, error) {
	settings := map[string]string{}
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !found || name == "" {
			return nil, fmt.Errorf("line %d of the settings file is not \"name = value\"", number)
		}
		if _, twice := settings[name]; twice {
			return nil, fmt.Errorf("line %d of the settings file sets %s again", number, name)
		}
		settings[name] = strings.TrimSpace(value)
	}
	return settings, lines.Err()
}
