// Package observe is what the program tells those who keep it running: figures for Prometheus, and whether it lives and
// works. No figure has a label about a person: routes are patterns, teams are teams, and nothing is counted per centre and
// hour (T-55).
package observe

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Queue is how many requests of a team stand one way.
type Queue struct {
	Team     string
	State    string
	Standing string // to the promise: calm, soon, passed, ...
	Level    string // who was told of it: none, desk, lead
	Count    int
}

// Job is how a piece of periodic work does.
type Job struct {
	Name     string
	Age      time.Duration // since it last worked
	Runs     int
	Failures int
}

// Sources are what the figures are read from when somebody asks for them; nil ones are left out.
type Sources struct {
	Queues    func(context.Context) ([]Queue, error)
	Handovers func() int // open now
	Jobs      func() []Job
}

// Metrics counts.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	faults   prometheus.Counter
	promises *prometheus.CounterVec
	messages *prometheus.CounterVec
}

// New makes the counters.
func New(s Sources) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wijkloket_http_requests_total", Help: "Answered requests by method, route pattern and status.",
		}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "wijkloket_http_request_seconds", Help: "Time to answer, by route pattern; live streams are left out.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
		faults: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "wijkloket_store_errors_total", Help: "Times the database did not do what it was asked.",
		}),
	}
	m.promises = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "wijkloket_promises_total", Help: "Promises that were told of (desk, lead), kept, or kept late, by how far they had come.",
	}, []string{"team", "turn", "level"})
	m.messages = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "wijkloket_messages_total", Help: "What became of messages to residents: sent, delivered, dropped, or a task for people.",
	}, []string{"kind", "channel", "state"})
	m.registry.MustRegister(m.requests, m.took, m.faults, m.promises, m.messages, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if s.Queues != nil {
		m.registry.MustRegister(&queues{read: s.Queues, fault: m.StoreError})
	}
	if s.Jobs != nil {
		m.registry.MustRegister(periodic(s.Jobs))
	}
	if s.Handovers != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "wijkloket_handovers_open", Help: "Hand-overs to a phone that are open now.",
		}, func() float64 { return float64(s.Handovers()) }))
	}
	return m
}

// Request counts an answered request. Route is a pattern, never a path; took is negative for a live stream.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	if took >= 0 {
		m.took.WithLabelValues(route).Observe(took.Seconds())
	}
}

// StoreError counts a time that the database did not do what it was asked.
func (m *Metrics) StoreError() { m.faults.Inc() }

// Promise counts a turn that a promise took.
func (m *Metrics) Promise(team, turn, level string) {
	m.promises.WithLabelValues(team, turn, level).Inc()
}

// Message counts what became of a message.
func (m *Metrics) Message(kind, channel, state string) {
	m.messages.WithLabelValues(kind, channel, state).Inc()
}

// Handler serves the figures to this machine, and with the token to others. It calls refuse for everybody else, who learns
// no more than that there is nothing here.
func (m *Metrics) Handler(token string, refuse func(http.ResponseWriter, *http.Request, error)) http.Handler {
	figures := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, DisableCompression: true})
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !local(r) && !bears(r, token) {
			refuse(rw, r, core.Refuse(api.CodeNotFound, ""))
			return
		}
		figures.ServeHTTP(rw, r)
	})
}

// local: the connection comes from this machine, and no proxy passes it on for another.
func local(r *http.Request) bool {
	for _, header := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && address.Addr().Unmap().IsLoopback()
}

// bears compares digests, so that the time tells nothing about the token.
func bears(r *http.Request, token string) bool {
	want, got := sha256.Sum256([]byte("Bearer "+token)), sha256.Sum256([]byte(r.Header.Get("Authorization")))
	return token != "" && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// queues reads the queues at the moment somebody asks.
type queues struct {
	read  func(context.Context) ([]Queue, error)
	fault func()
}

var queueSize = prometheus.NewDesc("wijkloket_requests_open", "Requests by team, state, how they stand to their promise and who was told of it.",
	[]string{"team", "state", "standing", "level"}, nil)

// Describe names the figure.
func (q *queues) Describe(out chan<- *prometheus.Desc) { out <- queueSize }

// Collect reads the figure; while the database does not answer there is none, rather than a wrong one.
func (q *queues) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	read, err := q.read(ctx)
	if err != nil {
		q.fault()
		return
	}
	for _, one := range read {
		out <- prometheus.MustNewConstMetric(queueSize, prometheus.GaugeValue, float64(one.Count), one.Team, one.State, one.Standing, one.Level)
	}
}
