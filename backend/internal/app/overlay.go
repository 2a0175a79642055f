package app

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// lookAgain is how often a folder that lies over embedded data is looked at.
const lookAgain = 2 * time.Second

// overlay is a folder of the data folder whose files lie over embedded data.
type overlay struct {
	what   string // for the log
	folder string
	known  string // its files, as they stood when they were last read
	read   func() error
}

// overlays are the folders that are watched while the program runs.
func (c *Core) overlays() []*overlay {
	return []*overlay{
		{what: "directory", folder: c.directoryOver(), read: c.reloadDirectory},
		{what: "rights", folder: c.rightsOver(), read: c.reloadRights},
	}
}

// readOverlays reads each for the first time.
func (c *Core) readOverlays() error {
	c.over = c.overlays()
	for _, o := range c.over {
		o.known = filesOf(o.folder)
		if err := o.read(); err != nil {
			return err
		}
	}
	return nil
}

// watchOverlays takes over what changes in them. What cannot be read changes nothing.
func (c *Core) watchOverlays(ctx context.Context) {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, o := range c.over {
			present := filesOf(o.folder)
			if present == o.known {
				continue
			}
			o.known = present
			if err := o.read(); err != nil {
				c.log.Error().Err(err).Str("what", o.what).Msg("what changed is not taken over")
				continue
			}
			c.log.Info().Str("what", o.what).Msg("read again")
		}
	}
}

// filesOf tells the files of a folder from those of another moment: names, sizes and times of change.
func filesOf(folder string) string {
	var files strings.Builder
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipAll // there is no such folder until somebody makes it
		}
		if info, err := entry.Info(); err == nil {
			fmt.Fprintln(&files, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return files.String()
}
