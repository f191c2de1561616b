package ingest

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"strings"
)

// tar reads the members of a tar archive in the order of the file, for it is a
// stream: nothing of it is held.
func (j *job) tar(name string, br *bufio.Reader) {
	if j.zipped {
		j.fail(name, 0, "an archive within an archive; unpack it first")
		return
	}
	packed := j.packed
	j.zipped, j.packed = true, false // its members may be packed themselves
	defer func() { j.zipped, j.packed = false, packed }()
	t := tar.NewReader(br)
	var m memberNames
	var cut error
	read := 0
	for n := 0; ; n++ {
		h, err := t.Next()
		if err == io.EOF || cut != nil { // a member has said so
			break
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) { // nothing is written, so no path can harm
			j.readFailed(name, 0, tarError(err))
			break
		}
		if n >= j.lim.Members {
			j.stop(name, 0, "holds more than %s files; unpack it and give the folder", grouped(j.lim.Members))
			break
		}
		full := m.name(name, h.Name, !isTarFile(h))
		if full == "" {
			continue
		}
		read++
		if isSparse(h) {
			j.fail(full, 0, "a file with holes, which tar can make as long as it likes; unpack it first")
			continue
		}
		inner := borrow(tarMember{t, &cut})
		j.stream(full, inner)
		giveBack(inner)
		if j.stopped != nil {
			return
		}
		if cut == nil && j.defuse(name) {
			break
		}
	}
	j.skippedParts(name, m.parts)
	if read == 0 && len(j.res.File.Errors) == 0 {
		j.fail(name, 0, "the tar archive has no files to read")
	}
}

func isTarFile(h *tar.Header) bool {
	return h.Typeflag == tar.TypeReg || h.Typeflag == tar.TypeGNUSparse
}

func isSparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return h.Typeflag == tar.TypeGNUSparse
}

// tarError words the errors of a tar reader; those of what it reads from stay.
func tarError(err error) error {
	var u *unpackError
	switch {
	case err == nil, err == io.EOF, errors.As(err, &u):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &unpackError{"the tar archive ends too early: the file is truncated; get it again"}
	case errors.Is(err, tar.ErrHeader):
		return &unpackError{"the tar archive is damaged; what stands before the damage is read; get it again"}
	}
	return err
}

// A tarMember reads one file of a tar, and keeps the error it ends with.
type tarMember struct {
	r   io.Reader
	cut *error
}

func (m tarMember) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err = tarError(err); err != nil && err != io.EOF {
		*m.cut = err
	}
	return n, err
}
