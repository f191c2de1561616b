package language

import (
	"strings"
	"testing"
)

const (
	englishText = "The harbour master said on Monday that the two ships had been told to wait for the pilot, but that neither of them had answered. It was not clear who had been on the bridge when they met, and the owners would not say which of the crews had been questioned by the police."
	germanText  = "Der Hafenmeister sagte am Montag, beide Schiffe seien angewiesen worden, auf den Lotsen zu warten, doch habe keines von ihnen geantwortet. Es blieb unklar, wer auf der Brücke war, als sie zusammenstießen, und die Eigner wollten nicht sagen, welche Mannschaft die Polizei befragt hat."
	russianText = "Начальник порта заявил в понедельник, что обоим судам было приказано ждать лоцмана, но ни одно из них не ответило. Осталось неясным, кто находился на мостике, когда они столкнулись, и владельцы отказались сообщить, какую команду допросила полиция."
)

func TestDetect(t *testing.T) {
	for _, c := range []struct{ name, declared, text, want string }{
		{"english", "", englishText, "en"},
		{"german", "", germanText, "de"},
		{"russian", "", russianText, "ru"},
		{"declared variety stands", "en_gb", englishText, "en-GB"},
		{"declared wrongly", "en-US", germanText, "de"},
		{"declared wrongly, short", "en-US", "Der Hafenmeister sagte am Montag, beide Schiffe seien", "en-US"},
		{"short", "", "Two ships collide", ""},
		{"short and declared", "fr", "Two ships collide", "fr"},
		{"a name", "English", englishText, "en"},
		{"not a tag", "???", englishText, "en"},
		{"undetermined", "und", "", ""},
		{"digits", "", strings.Repeat("0123456789 ", 30), ""},
		{"script", "zh-hant-tw", "", "zh-Hant-TW"},
		{"locale", "de_DE.UTF-8", "", "de-DE"},
		{"long", "", strings.Repeat(russianText+" ", 50), "ru"},
	} {
		if got := Detect(c.declared, c.text); got != c.want {
			t.Errorf("%s: Detect(%q, …) = %q, want %q", c.name, c.declared, got, c.want)
		}
	}
}

func TestDetectIsSteady(t *testing.T) {
	for i := range 50 {
		if got := Detect("", germanText[:60+i]); got != Detect("", germanText[:60+i]) {
			t.Fatalf("two answers for one text of %d bytes", 60+i)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	for b.Loop() {
		Detect("", englishText)
	}
}

func BenchmarkDetectGerman(b *testing.B) {
	for b.Loop() {
		Detect("", germanText)
	}
}
