package flow

import (
	"testing"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// TestEveryDomainAndStandingIsDrawn, and has words in every language.
func TestEveryDomainAndStandingIsDrawn(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]string{} // by the key of the words
	for _, domain := range rights.Domains {
		drawn["check.domain."+domain] = guide.DomainIcon(domain)
	}
	drawn["check.domain."+rights.OtherDomain] = "any"
	for _, standing := range guide.Standings {
		drawn["check.standing."+string(standing)] = standingIcons[standing]
	}
	for key, icon := range drawn {
		if icon == "" || icon == guide.DomainIcon("") {
			t.Errorf("%s has no drawing", key)
		}
		for _, lang := range i18n.Languages {
			if texts.For(lang).T(key) == key {
				t.Errorf("%s has no words in %s", key, lang)
			}
		}
	}
}
