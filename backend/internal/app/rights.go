package app

import (
	"io/fs"
	"os"
	"path/filepath"

	"wijkloket/assets"
	"wijkloket/backend/rights"
)

// Rights are the rules of the rights check as they stand now.
func (c *Core) Rights() *rights.Rules { return c.rights.Load() }

func (c *Core) knowsRight(id string) bool {
	_, known := c.Rights().Right(id)
	return known
}

// rightsOver is the folder of the data folder whose files lie over the embedded rights: a newer figure, a right of the city's
// own.
func (c *Core) rightsOver() string { return filepath.Join(c.storage.DataDir, "rights") }

// reloadRights reads the embedded rights with what lies over them. What is wrong with one of them touches only that one, and
// "rights lint" says where; here it is only counted.
func (c *Core) reloadRights() error {
	base, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		return err
	}
	read, err := rights.LoadOverlay(base, os.DirFS(c.rightsOver()))
	if err != nil {
		return err
	}
	if faults := len(read.Faults()); faults > 0 {
		c.log.Warn().Int("faults", faults).Str("folder", c.rightsOver()).Msg("some rights have faults: run rights lint on the folder")
	}
	c.rights.Store(read)
	return nil
}
