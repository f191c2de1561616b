package cluster

// A heap gives what is in it in an order, the first first.
//
// Source: J. Williams, Algorithm 232: Heapsort, 1964; R. Floyd, Algorithm 245: Treesort 3,
// 1964. That of the standard library makes an object of each element.
type heap[T ordered[T]] []T

// An ordered knows what goes before what.
type ordered[T any] interface{ before(T) bool }

// order makes a heap of what stands in any order.
func (h heap[T]) order() {
	for at := len(h)/2 - 1; at >= 0; at-- {
		h.sink(at)
	}
}

// sink moves an element to behind those that go before it.
func (h heap[T]) sink(at int) {
	x := h[at]
	for {
		next := 2*at + 1
		if next >= len(h) {
			break
		}
		if next+1 < len(h) && h[next+1].before(h[next]) {
			next++
		}
		if !h[next].before(x) {
			break
		}
		h[at] = h[next]
		at = next
	}
	h[at] = x
}

// push adds an element.
func (h *heap[T]) push(x T) {
	*h = append(*h, x)
	all := *h
	at := len(all) - 1
	for at > 0 {
		up := (at - 1) / 2
		if !x.before(all[up]) {
			break
		}
		all[at] = all[up]
		at = up
	}
	all[at] = x
}

// pop takes the first element off.
func (h *heap[T]) pop() T {
	all := *h
	first := all[0]
	all[0] = all[len(all)-1]
	if *h = all[:len(all)-1]; len(*h) > 0 {
		h.sink(0)
	}
	return first
}
