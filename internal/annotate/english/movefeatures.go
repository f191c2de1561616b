package english

// moveFeatures appends the features of a state for the choice of the next
// move. The questions are those of Zhang and Nivre (2011) for the top three
// words of the stack and the first three of the buffer, with clusters, affixes
// and the words between added. If rest is set, those are left out whose sums an
// [ahead] holds. Their order is that in which the model was learnt.
func moveFeatures(s *sentence, z *treeState, rest bool, f []uint64) []uint64 {
	i0, i1, i2, i3 := z.top(0), z.top(1), z.top(2), z.top(3)
	j0 := z.next
	j1, j2, j3 := min(j0+1, s.n+2), min(j0+2, s.n+2), min(j0+3, s.n+2)
	s0, s1, s2, s3 := &s.w[i0], &s.w[i1], &s.w[i2], &s.w[i3]
	b0, b1, b2, b3 := &s.w[j0], &s.w[j1], &s.w[j2], &s.w[j3]
	n0, n1, m0 := &z.node[i0], &z.node[i1], &z.node[j0]

	if !rest {
		f = append(f, f1(1, 1))
		f = s0.alone(10, f)
		f = s1.alone(13, f)
		f = s2.alone(16, f)
		f = b0.alone(19, f)
		f = b1.alone(22, f)
		f = b2.alone(25, f)
		f = append(f, f1(28, s3.tag), f1(29, b3.tag))
	}
	f = pairFeatures(s0, s1, s2, b0, b1, b2, rest, f)
	f = distanceFeatures(s0, s1, b0, span(i1, i0), span(i0, j0), span(i1, j0), f)

	// numbers of dependents
	v0 := min(n0.nLeft, 3)<<4 | min(n0.nRight, 3)
	v1, v2 := min(n1.nRight, 3), min(m0.nLeft, 3)
	f = append(f,
		f2(150, s0.low, v0), f2(151, s0.tag, v0), f2(152, s1.low, v1), f2(153, s1.tag, v1), f2(154, b0.low, v2), f2(155, b0.tag, v2),
		f3(156, s0.tag, v0, b0.tag), f3(157, s1.tag, v1, s0.tag))
	f = childFeatures(s, z, s0, s1, s2, b0, n0, n1, m0, rest, f)
	f = clusterFeatures(s, s0, s1, s2, b0, b1, n0, span(i1, i0), span(i0, j0), rest, f)
	return betweenFeatures(s, z, i0, i1, j0, f)
}

// alone appends three features that depend on w alone.
func (w *word) alone(q uint32, f []uint64) []uint64 {
	return append(f, f1(q, w.low), f1(q+1, w.tag), f2(q+2, w.low, w.tag))
}

func pairFeatures(s0, s1, s2, b0, b1, b2 *word, rest bool, f []uint64) []uint64 {
	f = append(f,
		f2(100, s0.low, b0.low), f2(101, s0.tag, b0.tag), f2(102, s0.low, b0.tag), f2(103, s0.tag, b0.low),
		f3(104, s0.low, s0.tag, b0.tag), f3(105, s0.tag, b0.low, b0.tag),
		f2(106, s1.low, s0.low), f2(107, s1.tag, s0.tag), f2(108, s1.low, s0.tag), f2(109, s1.tag, s0.low),
		f2(110, s1.low, b0.low), f2(111, s1.tag, b0.tag), f2(112, s1.low, b0.tag), f2(113, s1.tag, b0.low))
	if !rest {
		f = bufferFeatures(b0, b1, f)
	}
	return append(f,
		f3(120, s0.tag, s1.tag, b0.tag), f3(121, s0.tag, b0.tag, b1.tag), f3(122, s2.tag, s1.tag, s0.tag), f3(123, b0.tag, b1.tag, b2.tag),
		f3(124, s1.tag, b0.tag, b1.tag), f3(125, s0.low, s1.tag, b0.tag), f3(126, s0.tag, s1.low, b0.tag), f3(127, s0.tag, s1.tag, b0.low),
		f3(128, s0.low, s1.low, b0.tag), f3(129, s0.low, s1.tag, b0.low), f3(130, s0.tag, s1.low, b0.low),
		f4(131, s0.tag, s1.tag, b0.tag, b1.tag), f4(132, s0.pos<<8|s2.pos, s1.pos<<8|b2.pos, b0.pos, b1.pos),
		f3(133, s0.tag, b0.tag, b1.low), f3(134, s0.low, b0.tag, b1.tag), f3(135, s0.tag, b0.low, b1.tag),
		f3(136, s2.tag, s1.tag, b0.tag))
}

// bufferFeatures appends features of the first two words of the buffer.
func bufferFeatures(b0, b1 *word, f []uint64) []uint64 {
	return append(f, f2(114, b0.tag, b1.tag), f2(115, b0.low, b1.low), f2(116, b0.low, b1.tag), f2(117, b0.tag, b1.low))
}

func distanceFeatures(s0, s1, b0 *word, d10, d0b, d1b uint32, f []uint64) []uint64 {
	return append(f,
		f2(140, s0.low, d0b), f2(141, s0.tag, d0b), f2(142, b0.low, d0b), f2(143, b0.tag, d0b),
		f3(144, s0.tag, b0.tag, d0b), f3(145, s0.low, b0.low, d0b),
		f3(146, s1.tag, s0.tag, d10), f3(147, s1.low, s0.low, d10), f3(148, s1.tag, b0.tag, d1b), f2(149, s1.tag, d10),
		f3(138, s1.low, s0.tag, d10), f3(139, s1.tag, s0.low, d10))
}

// numChildren is the number of dependents that are looked at.
const numChildren = 9

// childrenOf gives the dependents that are looked at, 0 for one that is not there.
func childrenOf(n0, n1, m0 *treeNode) [numChildren]int32 {
	return [...]int32{n0.left1, n0.right1, n1.left1, n1.right1, m0.left1, m0.left2, n1.right2, n0.left2, n0.right2}
}

// childAlone appends the features of the k-th dependent that depend on it alone.
func childAlone(k int, w *word, rel uint32, f []uint64) []uint64 {
	q := uint32(160 + 3*k)
	return append(f, f1(q, w.low), f1(q+1, w.tag), f1(q+2, rel))
}

func childFeatures(s *sentence, z *treeState, s0, s1, s2, b0 *word, n0, n1, m0 *treeNode, rest bool, f []uint64) []uint64 {
	for k, c := range childrenOf(n0, n1, m0) {
		if c != 0 || !rest {
			f = childAlone(k, &s.w[c], z.node[c].rel, f)
		}
	}
	l0, r0, l1, r1, lb, lb2 := &s.w[n0.left1], &s.w[n0.right1], &s.w[n1.left1], &s.w[n1.right1], &s.w[m0.left1], &s.w[m0.left2]
	return append(f,
		f3(200, s0.tag, l0.tag, b0.tag), f3(201, s0.tag, r0.tag, b0.tag), f3(202, s1.tag, r1.tag, s0.tag), f3(203, s1.tag, l1.tag, s0.tag),
		f3(204, s0.tag, b0.tag, lb.tag), f3(205, s0.tag, l0.tag, s.w[n0.left2].tag), f3(206, b0.tag, lb.tag, lb2.tag),
		f3(207, s0.low, l0.low, s1.tag), f3(208, s0.low, l0.low, b0.tag), f3(209, s0.tag, l0.low, s1.low), f3(210, s0.tag, l0.low, s1.tag), f3(199, s0.tag, l0.low, b0.low),
		f3(211, s1.tag, n1.rightRels, s0.tag), f3(212, s1.tag, n1.leftRels, s0.tag),
		f2(213, s0.low, n0.leftRels), f2(214, s0.tag, n0.leftRels), f2(215, s0.tag, n0.rightRels), f2(216, s0.low, n0.rightRels),
		f2(217, s1.low, n1.rightRels), f2(218, s1.tag, n1.rightRels), f2(219, b0.tag, m0.leftRels), f2(220, b0.low, m0.leftRels),
		f3(221, s0.tag, n0.rightRels, b0.tag), f3(222, s0.tag, n0.leftRels, b0.tag), f3(223, n0.leftRels, n1.leftRels, b0.tag), f3(224, s1.low, n1.rightRels, s0.tag),
		f3(225, s1.low, s0.tag, l0.low), f3(227, s1.tag, s0.tag, z.node[n1.right1].rel))
}

func clusterFeatures(s *sentence, s0, s1, s2, b0, b1 *word, n0 *treeNode, d10, d0b uint32, rest bool, f []uint64) []uint64 {
	l0 := &s.w[n0.left1]
	if !rest {
		f = append(f, f1(240, s0.c[2]), f1(241, s1.c[2]), f1(242, b0.c[2]), f1(243, s0.c[1]), f1(244, s1.c[1]), f1(245, b0.c[1]), f1(246, b1.c[2]), f1(236, s2.c[1]))
	}
	return append(f,
		f2(247, s0.c[2], b0.c[2]), f2(248, s1.c[2], s0.c[2]), f2(249, s0.c[1], b0.c[1]), f2(250, s1.c[1], s0.c[1]), f2(251, s1.c[1], b0.c[1]),
		f3(252, s0.c[1], s1.c[1], b0.tag), f3(253, s0.c[0], s1.c[0], b0.c[0]),
		f2(254, s0.low, s1.c[1]), f2(255, s0.c[1], s1.low), f2(256, s0.c[1], b0.low), f2(257, s0.low, b0.c[1]),
		f3(258, s1.c[1], s0.c[1], l0.low), f3(259, b0.c[1], b1.c[1], s0.tag), f3(260, s0.c[1], b0.tag, b1.c[1]),
		f3(261, s0.c[1], d10, s1.c[1]), f3(262, s0.c[1], b0.c[1], d0b), f3(263, s1.c[1], s0.c[1], b0.tag), f3(264, s1.c[1], s0.tag, b0.tag))
}

func betweenFeatures(s *sentence, z *treeState, i0, i1, j0 int, f []uint64) []uint64 {
	s0, s1, b0 := &s.w[i0], &s.w[i1], &s.w[j0]
	if i0 > 0 && j0 > i0+1 {
		f = append(f, f3(270, s0.tag, s.w[i0+1].tag, b0.tag), f3(271, s0.tag, s.w[j0-1].tag, b0.tag))
	}
	if i1 > 0 && i0 > i1+1 {
		f = append(f, f3(272, s1.tag, s0.tag, z.between(i1, i0)), f3(273, s1.tag, s.w[i1+1].tag, s0.tag), f3(274, s1.tag, s.w[i0-1].tag, s0.tag))
	}
	return f
}
