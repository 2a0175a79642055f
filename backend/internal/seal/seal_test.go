package seal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

func fresh(t testing.TB) *seal.Keys {
	t.Helper()
	keys, err := seal.Fresh()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

var drawPlace = rapid.Custom(func(t *rapid.T) seal.Place {
	word := rapid.StringMatching(`[a-z_]{1,8}`)
	return seal.Place{Table: word.Draw(t, "table"), Column: word.Draw(t, "column"), Row: core.ID(rapid.StringMatching(`[a-z2-7]{4}`).Draw(t, "row"))}
})

// TestSealedTextsStayInTheirPlace (T-39): a ciphertext opens where it was sealed and nowhere else, and no bit of it may change.
func TestSealedTextsStayInTheirPlace(t *testing.T) {
	keys := fresh(t)
	rapid.Check(t, func(t *rapid.T) {
		here, there := drawPlace.Draw(t, "here"), drawPlace.Draw(t, "there")
		text := api.NewPersonal(rapid.String().Draw(t, "text"))
		key, wrapped, err := keys.NewDataKey(here, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		sealed := key.Seal(here, text)
		again, err := keys.DataKey(here, wrapped)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Open(here, sealed); err != nil || got != text {
			t.Fatalf("did not come back: %v", err)
		}
		if text.IsZero() {
			return
		}
		if bytes.Contains(sealed, []byte(text.Reveal())) && text.Len() > 3 {
			t.Fatal("sealed and readable")
		}
		if _, err := again.Open(there, sealed); here != there && !errors.Is(err, seal.ErrUnreadable) {
			t.Fatalf("opened in another place: %v", err)
		}
		if _, err := keys.DataKey(there, wrapped); here != there && !errors.Is(err, seal.ErrUnreadable) {
			t.Fatalf("a data key opened in another place: %v", err)
		}
		at := rapid.IntRange(0, len(sealed)*8-1).Draw(t, "bit")
		sealed[at/8] ^= 1 << (at % 8)
		if _, err := again.Open(here, sealed); !errors.Is(err, seal.ErrUnreadable) {
			t.Fatalf("opened with a changed bit: %v", err)
		}
	})
}

// TestDestroyedKey (T-42): without its wrapped key a row is gone, and other keys do not open it.
func TestDestroyedKey(t *testing.T) {
	keys := fresh(t)
	place := seal.Place{Table: "requests", Column: "data_key", Row: "a"}
	key, wrapped, err := keys.NewDataKey(place, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed := key.Seal(place, api.NewPersonal("Amira"))
	other, _, err := keys.NewDataKey(place, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(place, sealed); !errors.Is(err, seal.ErrUnreadable) {
		t.Errorf("another data key: %v", err)
	}
	for name, gone := range map[string][]byte{"destroyed": nil, "cut": wrapped[:len(wrapped)-1]} {
		if _, err := keys.DataKey(place, gone); !errors.Is(err, seal.ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := fresh(t).DataKey(place, wrapped); !errors.Is(err, seal.ErrUnreadable) {
		t.Errorf("another installation's keys: %v", err)
	}
}

// TestIndexes (T-40): equal values of one kind have equal indexes, other kinds and other keys do not, and an index is short.
func TestIndexes(t *testing.T) {
	keys, others := fresh(t), fresh(t)
	index := keys.Index("phone", "+32470123456")
	if len(index) != 4 || !bytes.Equal(index, keys.Index("phone", "+32470123456")) {
		t.Errorf("%x", index)
	}
	for name, other := range map[string][]byte{
		"another number": keys.Index("phone", "+32470123457"), "another kind": keys.Index("email", "+32470123456"),
		"other keys": others.Index("phone", "+32470123456"), "a shifted border": keys.Index("phone+", "32470123456"),
	} {
		if bytes.Equal(index, other) {
			t.Errorf("%s has the same index", name)
		}
	}
	if bytes.Equal(keys.PRF("a", []byte("bc")), keys.PRF("ab", []byte("c"))) {
		t.Error("label and data run into each other")
	}
}

// TestKeysPrintNothing (T-54).
func TestKeysPrintNothing(t *testing.T) {
	keys := fresh(t)
	key, _, err := keys.NewDataKey(seal.Place{}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{keys, key} {
			if text := fmt.Sprintf(format, value); text != "[keys]" && text != "[key]" {
				t.Errorf("%s prints %q", format, text)
			}
		}
	}
	if text, err := json.Marshal(struct{ K *seal.Keys }{keys}); err != nil || string(text) != `{"K":"[keys]"}` {
		t.Errorf("JSON is %s, %v", text, err)
	}
}

// TestKeyFile (T-61): made once, for its owner alone, read back as the same keys, and refused when others may read it.
func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "keys.json")
	first, err := seal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	second, err := seal.Open(path)
	if err != nil || !bytes.Equal(first.Index("phone", "x"), second.Index("phone", "x")) {
		t.Fatalf("read back as other keys: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	hidden, errHidden := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err := errors.Join(err, errHidden); err != nil || len(left)+len(hidden) != 1 {
		t.Errorf("left behind: %v %v %v", left, hidden, err)
	}
	for _, mode := range []os.FileMode{0o604, 0o640, 0o660, 0o644, 0o602} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Open(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

// TestKeyFileDamage: a file that is cut anywhere is refused with advice, and never replaced by new keys.
func TestKeyFileDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	if _, err := seal.Open(path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(whole)-1; cut += 7 {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Open(path); err == nil {
			t.Fatalf("cut at %d: opened", cut)
		} else if strings.Contains(err.Error(), "value") {
			t.Fatalf("cut at %d: the error repeats the file: %v", cut, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, whole[:cut]) {
			t.Fatalf("cut at %d: the file was changed", cut)
		}
	}
	if err := os.WriteFile(path, bytes.Replace(whole, []byte(`"format": 1`), []byte(`"format": 2`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(path); err == nil || !strings.Contains(err.Error(), "format 2") {
		t.Errorf("a newer format: %v", err)
	}
}

// TestKeyFileRace: two programs that start at the same moment end up with the same keys.
func TestKeyFileRace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	indexes := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range indexes {
		all.Go(func() {
			keys, err := seal.Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			indexes[i] = keys.Index("phone", "x")
		})
	}
	all.Wait()
	for _, index := range indexes {
		if !bytes.Equal(index, indexes[0]) {
			t.Error("two sets of keys")
		}
	}
}

// TestCookies: a cookie opens under its own name until its end, and under no other.
func TestCookies(t *testing.T) {
	keys := fresh(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	value, err := keys.SealCookie("visit", []byte("choices"), now.Add(30*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if plain, ok := keys.OpenCookie("visit", value, now.Add(30*time.Minute-time.Second)); !ok || string(plain) != "choices" {
		t.Errorf("%q, %t", plain, ok)
	}
	if strings.ContainsAny(value, "+/=;, \"") {
		t.Errorf("%q is no cookie value", value)
	}
	tests := map[string]struct {
		name, value string
		at          time.Time
	}{
		"past its end": {"visit", value, now.Add(30 * time.Minute)},
		"another name": {"session", value, now},
		"changed":      {"visit", "B" + value[1:], now},
		"cut":          {"visit", value[:len(value)-4], now},
		"nothing":      {"visit", "", now},
		"no base64":    {"visit", "%%%", now},
		"not a cookie": {"visit", "AAAA", now},
	}
	for name, test := range tests {
		if plain, ok := keys.OpenCookie(test.name, test.value, test.at); ok {
			t.Errorf("%s: opened as %q", name, plain)
		}
	}
}

// TestSlowHash: a hash matches its own secret alone, two hashes of one secret differ, and a text that is no hash, or that asks
// for too much work, matches nothing.
func TestSlowHash(t *testing.T) {
	cost := seal.Cost{KiB: 64, Passes: 1}
	hash, err := seal.SlowHash([]byte("secret"), cost, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.SlowHash([]byte("secret"), cost, rand.Reader)
	if err != nil || hash == again {
		t.Errorf("two hashes are the same, %v", err)
	}
	if !seal.SlowMatch(hash, []byte("secret")) || seal.SlowMatch(hash, []byte("Secret")) || seal.SlowMatch(hash, nil) {
		t.Error("matches the wrong secrets")
	}
	for _, odd := range []string{
		"", "$", strings.Replace(hash, "m=64", "m=9999999", 1), strings.Replace(hash, "t=1", "t=0", 1), strings.Replace(hash, "t=1", "t=1000", 1),
		strings.Replace(hash, "argon2id", "argon2i", 1), hash[:len(hash)-30], strings.Replace(hash, "v=19", "v=16", 1),
	} {
		if seal.SlowMatch(odd, []byte("secret")) {
			t.Errorf("%q matches", odd)
		}
	}
}
