package observe

import "github.com/prometheus/client_golang/prometheus"

// periodic reads how the jobs do at the moment somebody asks.
type periodic func() []Job

var (
	jobAge      = prometheus.NewDesc("wijkloket_job_age_seconds", "Since a job last worked, or since the start where it never did.", []string{"job"}, nil)
	jobRuns     = prometheus.NewDesc("wijkloket_job_runs_total", "Runs of a job that ended.", []string{"job"}, nil)
	jobFailures = prometheus.NewDesc("wijkloket_job_failures_total", "Runs of a job that failed.", []string{"job"}, nil)
)

// Describe names the figures.
func (periodic) Describe(out chan<- *prometheus.Desc) {
	out <- jobAge
	out <- jobRuns
	out <- jobFailures
}

// Collect reads the figures.
func (read periodic) Collect(out chan<- prometheus.Metric) {
	for _, job := range read() {
		out <- prometheus.MustNewConstMetric(jobAge, prometheus.GaugeValue, job.Age.Seconds(), job.Name)
		out <- prometheus.MustNewConstMetric(jobRuns, prometheus.CounterValue, float64(job.Runs), job.Name)
		out <- prometheus.MustNewConstMetric(jobFailures, prometheus.CounterValue, float64(job.Failures), job.Name)
	}
}
