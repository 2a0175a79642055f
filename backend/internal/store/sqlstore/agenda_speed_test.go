package sqlstore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// BenchmarkBook is a whole booking, on disk before the answer: hour, appointment, request, history, audit and three messages. A
// bare insert by as many clients is measured in the same run; "times-bare" is how much longer a booking takes (p99 of both).
func BenchmarkBook(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			db, body := engine.bare(b), make([]byte, 1500)
			bare := measure(b, func(n int) error {
				_, err := db.Exec(`INSERT INTO bare (id, body) VALUES ($1, $2)`, n, body)
				return err
			})
			w := storetest.Open(b, engine.url(b))
			var diaries []diary
			for range 12 {
				diaries = append(diaries, diary{w, w.Staff(b, account.Worker, "noord").ID, audit.New(w.Keys), 0})
			}
			rows := requests(b, w, b.N)
			booking := measure(b, func(n int) error { return diaries[n%len(diaries)].book(rows[n], n) })
			b.ReportMetric(float64(bare.Microseconds())/1000, "bare-p99-ms")
			b.ReportMetric(float64(booking)/float64(bare), "times-bare")
		})
	}
}

// requests stores copies of one request, without the slow hash of each code.
func requests(b *testing.B, w *storetest.World, n int) (rows []request.Row) {
	b.Helper()
	template := w.Row(b, w.Send(b, "overleie", 0).Locator)
	for len(rows) < n {
		err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) error {
			for i := 0; i < 500 && len(rows) < n; i++ {
				row := template
				row.ID, row.Locator, row.Idempotency = core.NewID(w.Deps.Random), fmt.Sprintf("copy %d", len(rows)), fmt.Appendf(nil, "copy %d", len(rows))
				if ok, err := tx.InsertRequest(row); err != nil || !ok {
					return fmt.Errorf("request %d: %v, %w", len(rows), ok, err)
				}
				rows = append(rows, row)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return rows
}

// BenchmarkPlan reads all that is known of a team of 12 over 60 days: patterns, absences, four talks a day each, what their
// office calendars say, and a few holds.
func BenchmarkPlan(b *testing.B) {
	const team, days = 12, 60
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			w := storetest.Open(b, engine.url(b))
			rows := requests(b, w, team*days*4)
			var workers []core.ID
			for range team {
				workers = append(workers, w.Staff(b, account.Worker, "noord").ID)
			}
			for i, worker := range workers {
				fillAgenda(b, w, worker, days, rows[i*days*4:(i+1)*days*4])
			}
			settle(b, w)
			b.ReportAllocs()
			for b.Loop() {
				err := w.SQL.Appointments().View(context.Background(), func(tx appointment.Tx) error {
					plan, err := tx.Plan(workers, storetest.Start, storetest.Start.AddDate(0, 0, days), storetest.Start)
					if len(plan.Weekly) != 10*team || len(plan.Busy) != team*days*5 {
						b.Errorf("%d blocks, %d times taken", len(plan.Weekly), len(plan.Busy))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func fillAgenda(b *testing.B, w *storetest.World, worker core.ID, days int, rows []request.Row) {
	b.Helper()
	err := w.SQL.Appointments().Update(context.Background(), func(tx appointment.Tx) error {
		var office []calendar.Busy
		for n := range 10 {
			block := calendar.Weekly{ID: core.NewID(w.Deps.Random), Worker: worker, Day: time.Weekday(1 + n/2), From: 540 + n%2*240, To: 720 + n%2*240, Kind: calendar.Talk, Centre: "overleie"}
			if err := tx.InsertWeekly(block); err != nil {
				return err
			}
		}
		for n, row := range rows {
			start := storetest.Start.AddDate(0, 0, n/4).Add(time.Duration(n%4) * time.Hour)
			talk := appointment.Row{ID: core.NewID(w.Deps.Random), Request: row.ID, Worker: worker, Kind: calendar.Talk, State: "booked", Start: start, End: start.Add(time.Hour), Version: 1}
			if err := tx.InsertAppointment(talk); err != nil {
				return err
			}
			if n%4 == 0 {
				office = append(office, calendar.Busy{From: start.Add(5 * time.Hour), To: start.Add(6 * time.Hour)})
			}
		}
		return tx.ReplaceOfficeBusy(worker, office[:days])
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkCandidates reads who may take a request: 200 workers with 46 requests each in hand, among 50,000 requests that each
// were given to somebody once.
func BenchmarkCandidates(b *testing.B) {
	const workers, requests = 200, 50_000
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			w := storetest.Open(b, engine.url(b))
			for n := range workers {
				who := w.Staff(b, account.Worker, "noord")
				w.Exec(b, `UPDATE accounts SET username = $1 WHERE id = $2`, fmt.Sprintf("w%d", n), string(who.ID))
			}
			w.Send(b, "overleie", 1)
			fill := `
				WITH RECURSIVE count (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n < $1)
				INSERT INTO requests (id, locator, idempotency, body, code, team, centre, kiosk, place, state, worker, language, channel, parts, voicemail, introduce,
					never_write, consent, data_key, name, created, promise, kept, changed, version)
				SELECT 'r' || n, 'l' || n, CAST('k' || n AS BYTEA), r.body, r.code, r.team, r.centre, r.kiosk, r.place, CASE WHEN n < 9200 THEN 'contacted' ELSE 'closed' END,
					(SELECT id FROM accounts WHERE username = 'w' || (n % 200)), r.language, r.channel, r.parts, r.voicemail, r.introduce,
					r.never_write, r.consent, r.data_key, r.name, r.created, r.promise, r.kept, r.changed, r.version
				FROM count, (SELECT * FROM requests LIMIT 1) r`
			if engine.name == "sqlite" {
				fill = strings.ReplaceAll(fill, "BYTEA", "BLOB")
			}
			w.Exec(b, fill, requests-1)
			w.Exec(b, `INSERT INTO events (id, request, at, kind, before, after) SELECT 'e' || id, id, created, 'assigned', '', worker FROM requests WHERE worker IS NOT NULL`)
			settle(b, w)
			b.ReportAllocs()
			for b.Loop() {
				err := w.SQL.Appointments().View(context.Background(), func(tx appointment.Tx) error {
					all, err := tx.Candidates(storetest.Start)
					if len(all) != workers || all[0].Open != 46 || all[0].Last.IsZero() {
						b.Errorf("%d workers", len(all))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// settle lets PostgreSQL do what it does by itself after a while.
func settle(b *testing.B, w *storetest.World) {
	b.Helper()
	if w.DB.Engine() == "postgres" {
		w.Exec(b, "ANALYZE")
	}
}
