package account

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	_ "image/png" // what telephones and office programs make
	"io"

	"golang.org/x/image/draw"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

const (
	pictureSide    = 240      // pixels, square
	pictureQuality = 80       // of the JPEG
	mostBytes      = 8 << 20  // of a file
	mostPixels     = 40 << 20 // of what is in it: small files can hold huge pictures
)

// SetPicture keeps a picture by which residents know a worker before the talk: the middle square of a JPEG or PNG, small, and
// without what a camera writes beside it (place, time, device). It replaces the one before.
func (s *Service) SetPicture(ctx context.Context, id core.ID, file io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return err
	}
	picture, err := portrait(text)
	if err != nil {
		return err
	}
	return s.keepPicture(ctx, id, picture)
}

// DropPicture takes the picture away.
func (s *Service) DropPicture(ctx context.Context, id core.ID) error {
	return s.keepPicture(ctx, id, nil)
}

func (s *Service) keepPicture(ctx context.Context, id core.ID, picture []byte) error {
	return s.deps.Store.Update(ctx, func(tx Tx) error {
		if _, found, err := tx.Account(id); err != nil || !found {
			if err == nil {
				err = core.Refuse(api.CodeNotFound, "refuse.notfound")
			}
			return err
		}
		if err := tx.PutPicture(id, picture); err != nil {
			return err
		}
		return s.chain.Append(tx, s.deps.Clock.Now(), actor(ctx), auditPicture, id)
	})
}

// portrait is a picture as it is kept.
func portrait(text []byte) ([]byte, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(text))
	if err != nil || len(text) > mostBytes || size.Width < 1 || size.Height < 1 || size.Width > mostPixels/size.Height {
		return nil, invalid("picture", "refuse.picture")
	}
	whole, _, err := image.Decode(bytes.NewReader(text))
	if err != nil {
		return nil, invalid("picture", "refuse.picture")
	}
	small := image.NewRGBA(image.Rect(0, 0, pictureSide, pictureSide))
	draw.CatmullRom.Scale(small, small.Bounds(), whole, middle(whole.Bounds()), draw.Src, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, small, &jpeg.Options{Quality: pictureQuality})
	return out.Bytes(), err
}

// middle is the largest square in the middle of a picture, a little higher where it is tall: that is where faces are.
func middle(b image.Rectangle) image.Rectangle {
	side := min(b.Dx(), b.Dy())
	left, top := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/3
	return image.Rect(left, top, left+side, top+side)
}
