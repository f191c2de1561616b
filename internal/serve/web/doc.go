// Package web is the desk: the pages on which a person sees what a store has
// derived. Stories, articles, two articles side by side, people and bodies,
// threads and searches, each line with the words that it rests on.
//
// It is for reading without JavaScript; a small script adds keys, a panel of
// evidence beside the page and the dropping of files. Whatever stands in an
// article is hostile: html/template escapes it, and the policy of each page
// allows styles and scripts of the binary and nothing else, from anywhere.
//
// It is not for analysing. What starts work, a brief of dropped files or a
// correction, is a function that it was given.
package web
