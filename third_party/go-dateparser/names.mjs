// Writes names.txt: the names of months and weekdays, and the words for the
// halves of the day, of the languages below. They are facts of the Unicode
// CLDR, read through the JavaScript engine's Intl.
//
//	node names.mjs > names.txt

const languages = `en de fr es it pt nl ru tr uk pl id ar fa vi ja zh ko cs sk
  sv da nb nn fi hu ro bg hr sr sr-Latn bs sl mk el he hi bn ta te ml mr gu kn
  pa ne si ur th ms fil sw af ca eu gl ga cy is lt lv et sq be kk ky uz az ka
  hy mn my km lo am so ha`.split(/\s+/);

const fold = (s) => s.normalize("NFC").toLowerCase().replace(/[\u200e\u200f\u061c]/g, "").replace(/\.$/, "").trim();

function names(lang, part, dates, option) {
  return dates.map((date) => {
    const found = new Set();
    for (const style of ["long", "short"]) {
      for (const extra of [{}, { day: "numeric", month: "long", year: "numeric" }]) {
        const options = { timeZone: "UTC", calendar: "gregory", numberingSystem: "latn", ...extra, [option]: style };
        for (const p of new Intl.DateTimeFormat(lang, options).formatToParts(date)) {
          const name = fold(p.value);
          if (p.type === part && /^\p{L}[\p{L}\p{M}'’. -]*$/u.test(name)) found.add(name);
        }
      }
    }
    return [...found].sort().join(",");
  });
}

const months = [...Array(12).keys()].map((m) => new Date(Date.UTC(2015, m, 15)));
const days = [...Array(7).keys()].map((d) => new Date(Date.UTC(2015, 5, 1 + d)));

console.log(`# language, 12 months, 7 weekdays from Monday. CLDR ${process.versions.cldr}, by names.mjs`);
for (const lang of languages) {
  console.log([lang, ...names(lang, "month", months, "month"), ...names(lang, "weekday", days, "weekday")].join("\t"));
}
