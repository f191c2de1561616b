// Package corrections reads the file in which a person corrects the program,
// and says what each stage has to do about it.
//
// It is for lines such as
//
//	merge "Ana Brandt" "Anna Brandt" person
//	speaker ferry.txt "we will not sail" is "Ana Brandt" person
//	not-a-copy https://herald.example/a https://mercury.example/b
//
// that anchor at an article's address or input name with words of it, or at an
// entity's name and type, never at a computed id; docs/formats/corrections.md
// has the whole format. [Parse] reads a file: all its errors at once, and those
// lines that disagree. [Set.Bind] finds the articles that it speaks of; the
// [Bound] gives each stage what is its own, after the machine's decision and
// before the stages that follow. It is not for deciding anything: what no line
// speaks of stays as it is.
//
// The order of lines does not matter. A line that matches nothing is a notice.
package corrections
