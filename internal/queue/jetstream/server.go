package jetstream

import (
	"fmt"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// ServerOptions say how a server is to run within this process.
type ServerOptions struct {
	Name   string // of this server in its cluster; every one has another
	Listen string // HOST:PORT for clients; port 0 is a free one
	Dir    string // where streams are kept
	// Cluster is HOST:PORT for the other servers of a cluster, and Peers are those of
	// all of them; empty for one server by itself.
	Cluster string
	Peers   []string
	Token   string // that clients must show; "" is none
	// SyncAlways waits for the disk at every message. Without it a machine that loses
	// its power can lose the last two minutes, if it keeps the only copy.
	SyncAlways bool
}

// A Server is a NATS server within this process.
type Server struct{ srv *server.Server }

// readyMost is how long a server may take until it answers, on a machine that has much
// else to do. One that cannot start says so at once.
const readyMost = time.Minute

// readyStep is how long is waited for a server before it is looked whether it has given up.
const readyStep = 200 * time.Millisecond

// Serve starts a server.
func Serve(o ServerOptions) (*Server, error) {
	host, port, err := hostPort(o.Listen)
	if err != nil {
		return nil, err
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	opts := &server.Options{
		ServerName: o.Name, Host: host, Port: port, JetStream: true, StoreDir: o.Dir, NoSigs: true, NoLog: true,
		Authorization: o.Token, SyncAlways: o.SyncAlways, DisableJetStreamBanner: true,
	}
	if o.Cluster != "" {
		if opts.Cluster.Host, opts.Cluster.Port, err = hostPort(o.Cluster); err != nil {
			return nil, err
		}
		opts.Cluster.Name = "twosource"
		for _, p := range o.Peers {
			if p != o.Cluster {
				opts.Routes = append(opts.Routes, server.RoutesFromStr("nats://"+p)...)
			}
		}
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return nil, err
	}
	var fatal failure
	srv.SetLoggerV2(&fatal, false, false, false)
	go srv.Start()
	for range readyMost / readyStep {
		if srv.ReadyForConnections(readyStep) {
			return &Server{srv}, nil
		}
		if err := fatal.err.Load(); err != nil {
			srv.Shutdown()
			return nil, fmt.Errorf("the NATS server does not start: %s", *err)
		}
	}
	srv.Shutdown()
	return nil, fmt.Errorf("the NATS server does not answer within %s", readyMost)
}

// A failure notes the first thing for which a server does not start. The server says so
// to its log and nowhere else.
type failure struct{ err atomic.Pointer[string] }

// Fatalf notes why the server does not start.
func (f *failure) Fatalf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	f.err.CompareAndSwap(nil, &text)
}

// Noticef says nothing.
func (*failure) Noticef(string, ...any) {}

// Warnf says nothing.
func (*failure) Warnf(string, ...any) {}

// Errorf says nothing.
func (*failure) Errorf(string, ...any) {}

// Debugf says nothing.
func (*failure) Debugf(string, ...any) {}

// Tracef says nothing.
func (*failure) Tracef(string, ...any) {}

func hostPort(address string) (string, int, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, err
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 0 || n > 65535 {
		return "", 0, fmt.Errorf("%s: the port must be a number", address)
	}
	return host, n, nil
}

// Address returns where clients find the server.
func (s *Server) Address() string { return s.srv.ClientURL() }

// Close stops the server and waits until it has ended. What it keeps stays in its
// folder.
func (s *Server) Close() {
	s.srv.Shutdown()
	s.srv.WaitForShutdown()
}
