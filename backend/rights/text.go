package rights

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// How deep and how far to the right a file may go. Ours go a tenth of it; a decoder follows any depth until the memory ends.
const (
	deepestBracket = 40
	widestIndent   = 100
	mostDashes     = 10
)

// unlike says why a text cannot be a file of the rules before a decoder works on it, and on which line. The texts come from
// people, on a machine that reads them while it serves.
func unlike(text string) (line int, reason string) {
	if !utf8.ValidString(text) {
		return 0, "the file is not UTF-8; save it as UTF-8"
	}
	depth := 0
	for number, row := range bytes.Split([]byte(text), []byte("\n")) {
		line = number + 1
		if number > 0 && (isMark(row, "---") || isMark(row, "...")) {
			return line, "the file holds more than one document; one file is one right"
		}
		if indent := len(row) - len(bytes.TrimLeft(row, " ")); indent > widestIndent || dashes(row) > mostDashes {
			return line, "the file is nested too deep"
		}
		quoted := false
		for i, c := range row {
			switch {
			case c == '"' && (i == 0 || row[i-1] != '\\'):
				quoted = !quoted
			case c < ' ' && c != '\t' && c != '\r' || c == 0x7f:
				return line, "the file holds a character that no text has"
			case quoted:
			case c == '[' || c == '{':
				depth++
			case c == ']' || c == '}':
				depth = max(0, depth-1)
			case (c == '&' || c == '*') && namesPart(row, i):
				return line, "names for parts (& and *) are not used in these files; write the part out"
			}
			if depth > deepestBracket {
				return line, "the file is nested too deep"
			}
		}
	}
	return 0, ""
}

// isMark says whether a line begins or ends a document.
func isMark(row []byte, mark string) bool {
	return strings.TrimRight(string(row), " \r") == mark || bytes.HasPrefix(row, []byte(mark+" "))
}

// dashes is how many lists begin one in the other on a line.
func dashes(row []byte) (most int) {
	run := 0
	for i, c := range row {
		switch {
		case (c == '-' || c == '?') && i+1 < len(row) && row[i+1] == ' ':
			run++
		case c != ' ':
			run = 0
		}
		most = max(most, run)
	}
	return most
}

// namesPart says whether an "&" or "*" stands where a value begins, and so names a part of the document or repeats one.
func namesPart(row []byte, at int) bool {
	if at+1 >= len(row) || row[at+1] == ' ' {
		return false
	}
	before := bytes.TrimRight(row[:at], " ")
	if len(before) == 0 {
		return true
	}
	last := before[len(before)-1]
	return bytes.IndexByte([]byte("[{,"), last) >= 0 || len(before) < at && bytes.IndexByte([]byte(":-?"), last) >= 0
}
