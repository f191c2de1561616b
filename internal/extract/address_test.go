package extract

import "testing"

func TestCleanURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"http://www.Example.org:80/News/A.html#top", "https://example.org/News/A.html"},
		{"https://example.org/a/?utm_source=x&id=7&fbclid=1", "https://example.org/a?id=7"},
		{"https://m.example.org/a", "https://example.org/a"},
		{"https://amp.example.org/a/amp/", "https://example.org/a"},
		{"https://m.org/a", "https://m.org/a"}, // the prefix is the domain
		{"https://example.org:8080/", "https://example.org:8080/"},
		{"https://example.org", "https://example.org/"},
		{"https://example.org/a.amp.html?", "https://example.org/a.html"},
		{"https://example.org/%2F/a/", "https://example.org/%2F/a/"},
		{"https://user:pw@example.org/a", ""},
		{"ftp://example.org/a", ""},
		{"/relative", ""},
		{"", ""},
		{"https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"},
	} {
		if got := cleanURL(c.in); got != c.want {
			t.Errorf("cleanURL(%q) = %q, want %q", c.in, got, c.want)
		}
		if again := cleanURL(cleanURL(c.in)); again != c.want {
			t.Errorf("cleanURL twice of %q = %q", c.in, again)
		}
	}
}

func TestCanonicalURL(t *testing.T) {
	for _, c := range []struct{ stated, page, want string }{
		{"https://example.org/a?x=1", "https://www.example.org/story/a", "https://example.org/story/a"},
		{"https://example.org/a", "https://example.org/", "https://example.org/a"},        // a careless page
		{"https://example.org/a", "https://elsewhere.example/a", "https://example.org/a"}, // another's address
		{"", "https://example.org/a", "https://example.org/a"},
	} {
		if got := canonicalURL(c.stated, c.page); got != c.want {
			t.Errorf("canonicalURL(%q, %q) = %q, want %q", c.stated, c.page, got, c.want)
		}
	}
}

func TestRegistrable(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://news.bbc.co.uk/a", "bbc.co.uk"},
		{"https://example.org:8080/", "example.org"},
		{"https://192.0.2.7/a", "192.0.2.7"},
		{"", ""},
	} {
		if got := registrable(c.in); got != c.want {
			t.Errorf("registrable(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
