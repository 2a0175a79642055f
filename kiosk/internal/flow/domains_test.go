package flow

import (
	"testing"

	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// TestEveryDomainIsDrawn, and has a heading in every language.
func TestEveryDomainIsDrawn(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, domain := range rights.Domains {
		if domainIcons[domain] == "" {
			t.Errorf("%s has no drawing", domain)
		}
		for _, lang := range i18n.Languages {
			if key := "check.domain." + domain; texts.For(lang).T(key) == key {
				t.Errorf("%s has no heading in %s", domain, lang)
			}
		}
	}
}
