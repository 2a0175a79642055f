// Package seal keeps what is about a person unreadable without the key file: personal fields at rest, the look-up
// indexes over them, the secrets that are derived rather than stored, and cookies.
//
// The key tree has two levels (T-41, T-42). The key file holds the master keysets. Each request has a data key of its own,
// stored in its row and wrapped by the master; its fields are sealed with that. Destroying the wrapped key erases the
// request everywhere the key file is not, and a new master key only has to wrap the data keys again. A copied database
// without the key file shows no name, number, address, message or code.
//
// Every ciphertext is bound to the table, column and row it belongs to, so moving one to another row or column makes it
// unreadable (T-39).
package seal

import (
	"crypto/hmac"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"

	"wijkloket/backend/internal/core"
)

// ErrUnreadable means that a ciphertext does not belong here: it was moved, cut, changed, or sealed by keys that are not
// in this key file. It never says more.
var ErrUnreadable = errors.New("seal: unreadable with these keys in this place")

// Place is where a ciphertext belongs: one column of one row.
type Place struct {
	Table, Column string
	Row           core.ID
}

// associated is the data that a ciphertext is bound to. The parts cannot run into each other: names and IDs hold no bar.
func (p Place) associated() []byte { return []byte(p.Table + "|" + p.Column + "|" + string(p.Row)) }

// Keys are the master keys of one installation. They print as nothing and are safe for concurrent use.
type Keys struct {
	sealing tink.AEAD
	deriver *prf.Set
	primary uint32 // id of the sealing key that seals now
}

// Fresh makes new keys that live in memory alone.
func Fresh() (*Keys, error) {
	file, err := freshFile()
	if err != nil {
		return nil, err
	}
	return file.keys()
}

func newKeys(sealing, deriving *keyset.Handle) (*Keys, error) {
	box, err := aead.New(sealing)
	if err != nil {
		return nil, fmt.Errorf("seal: sealing keyset: %w", err)
	}
	deriver, err := prf.NewPRFSet(deriving)
	if err != nil {
		return nil, fmt.Errorf("seal: deriving keyset: %w", err)
	}
	return &Keys{sealing: box, deriver: deriver, primary: sealing.KeysetInfo().GetPrimaryKeyId()}, nil
}

// String hides the keys from every way of printing.
func (*Keys) String() string { return "[keys]" }

// GoString is String, for %#v.
func (*Keys) GoString() string { return "[keys]" }

// Format is String for every verb, so that no flag of fmt walks into the keys.
func (*Keys) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("[keys]")) }

// MarshalText is String, for encoders.
func (*Keys) MarshalText() ([]byte, error) { return []byte("[keys]"), nil }

// Seal encrypts under the master key, bound to the place. The ciphertext begins with the id of the key that made it.
func (k *Keys) Seal(place Place, plain []byte) ([]byte, error) {
	return k.sealing.Encrypt(plain, place.associated())
}

// Open decrypts what Seal made for the same place.
func (k *Keys) Open(place Place, sealed []byte) ([]byte, error) {
	plain, err := k.sealing.Decrypt(sealed, place.associated())
	if err != nil {
		return nil, ErrUnreadable
	}
	return plain, nil
}

// derivedLength is what PRF returns, in bytes: all of HMAC-SHA256.
const derivedLength = 32

// PRF derives 32 bytes from data that nobody without the key file can predict. The label keeps uses apart: the same data
// under two labels gives unrelated bytes. It panics when the key file's own keys cannot be used, which [Open] has tried.
func (k *Keys) PRF(label string, data []byte) []byte {
	input := append(append([]byte(label), 0), data...)
	derived, err := k.deriver.ComputePrimaryPRF(input, derivedLength)
	if err != nil {
		panic(fmt.Errorf("seal: deriving: %w", err))
	}
	return derived
}

// indexLength cuts a blind index to 32 bits (T-40): of some ten thousand requests two share one now and then, so a hit
// must still be compared after opening, and an index alone proves nothing about anyone.
const indexLength = 4

// Index is the blind index of a value: equal for equal values of one kind, and nothing else. Give it the value in one
// canonical form. Only telephone numbers and e-mail addresses have one (T-40).
func (k *Keys) Index(kind, value string) []byte {
	return k.PRF("index|"+kind, []byte(value))[:indexLength]
}

// Same compares two derived values without telling by time where they differ.
func Same(a, b []byte) bool { return hmac.Equal(a, b) }
