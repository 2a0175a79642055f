package app

import (
	"context"
	"errors"
	"time"

	"wijkloket/backend/internal/jobs"
	"wijkloket/backend/internal/observe"
)

// periodicWork is everything that happens without being asked for: a line each, by the name it has in figures and log.
func (a *App) periodicWork() *jobs.Runner {
	runner := jobs.New(jobs.Hooks{Failed: a.jobFailed}, a.options.Clock)
	for _, job := range []struct {
		name  string
		every time.Duration
		do    func(context.Context) error
	}{
		{"promises", time.Minute, a.escalate},
		{"messages", 15 * time.Second, a.send},
		{"holds", time.Minute, a.sweep},
		{"visits", 5 * time.Minute, a.lapse},
	} {
		runner.Add(job.name, job.every, job.do)
	}
	return runner
}

// escalate carries promises that are near before people.
func (a *App) escalate(ctx context.Context) error {
	told, err := a.Requests.Escalate(ctx)
	if told > 0 {
		a.log.Info().Int("promises", told).Msg("told of promises that are near")
	}
	return err
}

// sweep drops the hours that were held and not booked.
func (a *App) sweep(ctx context.Context) error {
	_, err := a.Appointments.Sweep(ctx)
	return err
}

// lapse ends the home visits that nobody said yes to.
func (a *App) lapse(ctx context.Context) error {
	lapsed, err := a.Appointments.Lapse(ctx)
	if lapsed > 0 {
		a.log.Info().Int("visits", lapsed).Msg("visits without a yes do not take place")
	}
	return err
}

// jobFailed logs a run that failed.
func (a *App) jobFailed(job string, err error) {
	line := a.log.Error().Str("job", job).Err(err)
	var thrown *jobs.Panic
	if errors.As(err, &thrown) {
		line = line.Bytes("stack", thrown.Stack)
	}
	line.Msg("a job failed")
}

func (a *App) jobFigures() []observe.Job {
	var figures []observe.Job
	for _, s := range a.jobs.Status() {
		figures = append(figures, observe.Job{Name: s.Job, Age: s.Age, Runs: s.Runs, Failures: s.Failures})
	}
	return figures
}
