package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
)

// The tables of this file are words of web pages, not of any one site: what
// buttons, share bars, consent banners and link boxes say in English. Keys are
// folded (see foldLine).

// uiLines are whole lines.
var uiLines = phrases("page control", `
	share|share this|share this article|share this story|share this post|share article|share story|share on facebook|share on twitter|share on x
	share on linkedin|share on whatsapp|share via email|share by email|share with friends|share the article|sharing options|share tweet|tweet share|share link|copy link|copy url|link copied
	tweet|tweet this|retweet|pin|pin it|pinterest|facebook|twitter|linkedin|whatsapp|telegram|reddit|tumblr|instagram|youtube|messenger|flipboard|email|e mail|mail|sms|print|print this|print article
	email this|email this article|email article|send|send to a friend|save|save article|bookmark|like|like this|likes|comment|comments|no comments|0 comments|view comments|show comments|hide comments|read comments
	leave a comment|leave a reply|post a comment|add a comment|write a comment|join the conversation|join the discussion|start the conversation|comments are closed|load comments|load more comments|reply|report abuse
	subscribe|subscribe now|subscribe today|sign up|sign up now|sign in|log in|login|register|register now|my account|become a member|donate|donate now|support us|get the app|download the app
	follow|follow us|follow us on|follow me|like us on facebook|join us on facebook|follow us on twitter|follow us on facebook|find us on facebook|connect with us|stay connected
	menu|search|home|close|skip|skip to content|skip to main content|skip navigation|back|back to top|top|next|previous|prev|next article|previous article|next story|previous story|next post|previous post
	more|view more|show more|load more|see more|see all|view all|more info|read full story|read the full story|read full article|continue reading|keep reading|click here|click to share|expand|collapse|show less
	loading|please wait|play|pause|play video|watch|watch now|listen|listen to this article|mute|replay|video|videos|photos|photo|gallery|view gallery|image|images|slideshow|enlarge image|enlarge|full screen|toggle caption|hide caption|image caption|media caption
	text size|a a a|font size|translate|language|edition|privacy policy|terms of use|terms of service|terms and conditions|cookie policy|contact us|about us|advertise with us|advertise|sitemap
	edit|report a typo|report an error|report error|suggest a correction|send feedback|give feedback|was this article helpful|rate this article|accept|accept all|i agree|ok|got it|manage cookies
	copied|open share drawer|article continues below|story continues below|story continues|continue reading below|recommended stories|end of list|list of articles|this article was published more than
	editors pick|editors picks|our picks|opens in new window|opens in a new tab|written by|published by|posted by|tags|topics|keywords|categories|filed under
`)

var adLines = phrases("advertisement", `
	advertisement|advertisements|advertising|ad|ads|advert|sponsored|sponsored content|sponsored by|promoted|promoted content|paid content|partner content|story continues below advertisement|article continues below advertisement
	article continues after advertisement|story continues after advertisement|continue reading below advertisement|continues after advert|this advertisement has not loaded yet|advertisement continue reading below|scroll to continue|skip ad|close ad|remove ads|ad feedback|ads by google|report this ad|from our partners|from our sponsors|thank you for reading
`)

var relatedLines = phrases("links to other texts", `
	related|related articles|related article|related stories|related story|related news|related content|related posts|related topics|related links|related coverage|related reading|related videos|related video|related items
	you may also like|you might also like|you may like|you might like|you may be interested in|you might be interested in|more like this|more on this|more on this story|more on this topic|more stories|more news|more from|more articles|more to read|more for you|more in|more coverage
	recommended|recommended for you|recommended articles|recommended reading|recommended stories|read more|read also|also read|see also|read next|up next|dont miss|do not miss|what to read next|further reading|also on this site
	most read|most popular|most viewed|most shared|most commented|popular|popular now|popular posts|popular stories|trending|trending now|trending stories|latest|latest news|latest stories|latest articles|latest posts|latest headlines|recent posts|recent stories|top stories|breaking news|in this story|in this article|editors choice|in case you missed it|around the web|from the web|from around the web|in other news|elsewhere on the web|todays top stories|special reports|also see
`)

// starts begin lines, of at most the given number of words, that are
// furniture whatever follows.
var starts = []struct {
	prefix string
	words  int
	reason string
}{
	{"follow us on", 16, "page control"},
	{"follow", 9, ""}, // see followLine
	{"share this", 8, "page control"},
	{"share on", 8, "page control"},
	{"click to share", 12, "page control"},
	{"click here to", 22, "page control"},
	{"click here for", 22, "page control"},
	{"tap here to", 22, "page control"},
	{"like us on", 14, "page control"},
	{"join our whatsapp", 30, "page control"},
	{"join us on", 16, "page control"},
	{"find us on", 14, "page control"},
	{"download our app", 22, "page control"},
	{"download the app", 22, "page control"},
	{"read more", 30, "links to other texts"},
	{"readmore", 30, "links to other texts"},
	{"also read", 30, "links to other texts"},
	{"read also", 30, "links to other texts"},
	{"see also", 30, "links to other texts"},
	{"read next", 30, "links to other texts"},
	{"related articles", 30, "links to other texts"},
	{"related stories", 30, "links to other texts"},
	{"more from", 8, "links to other texts"},
	{"more on this", 10, "links to other texts"},
	{"you may also", 20, "links to other texts"},
	{"you might also", 20, "links to other texts"},
	{"dont miss", 20, "links to other texts"},
	{"sign up for", 40, "newsletter"},
	{"sign up to", 40, "newsletter"},
	{"subscribe to", 40, "newsletter"},
	{"subscribe for", 40, "newsletter"},
	{"get our newsletter", 40, "newsletter"},
	{"get the latest", 30, "newsletter"},
	{"get breaking news", 30, "newsletter"},
	{"enter your email", 30, "newsletter"},
	{"your email address", 20, "newsletter"},
	{"thank you for signing up", 30, "newsletter"},
	{"thanks for signing up", 30, "newsletter"},
	{"by signing up", 60, "newsletter"},
	{"by subscribing", 60, "newsletter"},
	{"by clicking", 60, "newsletter"},
	{"this site uses cookies", 80, "cookie notice"},
	{"this website uses cookies", 80, "cookie notice"},
	{"we use cookies", 80, "cookie notice"},
	{"by continuing to use", 60, "cookie notice"},
	{"by using this site", 60, "cookie notice"},
	{"copyright", 40, "copyright line"},
	{"©", 40, "copyright line"},
	{"all rights reserved", 30, "copyright line"},
	{"posted in", 16, "tag list"},
	{"filed under", 20, "tag list"},
	{"tagged", 16, "tag list"},
	{"have something to say", 20, "page control"},
	{"please enable javascript", 30, "page control"},
	{"javascript is disabled", 30, "page control"},
	{"your browser does not support", 20, "page control"},
	{"this video is not available", 12, "page control"},
	{"view this post on", 8, "page control"},
	{"a post shared by", 20, "page control"},
	{"comments are closed", 10, "page control"},
	{"please log in", 12, "page control"},
	{"log in to", 12, "page control"},
	{"reading time", 6, "page control"},
	{"estimated reading time", 8, "page control"},
}

// labels stand before a colon at the start of a line that is furniture.
var labels = map[string]string{
	"related": "links to other texts", "read": "links to other texts", "watch": "links to other texts", "more": "links to other texts",
	"see more": "links to other texts", "listen": "links to other texts", "must read": "links to other texts", "recommended": "links to other texts",
	"tags": "tag list", "tag": "tag list", "topics": "tag list", "topic": "tag list", "keywords": "tag list", "categories": "tag list", "category": "tag list", "filed under": "tag list",
	"share": "page control", "follow us": "page control", "share this": "page control", "short link": "page control", "short url": "page control", "permalink": "page control",
}

// parts make a line of at most 60 words furniture wherever they stand in it.
var parts = []struct{ part, reason string }{
	{"all rights reserved", "copyright line"},
	{"may not be published broadcast rewritten", "copyright line"},
	{"sign up for our", "newsletter"},
	{"subscribe to our", "newsletter"},
	{"to our newsletter", "newsletter"},
	{"our daily newsletter", "newsletter"},
	{"our weekly newsletter", "newsletter"},
	{"delivered to your inbox", "newsletter"},
	{"in your inbox", "newsletter"},
	{"straight to your inbox", "newsletter"},
	{"unsubscribe at any time", "newsletter"},
	{"uses cookies", "cookie notice"},
	{"use of cookies", "cookie notice"},
	{"accept cookies", "cookie notice"},
	{"follow us on twitter", "page control"},
	{"follow us on facebook", "page control"},
	{"on twitter and facebook", "page control"},
	{"follow him on twitter", "note on the author"},
	{"follow her on twitter", "note on the author"},
	{"click here to subscribe", "newsletter"},
	{"free articles this month", "page control"},
	{"free article this month", "page control"},
	{"free articles remaining", "page control"},
	{"free articles left", "page control"},
}

func phrases(reason, list string) map[string]string {
	m := make(map[string]string, 64)
	for line := range strings.Lines(list) {
		for p := range strings.SplitSeq(line, "|") {
			if p = strings.TrimSpace(p); p != "" {
				m[p] = reason
			}
		}
	}
	return m
}

// furniture returns why line, whose folded form is key, is page furniture, or
// "".
func furniture(line, key string) string {
	if key == "" {
		return "no words"
	}
	for _, table := range [...]map[string]string{uiLines, adLines, relatedLines} {
		if r := table[key]; r != "" {
			return r
		}
	}
	n := wordCount(key)
	if n > 80 {
		return ""
	}
	if head, rest, ok := strings.Cut(line, ":"); ok && len(head) < 20 {
		if r := labels[foldLine(head)]; r != "" && n <= 30 && !quotedOrSentence(rest) {
			return r
		}
	}
	for _, s := range starts {
		if s.reason != "" && n <= s.words && strings.HasPrefix(key, s.prefix) && (len(key) == len(s.prefix) || key[len(s.prefix)] == ' ' || s.prefix == "©") {
			if s.reason == "links to other texts" && n > 4 && !strings.ContainsAny(line, ":|»>→") && endsSentence(line) {
				continue
			}
			if (s.reason == "copyright line" || s.reason == "tag list") && n > 6 && endsSentence(line) {
				continue
			}
			return s.reason
		}
	}
	if n <= 60 {
		for _, p := range parts {
			if strings.Contains(key, p.part) {
				return p.reason
			}
		}
	}
	if isFollow(line, key, n) || isCounter(key, n) {
		return "page control"
	}
	if isAddress(line) {
		return "address"
	}
	return ""
}

// quotedOrSentence reports whether what follows a label is a sentence of prose
// and not the title of a link.
func quotedOrSentence(s string) bool {
	return utf8.RuneCountInString(s) > 90 && endsSentence(s)
}

// isFollow reports lines such as "Follow Jane Doe on Twitter @jdoe".
func isFollow(line, key string, n int) bool {
	if n > 16 || !strings.HasPrefix(key, "follow ") {
		return false
	}
	return strings.ContainsRune(line, '@') || strings.Contains(key, " twitter") || strings.Contains(key, " facebook") || strings.Contains(key, " instagram") || strings.Contains(key, " on x")
}

// counterWords are what share and comment counters count.
var counterWords = map[string]bool{
	"shares": true, "share": true, "comments": true, "comment": true, "likes": true, "like": true, "views": true, "view": true, "tweets": true,
	"replies": true, "retweets": true, "reads": true, "votes": true, "min": true, "mins": true, "minute": true, "minutes": true, "read": true,
	"k": true, "facebook": true, "twitter": true, "email": true, "print": true, "linkedin": true, "whatsapp": true, "pinterest": true, "reddit": true, "tweet": true, "google": true, "tumblr": true, "flipboard": true, "more": true, "and": true, "of": true, "on": true, "this": true,
}

// isCounter reports lines of numbers and counted things: "12 Comments",
// "3 min read", "Facebook Twitter Email".
func isCounter(key string, n int) bool {
	if n > 8 {
		return false
	}
	words := 0
	for w := range strings.FieldsSeq(key) {
		if counterWords[w] {
			words++
			continue
		}
		for _, r := range w {
			if !unicode.IsDigit(r) && r != 'k' && r != 'm' {
				return false
			}
		}
	}
	return words > 0
}

// isAddress reports whether line is nothing but a web or mail address.
func isAddress(line string) bool {
	line = strings.TrimSpace(line)
	if strings.ContainsAny(line, " \t") || len(line) < 5 {
		return false
	}
	return strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://") || strings.HasPrefix(line, "www.") ||
		strings.Count(line, "@") == 1 && strings.Contains(line[strings.IndexByte(line, '@'):], ".")
}

// isTagLine reports whether line is a list of tags, as stands at the foot of
// texts: two to ten words, all in capitals, no mark at the end.
func isTagLine(line string) bool {
	n := 0
	for w := range strings.FieldsSeq(line) {
		n++
		letters := 0
		for _, r := range w {
			if unicode.IsLower(r) {
				return false
			}
			if unicode.IsUpper(r) {
				letters++
			}
		}
		if letters < 2 && w != "&" && w != "|" && w != "," {
			return false
		}
	}
	return n >= 2 && n <= 10 && !endsSentence(line)
}

// captionStarts begin captions.
var captionStarts = []string{"file photo", "file picture", "file image", "file pic", "photo:", "photo by", "photos by", "photo credit", "photo courtesy", "photograph:", "photographs:", "photograph by",
	"image:", "image by", "image credit", "image caption", "image source", "images:", "picture:", "pictures:", "pictured:", "pic:", "caption:", "video:", "video by", "media caption", "illustration:", "illustration by", "graphic:", "credit:", "file -", "file –", "file —", "in this photo", "in this file photo", "in this image", "in this handout", "representational image", "representative image", "an undated photo", "screenshot:", "screengrab:", "(photo", "[photo", "(image", "[image", "(file", "[file", "(pic", "getty images", "ap photo"}

// agencyMarks stand in the credit at the end of a caption.
var photoMarks = []string{"getty images", "ap photo", "ap images", "via ap", "via getty", "via reuters", "shutterstock", "istock", "handout via", "afp via", "file photo", "photo/", "photo:", "photo by", "image:", "picture:", "unsplash", "wikimedia", "flickr", "pool photo", "creative commons"}

// caption returns why line is the caption of a picture, or "".
func caption(line, key string, known *knowledge.Base) string {
	n := wordCount(key)
	if n > 60 {
		return ""
	}
	lower := strings.ToLower(line)
	for _, s := range captionStarts {
		if strings.HasPrefix(lower, s) {
			return "caption"
		}
	}
	if n > 45 {
		return ""
	}
	if inner, ok := endBracket(line); ok && len(inner) < 60 {
		if photoCredit(inner, known) {
			return "caption"
		}
	}
	tail := lower
	if len(tail) > 60 {
		tail = tail[len(tail)-60:]
	}
	for _, m := range photoMarks {
		if strings.Contains(tail, m) {
			return "caption"
		}
	}
	return ""
}

// endBracket returns what stands in the brackets that end line, if text stands
// before them.
func endBracket(line string) (string, bool) {
	line = strings.TrimRight(line, " .")
	if len(line) < 4 {
		return "", false
	}
	open := byte('(')
	switch line[len(line)-1] {
	case ')':
	case ']':
		open = '['
	default:
		return "", false
	}
	i := strings.LastIndexByte(line, open)
	if i <= 0 {
		return "", false
	}
	return strings.TrimSpace(line[i+1 : len(line)-1]), true
}

// photoCredit reports whether the words in the brackets that end a line credit
// a picture: an agency's name, or a name and an agency with a stroke between.
func photoCredit(s string, known *knowledge.Base) bool {
	lower := strings.ToLower(s)
	for _, m := range photoMarks {
		if strings.Contains(lower, m) {
			return true
		}
	}
	if _, ok := known.Agency(s); ok {
		return true
	}
	for p := range strings.SplitSeq(s, "/") {
		if p == s {
			break
		}
		if _, ok := known.Agency(strings.TrimSpace(p)); ok {
			return true
		}
	}
	return strings.HasPrefix(lower, "file") || strings.HasPrefix(lower, "photo") || strings.HasPrefix(lower, "credit") || strings.HasPrefix(lower, "image")
}
