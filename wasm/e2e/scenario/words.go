package scenario

import (
	"fmt"
	"strings"
)

// split cuts a line into words at blanks. Quotes hold a word together and are left out; braces hold JSON
// together and stay; # begins a comment.
func split(line string) ([]string, error) {
	var words []string
	rest := strings.TrimLeft(line, " \t")
	for rest != "" && rest[0] != '#' {
		cut := plainWord
		if rest[0] == '{' {
			cut = braceWord
		}
		word, length := cut(rest)
		if length < 0 {
			return nil, fmt.Errorf("a quote or brace is not closed: %s", rest)
		}
		words = append(words, word)
		rest = strings.TrimLeft(rest[length:], " \t")
	}
	return words, nil
}

// plainWord returns the word at the beginning of text and its length there, or -1.
func plainWord(text string) (string, int) {
	var word strings.Builder
	quoted := false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t'):
			return word.String(), i
		default:
			word.WriteByte(c)
		}
	}
	if quoted {
		return "", -1
	}
	return word.String(), len(text)
}

func braceWord(text string) (string, int) {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return text[:i+1], i + 1
			}
		}
	}
	return "", -1
}
