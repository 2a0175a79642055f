package link

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
)

// The documents that a kiosk keeps a copy of.
const (
	DirectoryDocument = "directory"
	RightsDocument    = "rights"
)

// Cache keeps the newest document of one kind on disk, so that a kiosk that starts without a line still knows the city. It
// holds nothing about a person.
type Cache struct {
	client *Client
	dir    string
	name   string
}

// NewCache keeps one of the documents in a folder, which it makes when needed: the document as it came, and its ETag.
func NewCache(client *Client, dir, name string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("link: the state folder cannot be made; choose another with --state-dir: %w", err)
	}
	return &Cache{client: client, dir: dir, name: name}, nil
}

func (c *Cache) document() string { return filepath.Join(c.dir, c.name+".json") }
func (c *Cache) tag() string      { return filepath.Join(c.dir, c.name+".etag") }

// Stored is the document kept from an earlier run, and false when there is none.
func (c *Cache) Stored() ([]byte, bool) {
	text, err := os.ReadFile(c.document())
	return text, err == nil && len(text) > 0
}

// Refresh asks for a newer document. It returns it and true when there is one, nothing and false when the kept one is
// still the newest. accept judges a document before it is kept: one that cannot be read must not replace one that can.
func (c *Cache) Refresh(ctx context.Context, accept func(document []byte) error) (newer bool, err error) {
	call := c.client.http.R().SetContext(ctx)
	if tag, err := os.ReadFile(c.tag()); err == nil {
		if _, kept := c.Stored(); kept {
			call.SetHeader("If-None-Match", string(tag))
		}
	}
	answer, err := call.Get("/" + c.name)
	switch {
	case err != nil:
		return false, ErrNoAnswer
	case answer.StatusCode() == http.StatusNotModified:
		return false, nil
	case !answer.IsSuccess():
		return false, read(answer, nil)
	}
	if err := accept(answer.Body()); err != nil {
		return false, fmt.Errorf("link: the backend's %s cannot be used: %w", c.name, err)
	}
	return true, c.keep(answer.Body(), answer.Header().Get("ETag"))
}

// keep writes the document before its tag: a tag must never name a document that is not there.
func (c *Cache) keep(document []byte, tag string) error {
	if err := os.Remove(c.tag()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("link: %w", err)
	}
	for _, file := range []struct {
		whole string
		text  []byte
	}{{c.document(), document}, {c.tag(), []byte(tag)}} {
		if err := os.WriteFile(file.whole+".new", file.text, 0o600); err != nil {
			return fmt.Errorf("link: %w", err)
		}
		if err := os.Rename(file.whole+".new", file.whole); err != nil {
			return fmt.Errorf("link: %w", err)
		}
	}
	return nil
}
