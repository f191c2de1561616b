package store

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// CheckSpans reports as an error the first span of an analysis that is not one
// of its article's text. Spans of other articles, which carry that article's id,
// are passed over.
func CheckSpans(a *Analysis) error {
	text := a.Article.Text
	for _, v := range []any{a.Article.TitleSpan, a.Article.Published.Span, a.Article.Blocks, a.Annotation} {
		if err := checkSpans(reflect.ValueOf(v), text); err != nil {
			return err
		}
	}
	return nil
}

var (
	spanType = reflect.TypeFor[news.Span]() // packed in a form of its own
	dateType = reflect.TypeFor[news.Date]()
)

func checkSpans(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == spanType {
			s := v.Interface().(news.Span)
			return s.Check(text)
		}
		if v.Type() == dateType && v.FieldByName("Article").String() != "" {
			return nil
		}
		for i := range v.NumField() {
			if err := checkSpans(v.Field(i), text); err != nil {
				return fmt.Errorf("%s: %w", v.Type().Field(i).Name, err)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return checkSpans(v.Elem(), text)
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k != reflect.Struct && k != reflect.Slice {
			return nil
		}
		for i := range v.Len() {
			if err := checkSpans(v.Index(i), text); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
	}
	return nil
}

// ArticlesOf returns the ids of the articles that the stories and provenances of
// a record speak of, sorted.
func ArticlesOf(rec *news.Record) []string {
	var list []string
	for i := range rec.Stories {
		list = append(list, rec.Stories[i].Articles...)
	}
	for i := range rec.Provenance {
		list = append(list, rec.Provenance[i].Article)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
