package account_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store/storetest"
)

// TestPicture: what is kept is a small square without what a camera wrote beside it; what is no picture, or a huge one, is refused.
func TestPicture(t *testing.T) {
	w := storetest.Open(t, storetest.SQLite(t))
	amira := w.Staff(t, account.Worker, "noord")
	wide := image.NewRGBA(image.Rect(0, 0, 900, 300))
	for x := range 900 {
		for y := range 300 {
			wide.Set(x, y, color.RGBA{R: uint8(x / 4), A: 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, wide); err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.SetPicture(context.Background(), amira.ID, &file); err != nil {
		t.Fatal(err)
	}
	kept := picture(t, w, amira.ID)
	shown, err := jpeg.Decode(bytes.NewReader(kept))
	if err != nil || shown.Bounds().Dx() != 240 || shown.Bounds().Dy() != 240 || len(kept) > 30<<10 {
		t.Errorf("kept %d bytes, %v", len(kept), err)
	}
	var withPlace bytes.Buffer
	withPlace.Write([]byte{0xff, 0xd8, 0xff, 0xe1, 0, 22})
	withPlace.WriteString("Exif\x00\x00canary-place--")
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, wide, nil); err != nil {
		t.Fatal(err)
	}
	withPlace.Write(plain.Bytes()[2:])
	if err := w.Accounts.SetPicture(context.Background(), amira.ID, &withPlace); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(picture(t, w, amira.ID), []byte("canary")) {
		t.Error("the place of a picture is kept")
	}
	for name, text := range map[string]string{
		"nothing": "", "a text": "no picture", "cut off": string(kept[:200]), "a bomb": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x06\x00\x00\x00\x00\x00\x00\x00",
		"a long file": strings.Repeat("x", 9<<20),
	} {
		if err := w.Accounts.SetPicture(context.Background(), amira.ID, strings.NewReader(text)); core.CodeOf(err) != api.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Accounts.DropPicture(context.Background(), amira.ID); err != nil || picture(t, w, amira.ID) != nil {
		t.Errorf("dropped: %v", err)
	}
	if err := w.Accounts.DropPicture(context.Background(), "nobody"); core.CodeOf(err) != api.CodeNotFound {
		t.Errorf("of nobody: %v", err)
	}
}

func picture(t *testing.T, w *storetest.World, id core.ID) (kept []byte) {
	t.Helper()
	err := w.SQL.Accounts().View(context.Background(), func(tx account.Tx) (err error) {
		kept, err = tx.Picture(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}
