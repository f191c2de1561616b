package reuse

import "syscall"

const mapAll = syscall.MAP_POPULATE
