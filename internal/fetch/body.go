package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

var (
	errLarge  = errors.New("the answer is too large")
	errPacked = errors.New("the answer cannot be unpacked")
)

// unpack reads a body within the limits.
func (c *Client) unpack(ans *http.Response) ([]byte, error) {
	if ans.ContentLength > c.lim.Wire {
		return nil, fmt.Errorf("%w: %d MB", errLarge, ans.ContentLength/1e6)
	}
	wire := &counted{r: ans.Body, left: c.lim.Wire}
	r, err := unpacked(wire, ans.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, r, 64<<10)
		size := int64(out.Len())
		if size > c.lim.Body || size > 1e6 && size > c.lim.Ratio*wire.n {
			return nil, fmt.Errorf("%w once unpacked: above %d MB", errLarge, size/1e6)
		}
		switch {
		case errors.Is(err, io.EOF) || err == nil && n == 0:
			return out.Bytes(), nil
		case err != nil && wire.err != nil && !errors.Is(wire.err, io.EOF):
			return nil, wire.err
		case err != nil:
			return nil, fmt.Errorf("%w: %w", errPacked, err)
		}
	}
}

// unpacked undoes the encodings that a header names, the last first.
func unpacked(r io.Reader, encodings string) (io.Reader, error) {
	names := strings.Split(strings.ToLower(encodings), ",")
	if len(names) > 2 {
		return nil, fmt.Errorf("%w: packed %d times", errPacked, len(names))
	}
	for i := len(names) - 1; i >= 0; i-- {
		var err error
		if r, err = unpackOne(r, strings.TrimSpace(names[i])); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func unpackOne(r io.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if errors.Is(err, io.EOF) {
			return bytes.NewReader(nil), nil // an empty body, said to be packed
		}
		return z, packed(err)
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(64<<20))
		return z, packed(err)
	case "deflate":
		// The header's name means zlib; many servers send bare deflate.
		b := bufio.NewReader(r)
		if head, _ := b.Peek(2); len(head) == 2 && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			z, err := zlib.NewReader(b)
			return z, packed(err)
		}
		return flate.NewReader(b), nil
	}
	return nil, fmt.Errorf("%w: packed by %q, which was not asked for", errPacked, encoding)
}

func packed(err error) error {
	if err != nil {
		err = fmt.Errorf("%w: %w", errPacked, err)
	}
	return err
}

// A counted reader counts what it reads, and fails beyond a bound.
type counted struct {
	r       io.Reader
	n, left int64
	err     error // that ended it
}

func (c *counted) Read(p []byte) (int, error) {
	if c.left <= 0 {
		c.err = errLarge
		return 0, errLarge
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.left -= int64(n)
	if err != nil {
		c.err = err
	}
	return n, err
}
