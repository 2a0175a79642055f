package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
)

// keyFile is the key file: two Tink keysets as Tink writes them. The operating system protects it (mode 0600, owner the
// service); it must never lie in a backup beside the database.
type keyFile struct {
	Format  int             `json:"format"`
	Sealing json.RawMessage `json:"sealing"`  // AES-256-GCM
	Derive  json.RawMessage `json:"deriving"` // HMAC-SHA256 as a PRF
}

const keyFileFormat = 1

// Open reads the key file, or makes one at the very first start. It refuses a file that others on this machine may read
// (T-61): then the keys must be taken for known.
func Open(path string) (*Keys, error) {
	file, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		file, err = create(path)
	}
	if err != nil {
		return nil, err
	}
	return file.keys()
}

func read(path string) (*keyFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("seal: key file: %w", err)
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return nil, fmt.Errorf("seal: the key file %s may be read or changed by others (mode %04o): run \"chmod 600 %s\", and replace the keys if somebody else could sign in here",
			path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("seal: key file: %w", err)
	}
	var file keyFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("seal: the key file %s is damaged: put back a copy of it, without it nothing personal can be read", path)
	}
	if file.Format != keyFileFormat {
		return nil, fmt.Errorf("seal: the key file %s has format %d, this program reads %d: use the program that wrote it, or a newer one", path, file.Format, keyFileFormat)
	}
	return &file, nil
}

// create writes fresh keys so that the file is either whole and on disk or not there at all: a half key file would lock
// everything sealed with it away.
func create(path string) (*keyFile, error) {
	file, err := freshFile()
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("seal: folder of the key file: %w", err)
	}
	temporary, err := os.CreateTemp(folder, ".keys-*") // CreateTemp makes it 0600
	if err != nil {
		return nil, fmt.Errorf("seal: key file: %w", err)
	}
	defer os.Remove(temporary.Name())
	if err := errors.Join(writeSynced(temporary, text), temporary.Close()); err != nil {
		return nil, fmt.Errorf("seal: key file: %w", err)
	}
	// Link, unlike Rename, does not replace a file that another program made in between.
	if err := os.Link(temporary.Name(), path); errors.Is(err, fs.ErrExist) {
		return read(path)
	} else if err != nil {
		return nil, fmt.Errorf("seal: key file: %w", err)
	}
	return file, syncFolder(folder)
}

func writeSynced(file *os.File, text []byte) error {
	if _, err := file.Write(text); err != nil {
		return err
	}
	return file.Sync()
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("seal: folder of the key file: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func freshFile() (*keyFile, error) {
	sealing, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("seal: new keys: %w", err)
	}
	deriving, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("seal: new keys: %w", err)
	}
	return pack(sealing, deriving)
}

func pack(sealing, deriving *keyset.Handle) (*keyFile, error) {
	file := keyFile{Format: keyFileFormat}
	for _, part := range []struct {
		handle *keyset.Handle
		into   *json.RawMessage
	}{{sealing, &file.Sealing}, {deriving, &file.Derive}} {
		var text bytes.Buffer
		if err := insecurecleartextkeyset.Write(part.handle, keyset.NewJSONWriter(&text)); err != nil {
			return nil, fmt.Errorf("seal: writing keys: %w", err)
		}
		*part.into = text.Bytes()
	}
	return &file, nil
}

func (f *keyFile) handles() (sealing, deriving *keyset.Handle, err error) {
	sealing, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Sealing)))
	if err != nil {
		return nil, nil, errors.New("seal: the key file holds no usable sealing keyset: put back a copy of it")
	}
	deriving, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Derive)))
	if err != nil {
		return nil, nil, errors.New("seal: the key file holds no usable deriving keyset: put back a copy of it")
	}
	return sealing, deriving, nil
}

func (f *keyFile) keys() (*Keys, error) {
	sealing, deriving, err := f.handles()
	if err != nil {
		return nil, err
	}
	return newKeys(sealing, deriving)
}
