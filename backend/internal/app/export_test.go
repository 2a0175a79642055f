package app

import "context"

// SendDue sends what is due now, as the program does by itself every quarter of a minute.
func (a *App) SendDue(ctx context.Context) error { return a.send(ctx) }
