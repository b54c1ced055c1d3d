package main

import (
	"fmt"
	"regexp"
	"strings"
)

// section is a part of the contract.
type section struct {
	title string
	rows  []*row
}

// row is one line of the contract.
type row struct {
	id, text string
	none     string // why there is nothing to test
	todo     string // what its test waits for
	tests    []*test
}

var mark = regexp.MustCompile(` \[(none|todo): ([^\]]+)\]$`)

// parseRows reads contract-rows.txt.
func parseRows(text string) ([]section, error) {
	var sections []section
	seen := map[string]bool{}
	for number, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if title, isTitle := strings.CutPrefix(line, "= "); isTitle {
			sections = append(sections, section{title: title})
			continue
		}
		r, err := parseRow(line)
		switch {
		case err != nil:
			return nil, fmt.Errorf("line %d: %w", number+1, err)
		case len(sections) == 0:
			return nil, fmt.Errorf("line %d: there is no section yet", number+1)
		case seen[r.id]:
			return nil, fmt.Errorf("line %d: there are two rows %s", number+1, r.id)
		}
		seen[r.id] = true
		last := &sections[len(sections)-1]
		last.rows = append(last.rows, r)
	}
	return sections, nil
}

func parseRow(line string) (*row, error) {
	id, text, found := strings.Cut(line, " ")
	if !found || strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("a row is an id and a text, not %q", line)
	}
	r := &row{id: id, text: text}
	if marked := mark.FindStringSubmatchIndex(text); marked != nil {
		why := text[marked[4]:marked[5]]
		if text[marked[2]:marked[3]] == "none" {
			r.none = why
		} else {
			r.todo = why
		}
		r.text = text[:marked[0]]
	}
	return r, nil
}
