package seal

import (
	"crypto/rand"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"wijkloket/backend/api"
)

// rotated is the key file with a new sealing key in front; the old one still opens.
func rotated(t *testing.T, file *keyFile) *keyFile {
	t.Helper()
	sealing, deriving, err := file.handles()
	if err != nil {
		t.Fatal(err)
	}
	manager := keyset.NewManagerFromHandle(sealing)
	id, err := manager.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		t.Fatal(err)
	}
	if err := manager.SetPrimary(id); err != nil {
		t.Fatal(err)
	}
	if sealing, err = manager.Handle(); err != nil {
		t.Fatal(err)
	}
	next, err := pack(sealing, deriving)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// TestRotation (T-41): ciphertexts name the key that made them; after a rotation old ones still open, and rewrapping a data
// key moves its row to the new master without touching a field.
func TestRotation(t *testing.T) {
	file, err := freshFile()
	if err != nil {
		t.Fatal(err)
	}
	old, err := file.keys()
	if err != nil {
		t.Fatal(err)
	}
	place := Place{"requests", "data_key", "a"}
	key, wrapped, err := old.NewDataKey(place, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed := key.Seal(place, api.NewPersonal("Amira"))

	now, err := rotated(t, file).keys()
	if err != nil {
		t.Fatal(err)
	}
	again, changed, err := now.Rewrap(place, wrapped)
	if err != nil || !changed {
		t.Fatalf("rewrapped %t, %v", changed, err)
	}
	if KeyID(wrapped) != old.primary || KeyID(again) != now.primary || old.primary == now.primary {
		t.Errorf("key ids %d and %d of %d and %d", KeyID(wrapped), KeyID(again), old.primary, now.primary)
	}
	for name, form := range map[string][]byte{"before": wrapped, "after": again} {
		opened, err := now.DataKey(place, form)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if text, err := opened.Open(place, sealed); err != nil || text.Reveal() != "Amira" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, changed, err := now.Rewrap(place, again); changed || err != nil {
		t.Errorf("rewrapped twice: %t, %v", changed, err)
	}
	if string(old.Index("phone", "x")) != string(now.Index("phone", "x")) {
		t.Error("look-ups were lost")
	}
}
