package extract

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A pageMeta is what the head of a page and its structured data say of the
// article. Strings are as written; none is a word of the article's text.
type pageMeta struct {
	titles    []string // most trusted first
	site      string
	authors   []string
	canonical string
	language  string
	// published and updated are date strings in the order of trust, each with
	// the tag it stands in.
	published   []stamp
	updated     []stamp
	body        string // articleBody of the structured data
	description string
	isArticle   bool // og:type or structured data say so
	paid        bool // it says that its article is not free to read
	nodes       int  // of the document
	size        int  // bytes of its text, scripts apart
}

// A stamp is a date string and where it stands.
type stamp struct{ words, tag string }

// Limits on the structured data of one page.
const (
	maxJSON      = 1 << 20 // bytes of one script
	maxJSONDepth = 12
	maxJSONNodes = 4096
)

// metaTags sorts the tags that pages use by what they say. Names are folded to
// lower case.
var metaTags = map[string]string{
	"og:title": "title", "twitter:title": "title2", "dc.title": "title2", "dcterms.title": "title2", "citation_title": "title", "sailthru.title": "title2", "parsely-title": "title2", "headline": "title",
	"og:site_name": "site", "application-name": "site2", "dc.publisher": "site2", "citation_journal_title": "site2", "cre": "site2", "apple-mobile-web-app-title": "site2",
	"author": "author", "article:author": "author", "article:author_name": "author", "dc.creator": "author", "dcterms.creator": "author", "byl": "author", "parsely-author": "author", "sailthru.author": "author", "citation_author": "author", "twitter:data1": "",
	"og:description": "description", "description": "description", "twitter:description": "description",
	"og:url": "url", "article:published_time": "date", "article:published": "date", "og:published_time": "date", "og:article:published_time": "date", "datepublished": "date",
	"date": "date2", "dc.date.issued": "date", "dcterms.issued": "date", "dc.date": "date2", "dcterms.date": "date2", "dcterms.created": "date2", "dc.date.created": "date2", "dc.created": "date2", "pubdate": "date", "publishdate": "date", "publish-date": "date", "publish_date": "date", "publication_date": "date",
	"parsely-pub-date": "date", "sailthru.date": "date", "cxenseparse:recs:publishtime": "date", "citation_publication_date": "date2", "article.published": "date", "rnews:datepublished": "date", "article:published_date": "date", "published_time": "date", "date_published": "date", "originalpublicationdate": "date", "bt:pubdate": "date", "displaydate": "date2", "ptime": "date", "pdate": "date", "article_date_original": "date", "vr:published_time": "date", "shareaholic:article_published_time": "date", "video:release_date": "", "article:post_date": "date", "article:publicationdate": "date", "published-date": "date", "publishedat": "date", "cse_pubdate": "date", "dc.date.publication": "date", "datecreated": "date2", "dateposted": "date",
	"article:modified_time": "mod", "article:modified": "mod", "og:updated_time": "mod", "dcterms.modified": "mod", "dc.date.modified": "mod", "last-modified": "mod", "lastmod": "mod", "datemodified": "mod", "og:modified_time": "mod", "og:article:modified_time": "mod", "revision_date": "mod",
	"og:type": "type", "article:content_tier": "tier", "og:locale": "lang", "content-language": "lang", "dc.language": "lang", "language": "lang",
}

// readMeta collects what the tags and the structured data of doc say.
func readMeta(doc *html.Node) *pageMeta {
	m := &pageMeta{}
	found := map[string][]string{}
	tags := map[string][]stamp{}
	walk(doc, func(n *html.Node) bool {
		m.nodes++
		if n.Type == html.TextNode {
			m.size += len(n.Data)
		}
		if n.Type != html.ElementNode {
			return true
		}
		switch n.DataAtom {
		case atom.Html:
			if l := attr(n, "lang"); l != "" {
				found["lang"] = append(found["lang"], l)
			}
		case atom.Title:
			if n.Namespace == "" {
				found["titletag"] = append(found["titletag"], textOf(n))
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				found["canonical"] = append(found["canonical"], attr(n, "href"))
			}
		case atom.Meta:
			m.readTag(n, found, tags)
		case atom.Script:
			if t := strings.ToLower(attr(n, "type")); strings.HasPrefix(t, "application/ld+json") && n.FirstChild != nil {
				m.readJSON(n.FirstChild.Data)
			}
			return false
		case atom.Style, atom.Noscript, atom.Svg:
			return false
		}
		return true
	})
	m.titles = append(append(append(m.titles, found["title"]...), found["title2"]...), found["titletag"]...)
	m.site = firstOf(found["site"], []string{m.site}, found["site2"])
	if len(m.authors) == 0 {
		m.authors = found["author"]
	}
	m.description = firstOf(found["description"])
	m.canonical = firstOf(found["canonical"], found["url"])
	m.language = languageTag(firstOf(found["lang"], found["lang2"]))
	m.published = append(append(tags["date"], m.published...), tags["date2"]...)
	m.updated = append(tags["mod"], m.updated...)
	if slices.Contains(found["type"], "article") {
		m.isArticle = true
	}
	for _, tier := range found["tier"] {
		m.paid = m.paid || strings.EqualFold(tier, "locked") || strings.EqualFold(tier, "metered")
	}
	return m
}

// readTag sorts one meta tag into found and tags.
func (m *pageMeta) readTag(n *html.Node, found map[string][]string, tags map[string][]stamp) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" || len(content) > 2000 {
		return
	}
	for _, key := range [...]string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(strings.TrimSpace(attr(n, key)))
		what := metaTags[name]
		switch what {
		case "":
			continue
		case "date", "date2", "mod":
			tags[what] = append(tags[what], stamp{content, "meta " + name})
		default:
			if name == "og:locale" {
				what = "lang2"
			}
			found[what] = append(found[what], content)
		}
		return
	}
}

// firstOf returns the first string of lists that is not empty, on one line.
func firstOf(lists ...[]string) string {
	for _, l := range lists {
		for _, s := range l {
			if s = oneLine(s); s != "" {
				return s
			}
		}
	}
	return ""
}

// languageTag returns s as a BCP 47 tag ("en-GB"), or "" if it does not look
// like one.
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if len(s) < 2 || len(s) > 11 {
		return ""
	}
	for i, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r != '-' || i < 2) && (r < '0' || r > '9' || i < 3) {
			return ""
		}
	}
	base, region, ok := strings.Cut(s, "-")
	if len(base) > 3 {
		return ""
	}
	base = strings.ToLower(base)
	if ok && len(region) == 2 {
		return base + "-" + strings.ToUpper(region)
	}
	if ok && region != "" {
		return base + "-" + region
	}
	return base
}

// readJSON reads one script of JSON-LD. Broken scripts are passed over.
func (m *pageMeta) readJSON(s string) {
	s = strings.TrimSpace(s)
	if len(s) > maxJSON || s == "" {
		return
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<!--"), "-->")
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "//<![CDATA["), "//]]>")
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		// Line ends inside strings are the commonest fault.
		if json.Unmarshal([]byte(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s)), &v) != nil {
			return
		}
	}
	nodes := 0
	m.walkJSON(v, 0, &nodes)
}

// articleTypes are the schema.org types of texts.
func isArticleType(v any) bool {
	switch t := v.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || strings.HasSuffix(t, "NewsReport") || t == "Report"
	case []any:
		return slices.ContainsFunc(t, isArticleType)
	}
	return false
}

func (m *pageMeta) walkJSON(v any, depth int, nodes *int) {
	if *nodes++; depth > maxJSONDepth || *nodes > maxJSONNodes {
		return
	}
	switch t := v.(type) {
	case []any:
		for _, e := range t {
			m.walkJSON(e, depth+1, nodes)
		}
	case map[string]any:
		if isArticleType(t["@type"]) {
			m.readArticle(t)
			return
		}
		for _, k := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"} {
			if e, ok := t[k]; ok {
				m.walkJSON(e, depth+1, nodes)
			}
		}
	}
}

// readArticle takes what one article of the structured data says. The first
// article of a page is the one that the page is about.
func (m *pageMeta) readArticle(o map[string]any) {
	if free, ok := o["isAccessibleForFree"]; ok && !m.isArticle {
		m.paid = free == false || strings.HasSuffix(strings.ToLower(jsonString(free)), "false")
	}
	m.isArticle = true
	if s := jsonString(o["headline"]); s != "" {
		m.titles = append(m.titles, s)
	}
	if len(m.authors) == 0 {
		m.authors = jsonNames(o["author"])
		if len(m.authors) == 0 {
			m.authors = jsonNames(o["creator"])
		}
	}
	if m.site == "" {
		if names := jsonNames(o["publisher"]); len(names) > 0 {
			m.site = names[0]
		}
	}
	if len(m.published) == 0 {
		if s := jsonString(o["datePublished"]); s != "" {
			m.published = append(m.published, stamp{s, "structured data datePublished"})
		} else if s := jsonString(o["dateCreated"]); s != "" {
			m.published = append(m.published, stamp{s, "structured data dateCreated"})
		}
	}
	if s := jsonString(o["dateModified"]); s != "" && len(m.updated) == 0 {
		m.updated = append(m.updated, stamp{s, "structured data dateModified"})
	}
	if m.body == "" {
		m.body = jsonString(o["articleBody"])
	}
}

func jsonString(v any) string {
	switch t := v.(type) {
	case string:
		return strings.TrimSpace(html.UnescapeString(t))
	case []any:
		if len(t) > 0 {
			return jsonString(t[0])
		}
	case map[string]any:
		return jsonString(t["@value"])
	}
	return ""
}

// jsonNames returns the names of the persons or bodies v.
func jsonNames(v any) []string {
	switch t := v.(type) {
	case string:
		if t != "" {
			return []string{html.UnescapeString(t)}
		}
	case []any:
		var out []string
		for _, e := range t {
			out = append(out, jsonNames(e)...)
		}
		return out
	case map[string]any:
		if s := jsonString(t["name"]); s != "" {
			return []string{s}
		}
	}
	return nil
}
