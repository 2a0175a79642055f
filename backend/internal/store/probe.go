package store

import "context"

// Probe writes a row as it stands and reads it back, in a change of its own: it tells whether the database does what the
// program needs of it, on a full disk too, which reading alone would not.
func (d *DB) Probe(ctx context.Context) error {
	err := d.Update(ctx, func(tx *Tx) error {
		_, err := tx.Exec("UPDATE audit_head SET one = 1 WHERE one = 1")
		return err
	})
	if err != nil {
		return wrap("probe", err)
	}
	return wrap("probe", d.Ping(ctx))
}
