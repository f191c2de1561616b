package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"
)

// errForbidden is the error of an address that is not public.
var errForbidden = errors.New("leads to an address that is not public, or to a port that pages are not served on; it was not contacted")

// A dialer connects to what the guard lets through. It resolves names itself, so
// that the address that was judged is the one that is dialled: a name that
// answers differently the second time gains nothing.
type dialer struct {
	guard   *ssrf.Guardian // nil lets all through
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	connect func(ctx context.Context, network, address string) (net.Conn, error)
}

// pagePorts are the ports that pages are served on. Ours.
var pagePorts = []uint16{80, 443, 8000, 8008, 8080, 8443}

func newDialer(o Options) *dialer {
	d := &dialer{resolve: o.Resolve, connect: o.Dial}
	if !o.Private {
		d.guard = ssrf.New(ssrf.WithPorts(pagePorts...))
	}
	if d.resolve == nil {
		d.resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if d.connect == nil {
		real := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
		if d.guard != nil {
			real.Control = d.guard.Safe
		}
		d.connect = real.DialContext
	}
	return d
}

// dial connects to the first public address of a host that answers.
func (d *dialer) dial(ctx context.Context, _, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := d.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var last error = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	for _, a := range addrs {
		network := "tcp6"
		if a.Is4() {
			network = "tcp4"
		}
		to := net.JoinHostPort(a.String(), port)
		if d.guard != nil {
			if err := d.guard.Safe(network, to, nil); err != nil {
				last = errForbidden
				continue
			}
		}
		conn, err := d.connect(ctx, network, to)
		if err == nil {
			return conn, nil
		}
		if last = err; ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// addresses resolves a host.
func (d *dialer) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, nil
	}
	addrs, err := d.resolve(ctx, host)
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	return addrs, err
}
