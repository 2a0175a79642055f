package request

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"

	"wijkloket/backend/api"
)

// Words are the two parts of the code words that reception calls: calm Dutch words that are easy to hear and to say. A
// code word is no key and need not be unique; it only spares a name in a full waiting room.
type Words struct{ first, second []string }

// Longest is the longest code word that can be drawn.
func (w *Words) Longest() string {
	longest := func(words []string) (found string) {
		for _, word := range words {
			if len([]rune(word)) > len([]rune(found)) {
				found = word
			}
		}
		return found
	}
	return longest(w.first) + " " + longest(w.second)
}

// ReadWords reads first.txt and second.txt of a folder: one word a line, "#" begins a remark.
func ReadWords(folder fs.FS) (*Words, error) {
	var w Words
	for _, part := range []struct {
		name string
		into *[]string
	}{{"first.txt", &w.first}, {"second.txt", &w.second}} {
		text, err := fs.ReadFile(folder, part.name)
		if err != nil {
			return nil, fmt.Errorf("request: code words: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			line, _, _ = strings.Cut(line, "#")
			if word := strings.TrimSpace(line); word != "" {
				*part.into = append(*part.into, word)
			}
		}
		if len(*part.into) == 0 {
			return nil, fmt.Errorf("request: code words: %s holds no word", part.name)
		}
	}
	return &w, nil
}

// pick chooses a code word by 16 derived bytes.
func (w *Words) pick(derived []byte) api.Personal {
	first := binary.BigEndian.Uint64(derived[:8]) % uint64(len(w.first))
	second := binary.BigEndian.Uint64(derived[8:16]) % uint64(len(w.second))
	return api.NewPersonal(w.first[first] + " " + w.second[second])
}

// foldWord is a code word as it is compared: case and spaces do not matter.
func foldWord(word string) string { return strings.ToLower(strings.Join(strings.Fields(word), " ")) }
