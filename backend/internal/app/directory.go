package app

import (
	"io/fs"
	"os"
	"path/filepath"

	"wijkloket/assets"
	"wijkloket/backend/directory"
)

// Directory is the directory as it stands now.
func (c *Core) Directory() *directory.Directory { return c.directory.Load() }

// directoryOver is the folder of the data folder that lies over the embedded directory; "directory import" fills it.
func (c *Core) directoryOver() string {
	return filepath.Join(c.storage.DataDir, directory.OverlayFolder)
}

// reloadDirectory reads the embedded directory with what lies over it.
func (c *Core) reloadDirectory() error {
	base, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return err
	}
	read, err := directory.LoadOverlay(base, os.DirFS(c.directoryOver()))
	if err != nil {
		return err
	}
	c.directory.Store(read)
	return nil
}
