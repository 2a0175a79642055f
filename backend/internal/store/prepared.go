package store

import (
	"context"
	"database/sql"
	"sync"
)

// prepared keeps the queries of a pool of connections ready, so that the engine parses each once a connection and not
// once a use. A query is noted when it runs for the first time and made ready before the next transaction begins: within
// one, the pool may have no connection left to do it on. Queries are constants, so there are only so many.
type prepared struct {
	pool *sql.DB

	mu    sync.RWMutex
	ready map[string]*sql.Stmt
	noted []string
}

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{pool: pool, ready: map[string]*sql.Stmt{}}
}

// of is the query made ready, or nil when it is not, and then it will be. A nil prepared makes nothing ready.
func (p *prepared) of(query string) *sql.Stmt {
	if p == nil {
		return nil
	}
	p.mu.RLock()
	statement, known := p.ready[query]
	p.mu.RUnlock()
	if known {
		return statement
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.ready[query]; !known {
		p.ready[query] = nil
		p.noted = append(p.noted, query)
	}
	return nil
}

// catchUp makes ready what was noted. A query that cannot be is noted anew at its next use, which itself shows what is wrong.
func (p *prepared) catchUp(ctx context.Context) {
	if p == nil {
		return
	}
	for _, query := range p.take() {
		statement, err := p.pool.PrepareContext(ctx, query)
		p.mu.Lock()
		if err == nil {
			p.ready[query] = statement
		} else {
			delete(p.ready, query)
		}
		p.mu.Unlock()
	}
}

func (p *prepared) take() (noted []string) {
	p.mu.RLock()
	none := len(p.noted) == 0
	p.mu.RUnlock()
	if none {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	noted, p.noted = p.noted, nil
	return noted
}
