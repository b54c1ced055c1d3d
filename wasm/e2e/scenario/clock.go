package scenario

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// clock binds a variable to the time, in seconds of a clock that starts with the scenario.
func (s *stage) clock(name string) error {
	s.variables[name] = time.Since(s.start).Seconds()
	return nil
}

// span is the duration of something that began between two moments and ended between two others, in whole
// seconds.
type span struct{ begin, begun, end, ended string }

// seconds reads "$n from $a,$b to $c,$d".
func seconds(words []string) (func(*stage) error, error) {
	if len(words) != 5 || words[1] != "from" || words[3] != "to" {
		return nil, fmt.Errorf("want seconds $n from $a,$b to $c,$d")
	}
	begin, begun, both := strings.Cut(words[2], ",")
	end, ended, all := strings.Cut(words[4], ",")
	if !both || !all {
		return nil, fmt.Errorf("seconds wants two moments before and two after")
	}
	return func(s *stage) error { return s.variables.lasted(words[0], span{begin, begun, end, ended}) }, nil
}

// lasted rounds the bounds the same way as the number was rounded, so the number cannot fall outside of them by
// chance.
func (v variables) lasted(name string, of span) error {
	var bound [5]float64
	for i, variable := range []string{name, of.begin, of.begun, of.end, of.ended} {
		value, isNumber := v[variable].(float64)
		if !isNumber {
			return fmt.Errorf("%s is %s, want a number", variable, text(v[variable]))
		}
		bound[i] = value
	}
	least, most := math.Round(max(bound[3]-bound[2], 0)), math.Round(bound[4]-bound[1])
	if got := bound[0]; got < least || got > most {
		return fmt.Errorf("%s is %v, want %v to %v", name, got, least, most)
	}
	return nil
}
