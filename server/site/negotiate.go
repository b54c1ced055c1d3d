package site

import (
	"strconv"
	"strings"
)

// identity is the content as it is.
const identity = "identity"

// chooseEncoding picks br, gzip or identity by an Accept-Encoding header (RFC 9110 section 12.5.3): the one
// with the highest weight, or the smaller one of two with the same weight.
func chooseEncoding(header string) string {
	best, bestWeight := identity, 0.0
	weights := parseWeights(header)
	for _, encoding := range []string{"br", "gzip"} {
		weight, named := weights[encoding]
		if !named {
			weight = weights["*"]
		}
		if weight > bestWeight {
			best, bestWeight = encoding, weight
		}
	}
	return best
}

func parseWeights(header string) map[string]float64 {
	weights := map[string]float64{}
	for element := range strings.SplitSeq(header, ",") {
		coding, parameter, _ := strings.Cut(element, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "" {
			continue
		}
		weights[coding] = parseWeight(parameter)
	}
	return weights
}

// parseWeight reads "q=0.5"; anything unreadable counts as not acceptable.
func parseWeight(parameter string) float64 {
	parameter = strings.TrimSpace(parameter)
	if parameter == "" {
		return 1
	}
	name, value, _ := strings.Cut(parameter, "=")
	weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 0
	}
	return weight
}

// matches says whether an If-None-Match header names the entity tag (RFC 9110 section 13.1.2).
func matches(header, etag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == etag {
			return true
		}
	}
	return false
}
