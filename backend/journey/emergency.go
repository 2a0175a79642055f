package journey

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// EmergencyLine is one line of the page with numbers to call (keys "emergency.<id>" and "emergency.<id>.hint").
type EmergencyLine struct {
	ID       string            `yaml:"id"`
	Number   string            `yaml:"number"` // as people write it, with spaces
	NumberIn map[string]string `yaml:"number_in"`
	Icon     string            `yaml:"icon"` // of assets/icons, without extension
}

// In is the number to call for someone who reads this language: some lines have a sister that speaks it.
func (l EmergencyLine) In(lang string) string {
	if number, ok := l.NumberIn[lang]; ok {
		return number
	}
	return l.Number
}

// ReadEmergency reads the text of assets/data/emergency.yaml. It refuses a line without an id or a number: on this page
// an empty place is worse than a program that does not start.
func ReadEmergency(text []byte) ([]EmergencyLine, error) {
	var file struct {
		Lines []EmergencyLine `yaml:"lines"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("journey: emergency numbers: %w", err)
	}
	if len(file.Lines) == 0 {
		return nil, fmt.Errorf("journey: emergency numbers: none")
	}
	for i, line := range file.Lines {
		if line.ID == "" || line.Number == "" || line.Icon == "" {
			return nil, fmt.Errorf("journey: emergency numbers: line %d lacks an id, a number or an icon", i+1)
		}
	}
	return file.Lines, nil
}
