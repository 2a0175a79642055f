package request

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"unicode"

	"wijkloket/assets"
)

func testWords(t testing.TB) *Words {
	t.Helper()
	folder, err := fs.Sub(assets.Files, "data/codewords")
	if err != nil {
		t.Fatal(err)
	}
	words, err := ReadWords(folder)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// TestCodeWordsAreToldApart: over a noisy waiting room no two words of a list sound like one letter apart.
func TestCodeWordsAreToldApart(t *testing.T) {
	words := testWords(t)
	for _, part := range [][]string{words.first, words.second} {
		for i, word := range part {
			for _, r := range word {
				if !unicode.IsLower(r) || r > 'z' {
					t.Errorf("%q is not plain lower-case letters", word)
				}
			}
			if len(word) < 3 || len(word) > 11 {
				t.Errorf("%q is too short or too long to call", word)
			}
			for _, other := range part[:i] {
				if apart(word, other) < 2 {
					t.Errorf("%q and %q are one letter apart", word, other)
				}
			}
		}
	}
	if all := len(words.first) * len(words.second); all < 1500 {
		t.Errorf("only %d code words", all)
	}
}

// apart is the Levenshtein distance: how many letters must change, come or go.
func apart(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func TestCodeWordsAreWanted(t *testing.T) {
	if _, err := ReadWords(fstest.MapFS{"first.txt": {Data: []byte("blauwe\n")}}); err == nil {
		t.Error("half a list was taken")
	}
	if _, err := ReadWords(fstest.MapFS{"first.txt": {Data: []byte("# none\n")}, "second.txt": {Data: []byte("reiger\n")}}); err == nil {
		t.Error("an empty list was taken")
	}
}
