//go:build unix && !linux

package reuse

const mapAll = 0
