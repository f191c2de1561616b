// Package jetstream keeps queues in the streams of NATS JetStream, for many
// machines; a server is embedded, for one node and for tests.
//
// A queue is three things on the server, which this package makes if they are not
// there: a stream of messages that are not done, a consumer all hands share, and a
// stream of the dead. Bodies that are larger than a message of the server may be
// stand in an object store beside them.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/twosource/twosource/internal/queue"
)

// defaultPrefix is what the names of streams begin with if the address does not
// say it.
const defaultPrefix = "twosource"

// The patience of a client. A connection on which nothing is answered for three
// pings is given up and made anew; one request is tried again after requestMost;
// setting up waits for a cluster to find its leaders. Ours.
const (
	pingEvery   = 3 * time.Second
	pingsLost   = 2
	redial      = 250 * time.Millisecond
	requestMost = 5 * time.Second
	setupMost   = 60 * time.Second
	pause       = 100 * time.Millisecond // between tries
)

// A Broker is a connection to the servers of queues.
type Broker struct {
	nc       *nats.Conn
	js       jetstream.JetStream
	prefix   string
	replicas int
}

var prefixes = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Is reports whether an address is one of this package.
func Is(address string) bool {
	return strings.HasPrefix(address, "nats://") || strings.HasPrefix(address, "tls://")
}

// Connect connects to the servers at an address such as
// nats://host:4222,other:4222/PREFIX?replicas=3&creds=FILE. The prefix parts the
// queues of one desk from those of another; replicas is how many servers of a
// cluster keep each message, 3 if there are so many and 1 otherwise. The connection
// mends itself. Tell, if it is not nil, is told when it is lost and found.
func Connect(address string, tell func(what string)) (*Broker, error) {
	return connect(address, tell, false)
}

// ConnectLater does what Connect does, and succeeds where no server answers yet: it is
// then connected when one does.
func ConnectLater(address string, tell func(what string)) (*Broker, error) {
	return connect(address, tell, true)
}

func connect(address string, tell func(what string), later bool) (*Broker, error) {
	b := &Broker{prefix: defaultPrefix}
	servers, options, err := b.parse(address)
	if err != nil {
		return nil, err
	}
	if tell == nil {
		tell = func(string) {}
	}
	options = append(options,
		nats.Name("twosource"), nats.MaxReconnects(-1), nats.ReconnectWait(redial), nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(pingsLost),
		nats.RetryOnFailedConnect(later), nats.Timeout(requestMost),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				tell(fmt.Sprintf("the connection to the queue is lost (%v)", err))
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) { tell("connected to the queue again, at " + nc.ConnectedUrlRedacted()) }),
	)
	if b.nc, err = nats.Connect(servers, options...); err != nil {
		return nil, fmt.Errorf("cannot connect to the queue: %w", err)
	}
	if b.js, err = jetstream.New(b.nc); err != nil {
		b.nc.Close()
		return nil, err
	}
	return b, nil
}

// parse reads an address.
func (b *Broker) parse(address string) (servers string, options []nats.Option, err error) {
	address, query, _ := strings.Cut(address, "?")
	scheme, rest, _ := strings.Cut(address, "://")
	hosts, prefix, _ := strings.Cut(rest, "/")
	if prefix != "" {
		b.prefix = prefix
	}
	if hosts == "" || !prefixes.MatchString(b.prefix) {
		return "", nil, errors.New("the address of the queue cannot be read; write nats://host:4222,other:4222/PREFIX")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", nil, errors.New("what stands after ? in the address of the queue cannot be read")
	}
	for name := range values {
		switch value := values.Get(name); name {
		case "replicas":
			if b.replicas, err = strconv.Atoi(value); err != nil || b.replicas < 1 || b.replicas > 5 {
				return "", nil, fmt.Errorf("replicas=%s in the address of the queue: must be 1 to 5", value)
			}
		case "creds":
			options = append(options, nats.UserCredentials(value))
		case "ca":
			options = append(options, nats.RootCAs(value))
		default:
			return "", nil, fmt.Errorf("%s= in the address of the queue is not known; there are replicas, creds and ca", name)
		}
	}
	var list []string
	for host := range strings.SplitSeq(hosts, ",") {
		list = append(list, scheme+"://"+host)
	}
	return strings.Join(list, ","), options, nil
}

// Close ends the connection. Its queues can be used no more.
func (b *Broker) Close() error {
	b.nc.Close()
	return nil
}

// Queue opens the queue of a name of letters, and makes it if it is not there. It
// waits for a cluster that is just starting.
func (b *Broker) Queue(ctx context.Context, name string, o queue.Options) (*Queue, error) {
	q := &Queue{b: b, o: o.Filled(), name: name}
	ctx, cancel := context.WithTimeout(ctx, setupMost)
	defer cancel()
	err := retry(ctx, func(ctx context.Context) error { return q.setUp(ctx) })
	if err != nil {
		return nil, fmt.Errorf("cannot open the queue %s: %w", name, err)
	}
	return q, nil
}

// copies returns how many servers are to keep a message.
func (b *Broker) copies() int {
	switch {
	case b.replicas > 0:
		return b.replicas
	case len(b.nc.Servers()) >= 3:
		return 3
	}
	return 1
}

// retry calls fn until it succeeds or says that it never will, or ctx ends; then it
// returns the error of ctx with the last of fn.
func retry(ctx context.Context, fn func(context.Context) error) error {
	var last error
	for {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, last)
		}
		one, cancel := context.WithTimeout(ctx, requestMost)
		err := fn(one)
		cancel()
		if err == nil || !mends(err) {
			return err
		}
		if ctx.Err() == nil {
			last = err
		}
		sleep(ctx, pause)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	<-ctx.Done()
	cancel()
}

// Codes of servers: one that has no room for a queue, and a cluster that does not know
// enough of its servers, as when it is just starting.
const (
	noStorage = 10047
	noPeers   = 10005
)

// mends reports whether an error may be gone when one tries again: the way to the
// server is broken, the cluster has no leader, the queue is full.
func mends(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.Code == 503 || api.Code == 408 || api.Code == 500 && api.ErrorCode != noStorage || api.ErrorCode == noPeers
	}
	for _, kind := range []error{
		context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, nats.ErrConnectionReconnecting, nats.ErrNoServers,
		nats.ErrReconnectBufExceeded, nats.ErrStaleConnection, jetstream.ErrNoStreamResponse, jetstream.ErrNoHeartbeat, jetstream.ErrServerShutdown,
		nats.ErrSlowConsumer,
	} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
