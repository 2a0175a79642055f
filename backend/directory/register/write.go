package register

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"wijkloket/backend/directory"
)

// Write puts files into dir, each whole or not at all: written beside its place, synced, and renamed. The register's
// index comes last and decides which of the others count, so a crash leaves the old import or the new one in force. What
// the index no longer names is then removed.
func Write(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("directory import: %w", err)
	}
	for name, text := range files {
		if name == directory.RegisterIndex {
			continue
		}
		if err := writeWhole(filepath.Join(dir, name), text); err != nil {
			return fmt.Errorf("directory import: %w", err)
		}
	}
	text, ok := files[directory.RegisterIndex]
	if !ok {
		return syncDir(dir)
	}
	if err := errors.Join(syncDir(dir), writeWhole(filepath.Join(dir, directory.RegisterIndex), text)); err != nil {
		return fmt.Errorf("directory import: %w", err)
	}
	return errors.Join(syncDir(dir), removeOld(dir, files))
}

// removeOld removes the parts of earlier imports.
func removeOld(dir string, keep map[string][]byte) error {
	parts, err := filepath.Glob(filepath.Join(dir, directory.RegisterParts))
	for _, path := range parts {
		if _, kept := keep[filepath.Base(path)]; !kept {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

func writeWhole(path string, text []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(text)
	if err == nil {
		err = file.Chmod(0o644)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
