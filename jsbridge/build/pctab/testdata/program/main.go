// Command program needs the tables that remain: it panics and recovers through inlined functions, moves stacks,
// collects garbage while others hold pointers, and ends with a trace.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	text string
}

func main() {
	fmt.Println("recovered:", recovered(func() { var list []int; _ = list[len(list)] }))
	fmt.Println("recovered:", recovered(func() { var n *node; n.text = "" }))
	done := make(chan int)
	for i := range 10 {
		go func() { done <- deep(1000*i, nil) }()
	}
	sum := 0
	for range 10 {
		runtime.GC()
		sum += <-done
	}
	fmt.Println("depth:", sum)
	fmt.Println("caller:", caller())
	fail()
}

func recovered(f func()) (result any) {
	defer func() { result = recover() }()
	f()
	return nil
}

// deep builds a list on a stack that has to move, and counts it.
func deep(depth int, list *node) int {
	if depth > 0 {
		if depth%1000 == 0 {
			runtime.Gosched()
		}
		return deep(depth-1, &node{list, fmt.Sprint(depth)})
	}
	runtime.GC()
	n := 0
	for ; list != nil; list = list.next {
		n += min(len(list.text), 1)
	}
	return n
}

func caller() string {
	counter, _, _, _ := runtime.Caller(0)
	return runtime.FuncForPC(counter).Name()
}

//go:noinline
func fail() { panic("the end") }
