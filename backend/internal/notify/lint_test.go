package notify_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"wijkloket/assets"
	"wijkloket/backend/internal/notify"
	"wijkloket/i18n"
)

func texts(t testing.TB) *i18n.Bundle {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func data(t testing.TB, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(assets.Files, "data/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func forbidden(t testing.TB) notify.Forbidden {
	t.Helper()
	f, err := notify.ReadForbidden(data(t, "messages/forbidden.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// words are the lines of a list of words, without its remarks.
func words(t testing.TB, name string) (out []string) {
	t.Helper()
	for _, line := range strings.Split(string(data(t, name)), "\n") {
		if word, _, _ := strings.Cut(line, "#"); strings.TrimSpace(word) != "" {
			out = append(out, strings.TrimSpace(word))
		}
	}
	return out
}

// samples are the real values of the city: its centres and every code word there can be.
func samples(t testing.TB) notify.Samples {
	t.Helper()
	var directory struct {
		Centres []struct{ Name string }
	}
	if err := yaml.Unmarshal(data(t, "directory/centres.yaml"), &directory); err != nil {
		t.Fatal(err)
	}
	s := notify.Samples{Titles: []string{"page.calendar.title"}}
	for _, centre := range directory.Centres {
		s.Centres = append(s.Centres, centre.Name)
	}
	for _, first := range words(t, "codewords/first.txt") {
		for _, second := range words(t, "codewords/second.txt") {
			s.CodeWord = append(s.CodeWord, first+" "+second)
		}
	}
	if len(s.Centres) < 10 || len(s.CodeWord) < 100 {
		t.Fatalf("%d centres, %d code words", len(s.Centres), len(s.CodeWord))
	}
	return s
}

// TestTheTextsAreClean proves T-52 at build: every text of every language, at its longest.
func TestTheTextsAreClean(t *testing.T) {
	if err := notify.Lint(texts(t), forbidden(t), samples(t)); err != nil {
		t.Error(err)
	}
}
