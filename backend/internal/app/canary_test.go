package app_test

import (
	"bytes"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/testrig"
)

// canaries are what is typed in this journey, each in a field of its own: nothing of it may lie anywhere in the clear.
var canaries = map[string]string{
	"name": "Zqxnaam Eenmalig", "street": "Zqxstraat", "number": "73191 Zqx", "email": "zqxmail@example.org", "phone": "353017391",
	"message": "Zqxbericht over thuis", "code word": "zqxwoord", "other name": "Zqxander", "new e-mail": "zqxnieuw@example.org",
	"phone pages: name": "Zqxtelefoonnaam", "phone pages: message": "Zqxtelefoonbericht", "phone pages: e-mail": "zqxgsm@example.org",
	"team page: street": "Zqxteamstraat", "note": "Zqxnotitie", "closing": "Zqxafsluiting", "handing over": "Zqxdoorgave", "search": "Zqxzoekterm",
	"wrong password": "Zqxwachtwoord-lang-genoeg", "user name": "zqxgebruiker", "path": "Zqxpad", "query": "Zqxvraag", "header": "Zqxkop",
	"shared right": "velootje-kinderfiets", "right shared on the phone": "opleidingscheques", "unticked right": "jobbonus", "added right": "medisch-afval-korting",
	"outcome": "granted", "no right": "zqxrecht", "broken JSON": "Zqxkapot", "unknown field": "Zqxveld", "wrong code": "Zqxcode", "broken form": "Zqxformulier", "hand-over": "Zqxkeuze", "forwarded": "198.51.100.73",
}

// decoy is no secret: the public part of a code lies in the database as it is, and a search that misses it is blind.
const decoy = "decoy"

// T-55: canaries through every input of a whole journey, on both engines, and then a look at everything that was written.
func TestNothingTypedLiesInTheClear(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		r := start(t, demo)
		secrets := journeyOf(t, r)
		figures := r.office().get("/metrics").body
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		search(t, secrets, map[string][]byte{"log": []byte(r.log.String()), "metrics": []byte(figures)}, r.dir)
	})
	t.Run("postgres", func(t *testing.T) {
		url := testrig.Postgres(t)
		r := start(t, func(c *config.Config) { demo(c); c.Database = url })
		secrets := journeyOf(t, r)
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		search(t, secrets, map[string][]byte{"log": []byte(r.log.String()), "database": testrig.Dump(t, url)}, r.dir)
	})
}

// journeyOf types every canary somewhere, and returns what else must not be found: codes, keys, tokens, passwords.
func journeyOf(t *testing.T, r *rig) map[string]string {
	t.Helper()
	secrets := map[string]string{}
	for field, text := range canaries {
		secrets[field] = text
	}
	kioskJourney(t, r, secrets)
	handoverJourney(t, r, secrets)
	phoneJourney(t, r, secrets)
	mistakes(t, r)
	staffJourney(t, r, secrets)
	for _, right := range []string{"shared right", "right shared on the phone", "unticked right", "added right", "outcome", "no right"} {
		if addresses := r.addresses.String(); strings.Contains(addresses, canaries[right]) || !strings.Contains(addresses, "/recht") {
			t.Errorf("the %s stands in an address", right)
		}
	}
	return secrets
}

func personal(text string) api.Personal { return api.NewPersonal(text) }

func kioskJourney(t *testing.T, r *rig, secrets map[string]string) {
	t.Helper()
	kiosk := r.phone()
	home := kiosk.submit("zqxsleutel-van-de-kiosk", api.NewRequest{
		Rights: []string{canaries["shared right"]},
		Place:  api.PlaceHome, Name: personal(canaries["name"]), Message: personal(canaries["message"]),
		Address: api.Address{Street: personal(canaries["street"]), Number: personal(canaries["number"]), Postcode: personal("8500")},
		Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: personal("+33 3 53 01 73 91"), Introduce: api.IntroduceFirstName, CodeWord: personal(canaries["code word"])},
	})
	secrets["idempotency key"] = "zqxsleutel-van-de-kiosk"
	secrets[decoy] = home.Locator
	secrets["code"] = home.Code.Reveal()
	secrets["secret of the code"] = strings.ReplaceAll(home.Code.Reveal(), "-", "")[6:]
	mailed := kiosk.submit("zqxsleutel-nummer-twee", api.NewRequest{
		Place: api.PlaceHere, Name: personal(canaries["other name"]), Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: personal(canaries["email"])},
	})
	secrets["drawn code word"] = mailed.CodeWord.Reveal()
	change, err := api.Marshal(api.ContactChange{Code: mailed.Code, Contact: api.ContactPlan{Channel: api.ChannelEmail, Email: personal(canaries["new e-mail"])}})
	if err != nil {
		t.Fatal(err)
	}
	kiosk.json("/requests/contact", "", string(change), new(api.Status))
}

func handoverJourney(t *testing.T, r *rig, secrets map[string]string) {
	t.Helper()
	kiosk, phone := r.phone(), r.phone()
	var opened api.Handover
	kiosk.json("/handovers", "", `{"language":"nl","step":"channel","choices":{"place":"home","topics":["`+canaries["hand-over"]+`"]}}`, &opened)
	_, secret, _ := strings.Cut(opened.URL.Reveal(), "#")
	secrets["hand-over secret"], secrets["hand-over key"] = secret, opened.Key.Reveal()
	phone.get("/h")
	if answer := phone.form("/h", "secret", secret); answer.StatusCode != 303 {
		t.Fatalf("taking over: %d %s", answer.StatusCode, answer.body)
	}
	key, err := api.Marshal(api.HandoverKey{Key: opened.Key})
	if err != nil {
		t.Fatal(err)
	}
	kiosk.json("/handovers/status", "", string(key), new(api.HandoverStatus))
	phone.form("/h", "secret", secret) // used
}

// phoneJourney walks the phone pages from the first to the sent request, without a script.
func phoneJourney(t *testing.T, r *rig, secrets map[string]string) {
	t.Helper()
	phone := r.phone()
	phone.form("/team", "how", "street", "street", canaries["team page: street"], "number", "1", "postcode", "8500")
	phone.get("/team/answer")
	phone.form("/team/streets", "q", canaries["team page: street"])
	phone.form("/rights/share", "right", canaries["right shared on the phone"], "right", canaries["unticked right"], "right", canaries["no right"])
	phone.get("/talk")
	for _, step := range [][]string{
		{"place", "place", "centre"}, {"centre", "centre", "overleie"}, {"time", "time", "callme"}, {"channel", "channel", "email"}, {"email", "email", canaries["phone pages: e-mail"]}, {"when"},
		{"rights", "rights", canaries["right shared on the phone"]}, {"name", "name", canaries["phone pages: name"]}, {"message", "message", canaries["phone pages: message"]},
	} {
		if answer := phone.form("/talk/"+step[0], step[1:]...); answer.StatusCode != 303 {
			t.Fatalf("%s: %d %s", step[0], answer.StatusCode, answer.body)
		}
	}
	review := phone.get("/talk/review")
	if !strings.Contains(review.body, canaries["phone pages: message"]) || !strings.Contains(review.body, "Opleidingscheques") {
		t.Fatalf("the review does not show the message and the right: %s", review.body)
	}
	if answer := phone.form("/talk/review"); answer.StatusCode != 303 || answer.Header.Get("Location") != "/done" {
		t.Fatalf("sending: %d %s", answer.StatusCode, answer.body)
	}
	phone.get("/done")
	for name, value := range phone.cookies {
		secrets["cookie "+name] = value
	}
	phone.form("/end")
}

// mistakes types canaries where they are refused.
func mistakes(t *testing.T, r *rig) {
	t.Helper()
	v := r.phone()
	v.headers["User-Agent"], v.headers["Referer"], v.headers["X-Anything"] = canaries["header"], "https://"+canaries["header"]+".example/", canaries["header"]
	v.headers["X-Forwarded-For"] = canaries["forwarded"]
	v.get("/" + canaries["path"] + "?" + canaries["query"] + "=" + canaries["query"])
	v.get("/a/" + canaries["path"])
	v.get("/?lang=" + canaries["query"])
	v.json("/requests", "a-key-for-a-mistake-1", `{"message":"`+canaries["broken JSON"], nil)
	v.json("/requests", "a-key-for-a-mistake-1", `{"`+canaries["unknown field"]+`":1}`, nil)
	v.json("/requests", canaries["wrong code"], `{}`, nil)
	v.json("/requests/status", "", `{"code":"`+canaries["wrong code"]+`"}`, nil)
	v.form("/a", "code", canaries["wrong code"])
	v.do("POST", "/talk/place", "application/x-www-form-urlencoded", "%zz="+canaries["broken form"])
	v.do("POST", "/talk/place", "multipart/form-data; boundary="+canaries["broken form"], canaries["broken form"])
	desk := r.office()
	desk.form("/onthaal/aanmelden", "gebruiker", canaries["user name"], "wachtwoord", canaries["wrong password"])
	desk.get("/onthaal/aanvraag/" + canaries["path"])
}

func staffJourney(t *testing.T, r *rig, secrets map[string]string) {
	t.Helper()
	desk := r.office()
	desk.signIn("griet")
	for name, value := range desk.cookies {
		secrets["cookie "+name] = value
	}
	secrets["password"] = "griet fietst langs de leie"
	desk.form("/onthaal/zoeken", "zoek", canaries["search"])
	desk.form("/onthaal/zoeken", "zoek", canaries["email"])
	desk.form("/onthaal/zoeken", "zoek", "03 53 01 73 91")
	var opened, noted, shared, added, closed, handed bool
	for _, id := range desk.get("/onthaal/rij").requestIDs() {
		path := "/onthaal/aanvraag/" + id
		request := desk.get(path)
		opened = opened || strings.Contains(request.body, canaries["message"])
		noted = desk.form(path+"/notitie", "notitie", canaries["note"]).StatusCode == 303 || noted
		if _, ours, found := strings.Cut(request.body, `name="recht" value="`+canaries["shared right"]); found && strings.Contains(ours, "uitkomst") {
			shared = desk.form(path+"/recht", "recht", canaries["shared right"], "van", "open", "uitkomst", canaries["outcome"]).StatusCode == 303
		}
		added = desk.form(path+"/recht", "recht", canaries["added right"], "van", "open", "uitkomst", canaries["outcome"]).StatusCode == 303 || added
		switch {
		case !closed:
			closed = desk.form(path+"/stap", "versie", version(request), "naar", "closed", "reden", canaries["closing"]).StatusCode == 303
		case !handed:
			handed = desk.form(path+"/doorgeven", "versie", version(request), "team", "zuid", "reden", canaries["handing over"]).StatusCode == 303
		}
	}
	if !opened || !noted || !shared || !added || !closed || !handed {
		t.Errorf("the journey of reception is not whole: opened %v, noted %v, shared %v, added %v, closed %v, handed over %v", opened, noted, shared, added, closed, handed)
	}
}

// version is what a page of a request says that it shows.
func version(p page) string {
	_, after, _ := strings.Cut(p.body, `name="versie" value="`)
	number, _, _ := strings.Cut(after, `"`)
	return number
}

// search looks for every secret in what was written: as it was typed, in other capitals, and as hexadecimal.
func search(t *testing.T, secrets map[string]string, written map[string][]byte, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		written[filepath.Base(path)] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	total, seen := 0, false
	for place, text := range written {
		total += len(text)
		lower := bytes.ToLower(text)
		for field, secret := range secrets {
			plain := []byte(strings.ToLower(secret))
			for _, form := range [][]byte{plain, []byte(hex.EncodeToString([]byte(secret)))} {
				switch {
				case !bytes.Contains(lower, form):
				case field == decoy:
					seen = true
				default:
					t.Errorf("%s lies in the clear in %s", field, place)
				}
			}
		}
	}
	if !seen {
		t.Errorf("the search of %d bytes in %d places does not even find a locator", total, len(written))
	}
	t.Logf("%d canaries and secrets, %d bytes in %d places: not found", len(secrets)-1, total, len(written))
}
