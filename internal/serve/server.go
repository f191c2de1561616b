package serve

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// The patience of the server with its clients, and with itself when it ends. Ours.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 60 * time.Second
	maxHeader  = 32 << 10
	endTime    = 10 * time.Second
	maxClients = 1024
)

// Listen serves h on l until ctx ends, then lets requests that are at work come to
// their end. The error is that of the listener; being told to end is none.
func Listen(ctx context.Context, l net.Listener, h http.Handler, logger *slog.Logger) error {
	guests := newCrowd(l, maxClients)
	s := &http.Server{
		Handler: h, ConnState: guests.heed,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       log.New(quiet{logger}, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(guests) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	ending, stop := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer stop()
	if err := s.Shutdown(ending); err != nil {
		_ = s.Close() // who still holds on is cut off
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// quiet logs what a client did wrong where it is looked for only.
type quiet struct{ log *slog.Logger }

func (q quiet) Write(b []byte) (int, error) {
	q.log.Debug("connection", "message", string(b))
	return len(b), nil
}
