package slip_test

import (
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/typeset"
)

// bring makes the lines to tick under their label.
func bring(label string, papers ...string) []slip.Line {
	lines := []slip.Line{{Label: label}}
	for _, paper := range papers {
		lines = append(lines, slip.Line{Text: paper, Check: true})
	}
	return lines
}

// dutch is what somebody may take home after the rights check.
func dutch() slip.Slip {
	return slip.Slip{
		Title: "Wat je misschien kunt krijgen",
		Lead:  "Dit is geen beslissing. Neem dit papier mee naar een gesprek met je wijkteam.",
		Sections: []slip.Section{
			{Heading: "Waarschijnlijk", Items: []slip.Item{
				{Name: "Verhoogde tegemoetkoming", Lines: append([]slip.Line{
					{Text: "Je betaalt minder bij de dokter, de tandarts en de apotheek."},
					{Label: "Hoe", Text: "Soms gaat het vanzelf. Anders vraag je het aan je ziekenfonds."},
					{Label: "Waar", Text: "Bij je ziekenfonds. Het wijkteam helpt je, 056 24 42 22."},
				}, bring("Breng mee", "Je aanslagbiljet van de belastingen", "Bewijs van het inkomen van iedereen in je gezin")...)},
				{Name: "Sociaal tarief voor water", Lines: append([]slip.Line{
					{Text: "Je betaalt 80 procent minder voor water."},
					{Label: "Tot wanneer", Text: "Kwam het niet vanzelf? Vraag het vóór 31 december."},
				}, bring("Breng mee", "Je waterrekening", "Het attest van je uitkering")...)},
			}},
			{Heading: "Vraag het na", Items: []slip.Item{
				{Name: "Hulp van het OCMW bij je huur", Lines: []slip.Line{{Label: "Waar", Text: "Bij je wijkteam, Peperstraat 141/b003."}}},
			}},
		},
		Foot: []string{"Nagekeken op 26 november 2026. Regels kunnen veranderen.", "Vragen? Bel 1777 of ga langs bij Wijkcentrum Overleie."},
	}
}

// arabic is the same, read from the right.
func arabic() slip.Slip {
	return slip.Slip{
		Dir:   typeset.RTL,
		Title: "ما قد تحصل عليه",
		Lead:  "هذا ليس قراراً. خذ هذه الورقة معك إلى موعدك مع فريق حيّك.",
		Sections: []slip.Section{{Heading: "مرجّح", Items: []slip.Item{
			{Name: "التعويض المرتفع", Lines: append([]slip.Line{
				{Text: "تدفع أقل عند الطبيب وطبيب الأسنان وفي الصيدلية."},
				{Label: "كيف", Text: "أحياناً يأتي وحده. وإلا اطلبه من صندوق التأمين الصحي."},
				{Label: "أين", Text: "عند صندوق التأمين الصحي. فريق الحي يساعدك، 056 24 42 22."},
			}, bring("أحضر معك", "إشعار الضرائب", "إثبات دخل كل أفراد أسرتك")...)},
			{Name: "التعرفة الاجتماعية للماء", Lines: append([]slip.Line{
				{Text: "تدفع أقل بنسبة 80 بالمئة للماء. في 2025 كانت في كورترايك شركة De Watergroep."},
				{Label: "حتى متى", Text: "إن لم يأت وحده، اطلبه قبل 31 ديسمبر."},
			}, bring("أحضر معك", "فاتورة الماء (الأخيرة)", "شهادة الإعانة التي تحصل عليها")...)},
		}}},
		Foot: []string{"تم التحقق في 26 نوفمبر 2026.", "أسئلة؟ اتصل بـ 1777 أو +32 56 24 42 22."},
	}
}

// long has words that no line of paper holds, as German makes them, and an address that is as long.
func long() slip.Slip {
	return slip.Slip{
		Title: "Rechtsschutzversicherungsgesellschaften",
		Lead:  "Ein Wort: Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung.",
		Sections: []slip.Section{{Heading: "Gegevensbeschermingsautoriteit", Items: []slip.Item{
			{Name: "Arbeiterunfallversicherungsgesetz und Kraftfahrzeughaftpflichtversicherung", Lines: append([]slip.Line{
				{Label: "Antragsberechtigungsvoraussetzungen", Text: "https://www.kortrijk.be/welzijn/verhoogde-tegemoetkoming/aanvraagformulier.html"},
			}, bring("Mitzubringen", "Aufenthaltsgenehmigungsverlängerungsbescheinigung", "Ausweis")...)},
		}}},
	}
}

// samples are the slips whose pictures are kept.
func samples() map[string]slip.Slip {
	return map[string]slip.Slip{"nl": dutch(), "ar": arabic(), "long": long()}
}
