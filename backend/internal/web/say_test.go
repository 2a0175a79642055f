package web_test

import (
	"testing"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// TestSayTheInnerMessageFirst: a language inside a clause inside a sentence is said in the reader's language, and saying it leaves
// the message as it was for the next reader.
func TestSayTheInnerMessageFirst(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	speaks := core.Message{Key: "why.worker.language", Args: map[string]any{"Language": core.Message{Key: "tongue.uk"}}}
	sentence := core.Message{Key: "why.worker.one", Args: map[string]any{"Worker": "Amira", "First": speaks}}
	for lang, want := range map[string]string{"nl": "Amira spreekt Oekraïens.", "fr": "Amira parle ukrainien.", "en": "Amira speaks Ukrainian."} {
		if got := web.Say(bundle.For(lang), sentence); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// TestEveryTongueHasAName: whatever language a talk can be in, staff read its name in theirs.
func TestEveryTongueHasAName(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		names := map[string]string{}
		for _, talk := range journey.TalkLanguages {
			name := bundle.For(lang).T("tongue." + talk.Code)
			if other, taken := names[name]; taken || name == "⟦tongue."+talk.Code+"⟧" {
				t.Errorf("%s: %s is called %q, as %q", lang, talk.Code, name, other)
			}
			names[name] = talk.Code
		}
	}
}
