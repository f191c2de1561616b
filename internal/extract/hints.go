package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// The groups of words in class and id attributes that hint at what an element
// holds.
const (
	hintBody = iota
	hintArticle
	hintComment
	hintShare
	hintRelated
	hintAd
	hintNav
	hintMeta
	hintCaption
	hintAuthor
	hintNews
	hintTitle
	hintAside
	hintModal
	hintLead
	numHints
)

// hintWords are looked for within the attributes; ours, from reading pages.
var hintWords = [numHints][]string{
	hintBody:    {"articlebody", "article-body", "article_body", "article__body", "entry-content", "post-content", "post-body", "story-body", "storybody", "story_body", "article-content", "article__content", "articlecontent", "article-text", "articletext", "content-body", "body-content", "body-copy", "bodytext", "body-text", "richtext", "rich-text", "rte", "paragraph", "content__body", "post__content", "entry__content", "story-content", "story-text", "blog-content", "wysiwyg", "prose", "post_content", "entry_content", "page-content", "single-content", "mw-parser"},
	hintArticle: {"article", "story", "post", "entry", "content", "main", "body", "blog", "hentry"},
	hintComment: {"comment", "disqus", "respond", "reply", "discussion", "livefyre"},
	hintShare:   {"share", "social", "sharing", "follow", "addthis", "twitter", "facebook", "tweet", "instagram", "tool", "print", "email", "button", "btn", "cta"},
	hintRelated: {"related", "recommend", "more-", "-more", "popular", "trending", "most-", "readmore", "read-more", "recirc", "also", "promo", "teaser", "card", "suggest", "outbrain", "taboola", "latest", "next", "prev", "carousel", "slider", "grid", "feed", "listing", "archive", "further", "up-next", "module"},
	hintAd:      {"advert", "sponsor", "ad-", "-ad", "ads", "dfp", "banner", "gpt", "affiliate", "outbrain", "taboola", "promoted", "commercial", "product", "price", "buy", "shop"},
	hintNav:     {"nav", "menu", "breadcrumb", "header", "footer", "topbar", "masthead", "pagination", "pager", "skip", "toc", "table-of-contents", "tableofcontents", "search", "site-", "sitemap", "category", "categories", "copyright", "legal", "bottom", "crumb"},
	hintMeta:    {"meta", "date", "time", "byline", "timestamp", "publish", "updated", "info", "details", "dateline", "label", "kicker", "eyebrow", "tag", "topic", "keyword", "category", "section-name", "credit", "source", "reading"},
	hintCaption: {"caption", "figure", "image", "photo", "picture", "gallery", "media", "credit", "video", "img", "slide", "player", "lightbox"},
	hintAuthor:  {"author", "byline", "bio", "contributor", "profile", "writer", "about-the", "avatar", "vcard"},
	hintNews:    {"newsletter", "subscribe", "signup", "sign-up", "subscription", "register", "login", "paywall", "optin", "opt-in", "mailing", "email", "member", "form", "piano", "donat", "download"},
	hintTitle:   {"title", "headline", "heading", "hed", "kicker"},
	hintAside:   {"sidebar", "side-", "aside", "widget", "rail", "secondary", "complementary", "right", "left-col", "col-right", "sticky", "inset", "box", "callout", "pullquote", "pull-quote", "note", "infobox", "factbox", "key-"},
	hintModal:   {"modal", "popup", "overlay", "cookie", "consent", "gdpr", "hidden", "hide", "sr-only", "visually", "screen-reader", "tooltip", "dialog", "notice", "alert", "disclaim", "disclosure", "footnote"},
	hintLead:    {"standfirst", "summary", "lead", "lede", "deck", "dek", "subtitle", "sub-title", "subhead", "intro", "excerpt", "abstract", "description", "strapline", "highlights", "takeaway", "bullet"},
}

// hintsOf returns the set of groups that the class, id, role and itemprop of n
// hint at.
func (v *pageView) hintsOf(n *html.Node) uint32 {
	var set uint32
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label":
		default:
			continue
		}
		value := a.Val
		if len(value) > 300 {
			value = value[:300]
		}
		if value == "" {
			continue
		}
		h, seen := v.hints[value]
		if !seen {
			h = hintsIn(strings.ToLower(value))
			v.hints[value] = h
		}
		set |= h
	}
	return set
}

// hintsIn returns the set of groups with a word in value.
func hintsIn(value string) uint32 {
	var set uint32
	for g := range hintWords {
		for _, w := range hintWords[g] {
			if strings.Contains(value, w) {
				set |= 1 << g
				break
			}
		}
	}
	return set
}
