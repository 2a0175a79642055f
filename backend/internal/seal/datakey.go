package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"

	"wijkloket/backend/api"
)

// DataKey seals the fields of one request, and nothing else. It prints as nothing.
type DataKey struct{ box cipher.AEAD }

const (
	dataKeyLength = 32 // AES-256
	fieldFormat   = 1  // first byte of a sealed field: how it was sealed
)

// NewDataKey draws a key for one row from random and returns it with its wrapped form, which belongs in that row at
// place.
func (k *Keys) NewDataKey(place Place, random io.Reader) (*DataKey, []byte, error) {
	raw := make([]byte, dataKeyLength)
	if _, err := io.ReadFull(random, raw); err != nil {
		return nil, nil, fmt.Errorf("seal: no randomness: %w", err)
	}
	defer clear(raw)
	wrapped, err := k.Seal(place, raw)
	if err != nil {
		return nil, nil, err
	}
	key, err := newDataKey(raw)
	return key, wrapped, err
}

// DataKey unwraps the key of one row.
func (k *Keys) DataKey(place Place, wrapped []byte) (*DataKey, error) {
	raw, err := k.Open(place, wrapped)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	return newDataKey(raw)
}

// Rewrap returns a data key wrapped by the present master key, and whether it was wrapped by an older one. Rotating the
// master is calling this for every row (T-41).
func (k *Keys) Rewrap(place Place, wrapped []byte) ([]byte, bool, error) {
	if KeyID(wrapped) == k.primary {
		return wrapped, false, nil
	}
	raw, err := k.Open(place, wrapped)
	if err != nil {
		return nil, false, err
	}
	defer clear(raw)
	again, err := k.Seal(place, raw)
	return again, true, err
}

// KeyID is the id of the master key that a ciphertext of Keys.Seal was made with, and 0 when it names none. Tink writes a
// version byte and then the id.
func KeyID(sealed []byte) uint32 {
	if len(sealed) < 5 || sealed[0] != 1 {
		return 0
	}
	return uint32(sealed[1])<<24 | uint32(sealed[2])<<16 | uint32(sealed[3])<<8 | uint32(sealed[4])
}

func newDataKey(raw []byte) (*DataKey, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, ErrUnreadable
	}
	// One key seals the fields of one request, some dozens of times: random 96-bit nonces cannot meet.
	box, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, ErrUnreadable
	}
	return &DataKey{box}, nil
}

// String hides the key from every way of printing.
func (*DataKey) String() string { return "[key]" }

// GoString is String, for %#v.
func (*DataKey) GoString() string { return "[key]" }

// Format is String for every verb.
func (*DataKey) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("[key]")) }

// Seal encrypts a text, bound to the place. No text stays no bytes: that a field is empty is not a secret, and an empty
// field costs nothing.
func (d *DataKey) Seal(place Place, text api.Personal) []byte {
	if text.IsZero() {
		return nil
	}
	return d.box.Seal([]byte{fieldFormat}, nil, []byte(text.Reveal()), place.associated())
}

// Open decrypts what Seal made for the same place.
func (d *DataKey) Open(place Place, sealed []byte) (api.Personal, error) {
	if len(sealed) == 0 {
		return api.Personal{}, nil
	}
	if sealed[0] != fieldFormat {
		return api.Personal{}, ErrUnreadable
	}
	plain, err := d.box.Open(nil, nil, sealed[1:], place.associated())
	if err != nil {
		return api.Personal{}, ErrUnreadable
	}
	defer clear(plain)
	return api.NewPersonal(string(plain)), nil
}
