package widget_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

func nothing() {}

func header(k widget.Kit, words [4]string) *widget.Header {
	return widget.NewHeader(k, widget.HeaderSpec{Wordmark: "Wijkloket",
		Language: widget.Control{Label: words[0], OnTap: nothing}, TextSize: widget.Control{Label: words[1], OnTap: nothing},
		Contrast: widget.Control{Label: words[2], OnTap: nothing}, Help: widget.Control{Label: words[3], OnTap: nothing}})
}

func footer(k widget.Kit, words [4]string) *widget.Footer {
	return widget.NewFooter(k, widget.FooterSpec{
		Back: widget.Control{Label: words[0], OnTap: nothing}, QuickHide: widget.Control{Label: words[1], OnTap: nothing},
		Stop: widget.Control{Label: words[2], OnTap: nothing}, Urgent: widget.Control{Label: words[3], OnTap: nothing}})
}

// sampleHome is a home screen as the screens will build it.
func sampleHome(k widget.Kit) fyne.CanvasObject {
	pillars := widget.Grid(k, 3, 90,
		widget.NewTile(k, widget.TileSpec{Icon: "pillar-meet", Title: "Ontmoeten", Hint: "Wat is er te doen in mijn buurt?", Tone: widget.ToneMeet, Stacked: true}),
		widget.NewTile(k, widget.TileSpec{Icon: "pillar-help", Title: "Iemand spreken", Hint: "Een gesprek met iemand van het wijkteam", Tone: widget.ToneHelp, Stacked: true}),
		widget.NewTile(k, widget.TileSpec{Icon: "pillar-hood", Title: "Buurtwerk", Hint: "Samen iets doen voor de buurt", Tone: widget.ToneHood, Stacked: true}))
	rows := widget.Column(3,
		widget.NewTile(k, widget.TileSpec{Icon: "pin", Title: "Mijn wijkteam", Hint: "Welk team hoort bij mijn adres?"}),
		widget.NewTile(k, widget.TileSpec{Icon: "code", Title: "Mijn aanvraag", Hint: "Ik heb al een code"}),
		widget.NewTile(k, widget.TileSpec{Icon: "phone-device", Title: "Verder op mijn gsm", Hint: "Ik ga liever thuis verder"}))
	return widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"Nederlands", "Tekst", "Contrast", "Hulp"}), Footer: footer(k, [4]string{"Terug", "Verberg", "Stop", "Dringend?"}),
		Title: "Welkom. Waarmee kunnen we helpen?", Intro: "Je hoeft niets te zeggen over jezelf.", Scenery: "street", Content: widget.Column(6, pillars, rows), Up: "Omhoog", Down: "Omlaag"})
}

// sampleChoice is a screen with choices in different states.
func sampleChoice(k widget.Kit) fyne.CanvasObject {
	tile := func(icon, title, hint string, chosen bool) fyne.CanvasObject {
		return widget.NewTile(k, widget.TileSpec{Icon: icon, Title: title, Hint: hint, Choice: widget.Many, Chosen: chosen, Word: "Gekozen"})
	}
	topics := widget.Grid(k, 2, 130, tile("money", "Geld", "Rekeningen, budget", true), tile("living", "Wonen", "Huis, huur", false),
		tile("energy", "Energie", "Gas, water, stroom", false), tile("work", "Werk", "", true), tile("health", "Gezondheid", "", false),
		tile("family", "Gezin en kinderen", "School, opvang", false), tile("papers", "Papieren", "Brieven, formulieren", false), tile("other", "Iets anders", "", false))
	return widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"Nederlands", "Tekst", "Contrast", "Hulp"}), Footer: footer(k, [4]string{"Terug", "Verberg", "Stop", "Dringend?"}),
		Progress: widget.NewStepBar(k, 2, 5, "Stap 2 van 5"), Title: "Waarover wil je praten?", Intro: "Kies zoveel je wilt. Je mag ook niets kiezen.",
		Content: widget.Column(4, topics, widget.NewNotice(k, widget.Info, "Goed om te weten", "We lezen dit alleen om de juiste persoon te vinden.")),
		Beside:  widget.NewButton(k, widget.ButtonSpec{Label: "Sla over"}), Up: "Omhoog", Down: "Omlaag",
		Action: widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Ga verder", Icon: "next", IconAfter: true})})
}

// sampleTyping is a screen with fields and the keyboard.
func sampleTyping(t testing.TB, k widget.Kit) fyne.CanvasObject {
	name := widget.NewEntry(k, widget.EntrySpec{})
	name.SetText("Noor El Amrani")
	street := widget.NewField(k, "Straat", "Begin te typen, wij vullen aan.", widget.NewEntry(k, widget.EntrySpec{Placeholder: "Bijvoorbeeld Volksvertegenwoordigerslaan"}))
	street.SetError("We kennen deze straat niet. Kijk het even na.")
	return widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"Nederlands", "Tekst", "Contrast", "Hulp"}), Footer: footer(k, [4]string{"Terug", "Verberg", "Stop", "Dringend?"}),
		Progress: widget.NewStepBar(k, 4, 5, "Stap 4 van 5"), Title: "Hoe mogen we je noemen?", Up: "Omhoog", Down: "Omlaag",
		Content:  widget.Column(5, widget.NewField(k, "Naam (mag leeg blijven)", "", name), street),
		Action:   widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Ga verder", Icon: "next", IconAfter: true}),
		Keyboard: keyboard(t, k, "azerty-nl", "arabic")})
}

func keyboard(t testing.TB, k widget.Kit, layouts ...string) *widget.Keyboard {
	t.Helper()
	b, err := widget.NewKeyboard(k, widget.KeyboardSpec{Layouts: layouts, Space: "spatie", Backspace: "wis", Shift: "hoofdletter", Done: "klaar"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sampleArabic is a screen that reads from right to left.
func sampleArabic(t testing.TB, k widget.Kit) fyne.CanvasObject {
	one := func(icon, title, hint string, chosen bool) fyne.CanvasObject {
		return widget.NewTile(k, widget.TileSpec{Icon: icon, Title: title, Hint: hint, Choice: widget.One, Chosen: chosen, Word: "تم الاختيار"})
	}
	return widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"العربية", "حجم النص", "التباين", "مساعدة"}), Footer: footer(k, [4]string{"رجوع", "إخفاء", "إنهاء", "حالة طارئة؟"}),
		Progress: widget.NewStepBar(k, 2, 5, "الخطوة 2 من 5"), Title: "أين تريد أن نتحدث؟", Intro: "يمكنك الاتصال على 056 24 48 00 في أي وقت.", Up: "أعلى", Down: "أسفل",
		Content: widget.Column(3, one("place-here", "هنا في المركز", "في غرفة هادئة", true), one("place-other", "في مركز آخر", "لا يعرفك أحد هناك", false),
			one("place-home", "في بيتي", "نأتي إليك", false), one("place-phone", "عبر الهاتف", "", false), one("call-me", "اتصلوا بي", "", false)),
		Beside: widget.NewButton(k, widget.ButtonSpec{Label: "تخطّي"}),
		Action: widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "متابعة", Icon: "next", IconAfter: true})})
}

// sampleParts shows the states of the small parts.
func sampleParts(t testing.TB, k widget.Kit) fyne.CanvasObject {
	qr, err := widget.NewQR("https://wijkloket.kortrijk.be/g#kJ8sPq2vXz4LmN7b")
	if err != nil {
		t.Fatal(err)
	}
	countdown := widget.NewCountdown(k, "Nog 20 seconden")
	countdown.Set(0.66, "Nog 20 seconden")
	off := widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Kan nu niet"})
	off.Disable()
	focused := widget.NewButton(k, widget.ButtonSpec{Label: "Aangewezen met het toetsenbord", Icon: "keyboard"})
	focused.FocusGained()
	return widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"Nederlands", "Tekst", "Contrast", "Hulp"}), Footer: footer(k, [4]string{"Terug", "Verberg", "Stop", "Dringend?"}),
		Title: "Je aanvraag is klaar", Intro: "We nemen contact op voor dinsdag 24 november.", Up: "Omhoog", Down: "Omlaag",
		Content: widget.Column(4,
			widget.NewCard(widget.Words(k, theme.Small, "Je code"), widget.Words(k, theme.Display, "KRT-7H4M-2Q"), widget.Words(k, theme.Body, "Zeg aan het onthaal: appelboom."), qr),
			widget.NewNotice(k, widget.Good, "Bewaard", "Je aanvraag is bij het wijkteam Overleie."),
			widget.NewNotice(k, widget.Alert, "Let op", "We konden de brief niet afdrukken. Neem een foto van je code."),
			countdown, widget.Grid(k, 2, 100, widget.NewButton(k, widget.ButtonSpec{Label: "Druk af", Icon: "printer"}), off, focused,
				widget.NewButton(k, widget.ButtonSpec{Kind: widget.Quiet, Label: "Lees voor", Icon: "volume"}))),
		Action: widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Klaar, wis alles", Icon: "check"})})
}

// samples are the screens of the sheet, built for the theme of the running app.
var samples = map[string]func(testing.TB) fyne.CanvasObject{
	"home":   func(testing.TB) fyne.CanvasObject { return sampleHome(kiosktest.Kit(typeset.LTR)) },
	"choice": func(testing.TB) fyne.CanvasObject { return sampleChoice(kiosktest.Kit(typeset.LTR)) },
	"typing": func(t testing.TB) fyne.CanvasObject { return sampleTyping(t, kiosktest.Kit(typeset.LTR)) },
	"arabic": func(t testing.TB) fyne.CanvasObject { return sampleArabic(t, kiosktest.Kit(typeset.RTL)) },
	"parts":  func(t testing.TB) fyne.CanvasObject { return sampleParts(t, kiosktest.Kit(typeset.LTR)) },
}

// TestSheet renders the samples into the folder named by WIJKLOKET_SHEET, to be looked at.
func TestSheet(t *testing.T) {
	dir := os.Getenv("WIJKLOKET_SHEET")
	if dir == "" {
		t.Skip("WIJKLOKET_SHEET names no folder")
	}
	for name, s := range map[string]theme.Settings{"m": {}, "xl": {Text: theme.XLText}, "dark": {Contrast: theme.Dark}} {
		kiosktest.UseTheme(t, s, 1080, 1920)
		for screen, build := range samples {
			save(t, filepath.Join(dir, screen+"-"+name+".png"), kiosktest.Render(t, build(t), 1080, 1920))
		}
	}
	kiosktest.UseTheme(t, theme.Settings{}, 1920, 1080)
	for screen, build := range samples {
		save(t, filepath.Join(dir, screen+"-lying.png"), kiosktest.Render(t, build(t), 1920, 1080))
	}
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
