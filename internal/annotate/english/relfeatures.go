package english

// relFeatures appends the features of the arc from head h to word d for the
// choice of its relation, at the moment the arc is made.
func relFeatures(s *sentence, z *treeState, h, d int, f []uint64) []uint64 {
	wh, wd := &s.w[h], &s.w[d]
	nh, nd := &z.node[h], &z.node[d]
	dir := uint32(0)
	sister := nh.right1
	if d < h {
		dir = 1
		sister = nh.left1
	}
	far := span(h, d)<<1 | dir
	ld, ld2, rd := &s.w[nd.left1], &s.w[nd.left2], &s.w[nd.right1]
	ws := &s.w[sister]
	before, after := &s.w[d-1], &s.w[d+1]
	hBefore, hAfter := &s.w[h-1], &s.w[h+1]
	f = append(f, f1(1, dir),
		f2(2, wd.low, dir), f2(3, wd.tag, dir), f2(4, wh.low, dir), f2(5, wh.tag, dir),
		f3(6, wd.tag, wh.tag, dir), f3(7, wd.low, wh.tag, dir), f3(8, wd.tag, wh.low, dir), f3(9, wd.low, wh.low, dir),
		f3(10, wd.tag, wh.tag, far), f2(11, wd.low, far), f2(12, wh.low, far), f1(13, wd.form),
		f3(20, wd.tag, ld.low, dir), f3(21, wd.tag, ld.tag, wh.tag), f3(22, wd.tag, ld.low, wh.tag), f3(23, ld.low, wh.low, dir),
		f3(24, wd.tag, z.node[nd.left1].rel, wh.tag), f3(25, wd.tag, ld2.low, dir), f3(26, wd.tag, rd.tag, wh.tag), f3(27, wd.tag, rd.low, dir), f3(19, wd.low, ld.low, dir),
		f3(30, wd.tag, nd.leftRels, dir), f3(31, wd.tag, nd.rightRels, dir), f3(32, wh.tag, nh.leftRels, wd.tag), f3(33, wh.tag, nh.rightRels, wd.tag),
		f3(34, wh.low, nh.rightRels, dir), f3(35, wh.low, nh.leftRels, dir), f3(36, wd.low, nd.leftRels, dir), f3(37, wh.low, nh.rightRels, wd.tag), f3(38, wh.low, nh.leftRels, wd.tag),
		f3(40, wd.tag, z.node[sister].rel, wh.tag), f3(41, wd.low, z.node[sister].rel, dir), f3(42, wd.tag, ws.low, dir),
		f3(50, before.tag, wd.tag, dir), f3(51, wd.tag, after.tag, dir), f3(52, before.low, wd.tag, dir), f3(53, after.low, wd.tag, dir),
		f4(54, before.tag, wd.tag, after.tag, dir), f2(55, wd.shape, dir), f3(56, wh.tag, hBefore.tag, wd.tag), f3(57, wh.tag, hAfter.tag, wd.tag),
		f2(60, wd.suf[1], dir), f2(61, wd.suf[2], dir))
	return append(f,
		f2(70, wd.c[2], dir), f2(71, wh.c[2], dir), f3(72, wd.c[1], wh.c[1], dir), f3(73, wd.c[2], wh.c[2], dir),
		f3(74, wd.c[1], wh.tag, ld.low), f3(75, wd.c[1], ld.low, wh.c[1]), f3(76, wd.c[1], wh.low, dir), f3(77, wd.low, wh.c[1], dir),
		f3(78, wh.c[1], ld.low, dir), f3(79, wh.c[1], nh.rightRels, wd.tag))
}
