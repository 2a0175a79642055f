package app

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/directory"
)

// lookAgain is how often the imported directory is looked at.
const lookAgain = 2 * time.Second

// Directory is the directory as it stands now.
func (c *Core) Directory() *directory.Directory { return c.directory.Load() }

// overlay is the folder of the data folder that lies over the embedded directory; "directory import" fills it.
func (c *Core) overlay() string { return filepath.Join(c.storage.DataDir, directory.OverlayFolder) }

// reloadDirectory reads the embedded directory with what lies over it.
func (c *Core) reloadDirectory() error {
	base, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return err
	}
	read, err := directory.LoadOverlay(base, os.DirFS(c.overlay()))
	if err != nil {
		return err
	}
	c.directory.Store(read)
	return nil
}

// watchDirectory takes over what an import changes since the files stood as known. One that cannot be read changes nothing.
func (c *Core) watchDirectory(ctx context.Context, known string) {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		present := c.overlaid()
		if present == known {
			continue
		}
		known = present
		err := c.reloadDirectory()
		if err != nil {
			c.log.Error().Err(err).Msg("the imported directory is not taken over")
			continue
		}
		c.log.Info().Msg("the directory was read again")
	}
}

// overlaid tells the files that lie over the directory from those of another moment: names, sizes and times of change.
func (c *Core) overlaid() string {
	var files strings.Builder
	_ = filepath.WalkDir(c.overlay(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipAll // there is no such folder before the first import
		}
		if info, err := entry.Info(); err == nil {
			fmt.Fprintln(&files, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return files.String()
}
