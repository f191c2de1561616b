// Package figures draws and aligns what pages show: a timeline, who took from
// whom, how articles and origins grew in number, two texts side by side. The
// pages of the server and the offline brief have the same ones.
//
// Pictures are SVG with classes and no style or script; the page's style gives
// them their looks. Every word in them is escaped. It is not for deciding what is
// shown.
package figures
