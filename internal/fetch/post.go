package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// maxAnswer is how much of the answer to a post is read, so that the connection
// can be used again.
const maxAnswer = 64 << 10

// Post sends body to an address, behind the same guard and within the same limits
// of time as [Client.Get]. The address is one that a person has named to be told of
// something: robots.txt is not asked, redirects are not followed, and the host's
// turn is not waited for. An answer of the kind 2xx is success.
//
// The error is an [*Error], or that of ctx.
func (c *Client) Post(ctx context.Context, address string, header http.Header, body []byte) error {
	u, err := c.parse(address)
	if err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, c.lim.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(timed, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return &Error{URL: address, Kind: Address, Err: err}
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", c.o.Agent)
	res, err := c.http.Do(req)
	if err != nil {
		return c.explain(ctx, address, err)
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer) // what an answer says beyond its status is of no use
	if res.StatusCode < 200 || res.StatusCode >= 300 {
		return &Error{
			URL: address, Kind: Status, Code: res.StatusCode, RetryAfter: retryAfter(res.Header.Get("Retry-After"), c.o.Clock.Now()),
			Err: fmt.Errorf("the server answered %d %s", res.StatusCode, http.StatusText(res.StatusCode)),
		}
	}
	return nil
}
