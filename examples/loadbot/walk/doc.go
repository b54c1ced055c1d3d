// Package walk lets users do anything in any order, against the real server and with the real client, and
// looks whether what has to hold holds.
package walk
