module github.com/pion/randutil

go 1.26.0
