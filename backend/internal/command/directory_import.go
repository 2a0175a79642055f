package command

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/directory/register"
	"wijkloket/i18n"
)

// DirectoryImport is `directory import`.
type DirectoryImport struct {
	File    string `arg:"" help:"BeST or Flemish register CSV (also zipped), dBase file of the register, or GeoJSON of the areas."`
	DryRun  bool   `help:"Read and report, store nothing."`
	Force   bool   `help:"Accept a file that lacks more than 5 % of the streets known now, or an area."`
	DataDir string `help:"Data folder of the backend (${default})." placeholder:"DIR" default:"var" env:"WIJKLOKET_DATA_DIR"`
}

// Help is the example that --help shows.
func (*DirectoryImport) Help() string {
	return "Example: backend directory import --dry-run openaddress-bevlg.csv"
}

// Run reads the file, prints what it would change, and stores it unless it is a dry run or refused.
func (i *DirectoryImport) Run(c *Context) error { return i.run(c, time.Now()) }

func (i *DirectoryImport) run(c *Context, now time.Time) error {
	loc, err := dutch()
	if err != nil {
		return err
	}
	settings, err := i.settings(now)
	if err != nil {
		return err
	}
	in, closeFile, err := openImport(i.File)
	if err != nil {
		return errors.New(loc.T("directory.import.refused.unreadable") + " (" + filepath.Base(i.File) + ")")
	}
	defer closeFile()
	result, err := register.Import(in, settings)
	if result != nil {
		if _, writing := io.WriteString(c.Out, importText(result.Report, loc)); writing != nil {
			return writing
		}
	}
	var refusal *register.Refusal
	if errors.As(err, &refusal) {
		return errors.New(loc.T(refusal.Reason.Key, refusal.Reason.Args))
	}
	if err != nil {
		return err
	}
	return i.store(c, result, loc)
}

func (i *DirectoryImport) settings(now time.Time) (register.Settings, error) {
	current, err := openDirectory(i.DataDir)
	if err != nil {
		return register.Settings{}, err
	}
	previous, err := directory.ReadExtract(overlayFS(i.DataDir))
	if err != nil {
		return register.Settings{}, err
	}
	base, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return register.Settings{}, err
	}
	columns, err := register.LoadColumns(base)
	return register.Settings{Current: current, Previous: previous, Columns: columns, Now: now, Force: i.Force}, err
}

func (i *DirectoryImport) store(c *Context, result *register.Result, loc *i18n.Localizer) error {
	if i.DryRun {
		_, err := fmt.Fprintln(c.Out, loc.T("directory.import.dry_run"))
		return err
	}
	folder := filepath.Join(i.DataDir, directory.OverlayFolder)
	if err := register.Write(folder, result.Files); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.Out, loc.T("directory.import.stored", i18n.Args{"Folder": folder}))
	return err
}

// openImport opens a file, the one file in a zip, and the .shp beside a .dbf.
func openImport(path string) (in register.Input, closeAll func(), err error) {
	var closers []io.Closer
	closeAll = func() {
		for _, closer := range closers {
			_ = closer.Close() // read only
		}
	}
	in.Name = filepath.Base(path)
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		archive, err := zip.OpenReader(path)
		if err != nil {
			return in, closeAll, err
		}
		closers = append(closers, archive)
		if len(archive.File) != 1 {
			closeAll()
			return in, closeAll, fmt.Errorf("%d files in the zip, want one", len(archive.File))
		}
		file, err := archive.File[0].Open()
		in.Reader = file
		return in, closeAll, err
	}
	file, err := os.Open(path)
	if err != nil {
		return in, closeAll, err
	}
	closers, in.Reader = append(closers, file), file
	if strings.EqualFold(filepath.Ext(path), ".dbf") {
		for _, ext := range []string{".shp", ".SHP"} {
			if shape, err := os.Open(strings.TrimSuffix(path, filepath.Ext(path)) + ext); err == nil {
				closers, in.Shape = append(closers, shape), shape
				break
			}
		}
	}
	return in, closeAll, nil
}

// importText is the report for a person at a terminal.
func importText(r register.Report, loc *i18n.Localizer) string {
	var out strings.Builder
	line := func(key string, args i18n.Args) { out.WriteString(loc.T("directory.import."+key, args) + "\n") }
	line("read", i18n.Args{"Count": r.Read})
	if r.Format == "geojson" {
		line("areas", i18n.Args{"Count": r.Kept})
	} else {
		line("kept", i18n.Args{"Count": r.Kept, "Placed": r.Placed, "Streets": r.Streets})
	}
	line("changes", i18n.Args{"New": r.New, "Changed": r.Changed, "Dropped": r.Dropped})
	for _, reason := range r.Reasons() {
		line("skip."+reason, i18n.Args{"Count": r.Skipped[reason]})
	}
	if r.Swapped > 0 {
		line("swapped", i18n.Args{"Count": r.Swapped})
	}
	if len(r.Lost) > 0 {
		line("lost", i18n.Args{"Count": len(r.Lost), "Known": r.Known})
		for _, note := range r.Lost[:min(10, len(r.Lost))] {
			out.WriteString("  " + note.Street + " (" + note.Postcode + ")\n")
		}
	}
	if r.RowError > 0 {
		line("errors", i18n.Args{"Count": r.RowError})
	}
	for _, row := range r.Rows {
		key, args := "error", i18n.Args{"Line": row.Line, "Column": row.Column, "Reason": loc.T("directory.import.row." + row.Reason)}
		if row.Column == "" {
			key = "error_row"
		}
		out.WriteString("  ")
		line(key, args)
	}
	if more := r.RowError - len(r.Rows); more > 0 {
		out.WriteString("  ")
		line("more_errors", i18n.Args{"Count": more})
	}
	return out.String()
}
