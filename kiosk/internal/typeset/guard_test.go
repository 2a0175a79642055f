package typeset

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// visible shows the marks that Guard adds: <> for an isolate, _ for a space and ~ for a joiner that do not break.
var visible = strings.NewReplacer("\u2066", "<", "\u2069", ">", "\u00A0", "_", "\u2060", "~")

func TestGuard(t *testing.T) {
	for _, c := range []struct{ in, rtl, ltr string }{
		{"اتصل على 056 24 48 00 الآن", "اتصل على <056_24_48_00> الآن", "اتصل على 056_24_48_00 الآن"},
		{"Bel 056 24 48 00.", "Bel <056_24_48_00>.", "Bel 056_24_48_00."},
		{"+32 56 24 48 00", "<+32_56_24_48_00>", "+32_56_24_48_00"},
		{"(056) 24 48 00", "<(056)_24_48_00>", "(056)_24_48_00"},
		{"0470/12 34 56", "<0470/~12_34_56>", "0470/~12_34_56"},
		{"code K7F-2M9-XQ4", "code <K7F-~2M9-~XQ4>", "code K7F-~2M9-~XQ4"},
		{"www.kortrijk.be/wijkteams", "<www.kortrijk.be/wijkteams>", "www.kortrijk.be/wijkteams"},
		{"noord@wijkteam.be", "<noord@wijkteam.be>", "noord@wijkteam.be"},
		{"من 9:00 إلى 12:00", "من 9:00 إلى 12:00", "من 9:00 إلى 12:00"},
		{"من 9.00-12.00", "من 9.00-12.00", "من 9.00-12.00"},
		{"056.24.48.00", "<056.24.48.00>", "056.24.48.00"},
		{"Overleiestraat 43, 8500 Kortrijk", "Overleiestraat 43, 8500 Kortrijk", "Overleiestraat 43, 8500 Kortrijk"},
		{"112", "112", "112"},
		{"1.250 euro", "1.250 euro", "1.250 euro"},
		{"\u2066056 24 48 00\u2069", "<056 24 48 00>", "<056 24 48 00>"},
		{"een-twee-drie 4", "een-twee-drie 4", "een-twee-drie 4"},
		{"التعويض المرتفع (verhoogde tegemoetkoming)", "التعويض المرتفع <(verhoogde tegemoetkoming)>", "التعويض المرتفع (verhoogde tegemoetkoming)"},
		{"الضمان (prime d’énergie, 2026) هنا (هنا)", "الضمان <(prime d’énergie, 2026)> هنا (هنا)", "الضمان (prime d’énergie, 2026) هنا (هنا)"},
		{"(اسأل OCMW)", "(اسأل OCMW)", "(اسأل OCMW)"},
		{"(OCMW: 056 24 48 00)", "(OCMW: <056_24_48_00>)", "(OCMW: 056_24_48_00)"},
	} {
		if got := visible.Replace(Guard(c.in, RTL)); got != c.rtl {
			t.Errorf("Guard(%q, RTL) = %q, want %q", c.in, got, c.rtl)
		}
		if got := visible.Replace(Guard(c.in, LTR)); got != c.ltr {
			t.Errorf("Guard(%q, LTR) = %q, want %q", c.in, got, c.ltr)
		}
	}
}

// TestGuardKeepsText: only marks are added and only spaces replaced, whatever the text.
func TestGuardKeepsText(t *testing.T) {
	plain := strings.NewReplacer("\u2066", "", "\u2069", "", "\u00A0", " ", "\u2060", "")
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		dir := rapid.SampledFrom([]Direction{LTR, RTL}).Draw(t, "dir")
		if got := plain.Replace(Guard(text, dir)); got != plain.Replace(text) {
			t.Fatalf("Guard changed %q to %q", text, got)
		}
	})
}
