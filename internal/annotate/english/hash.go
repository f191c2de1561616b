package english

// Hashes of features. A feature is a number that says which question it
// answers, and up to four answers; equal questions and answers give equal
// hashes. The multipliers are odd constants of high entropy (the golden ratio
// and the finaliser of SplitMix64); nothing else about them matters.
const (
	mul0 = 0x9e3779b97f4a7c15
	mul1 = 0xbf58476d1ce4e5b9
	mul2 = 0x94d049bb133111eb
	mul3 = 0xd6e8feb86659fd93
	mul4 = 0xff51afd7ed558ccd
)

func mix(x uint64) uint64 {
	x ^= x >> 31
	x *= mul1
	return x ^ x>>29
}

func f1(q, a uint32) uint64 {
	return mix(uint64(q)*mul0 + uint64(a)*mul2)
}

func f2(q, a, b uint32) uint64 {
	return mix(uint64(q)*mul0 + uint64(a)*mul2 ^ uint64(b)*mul3)
}

func f3(q, a, b, c uint32) uint64 {
	return mix((uint64(q)*mul0 + uint64(a)*mul2 ^ uint64(b)*mul3) + uint64(c)*mul4)
}

func f4(q, a, b, c, d uint32) uint64 {
	return mix((uint64(q)*mul0 + uint64(a)*mul2 ^ uint64(b)*mul3) + uint64(c)*mul4 ^ uint64(d)*mul1)
}

// Hashes of strings: FNV-1a, so that prefixes cost nothing extra.
const (
	fnvStart = 2166136261
	fnvPrime = 16777619
)

// spread mixes the high bits of an FNV hash into the low ones and back.
func spread(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>13
}
