package main

import (
	"compress/gzip"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/andybalholm/brotli"
)

// The limits, in bytes.
const (
	maxWasmBrotli = 860_000
	maxFacadeGzip = 15_000
)

// floorProgram calls one function of each library that the client is built on, and does nothing else.
const floorProgram = "./jsbridge/build/testdata/floor"

// sizes are those of one file in the three forms in which it is served.
type sizes struct{ raw, gzip, brotli int }

// size prints what a page has to load, and fails above the limits.
func (b builder) size() error {
	wasm, err := b.publishedSizes("trtc-calling.wasm")
	if err != nil {
		return err
	}
	facade, err := b.publishedSizes("trtc-calling.js")
	if err != nil {
		return err
	}
	floor, err := b.floorSizes()
	if err != nil {
		return err
	}
	var tooLarge error // of the wrappers
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\traw\tgzip 9\tbrotli 11\tlimit\t")
	fmt.Fprintf(table, "wasm\t%d\t%d\t%d\t%d brotli\t\n", wasm.raw, wasm.gzip, wasm.brotli, maxWasmBrotli)
	fmt.Fprintf(table, "floor program, built plainly\t%d\t%d\t%d\t\t\n", floor.raw, floor.gzip, floor.brotli)
	fmt.Fprintf(table, "facade script\t%d\t%d\t%d\t%d gzip\t\n", facade.raw, facade.gzip, facade.brotli, maxFacadeGzip)
	for _, w := range wrappers {
		wrapper, err := b.wrapperSizes(w)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "wrapper %s\t%d\t%d\t\t%d gzip\t\n", w.file, wrapper.raw, wrapper.gzip, maxWrapperGzip)
		if wrapper.gzip > maxWrapperGzip {
			tooLarge = fmt.Errorf("the wrapper %s is %d bytes above its limit", w.file, wrapper.gzip-maxWrapperGzip)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if wasm.brotli > maxWasmBrotli {
		return fmt.Errorf("the wasm is %d bytes above its limit", wasm.brotli-maxWasmBrotli)
	}
	if facade.gzip > maxFacadeGzip {
		return fmt.Errorf("the facade is %d bytes above its limit", facade.gzip-maxFacadeGzip)
	}
	return tooLarge
}

func (b builder) publishedSizes(name string) (sizes, error) {
	var s sizes
	for path, size := range map[string]*int{
		"jsbridge/npm/dist/" + name:         &s.raw,
		siteFolder + "/sdk/" + name + ".gz": &s.gzip,
		siteFolder + "/sdk/" + name + ".br": &s.brotli,
	} {
		info, err := os.Stat(b.path(path))
		if err != nil {
			return sizes{}, err
		}
		*size = int(info.Size())
	}
	return s, nil
}

// floorSizes measures the floor program as the compiler leaves it. The compressed forms are kept under its
// hash, because making them takes half a minute.
func (b builder) floorSizes() (sizes, error) {
	module, err := b.compile(floorProgram)
	if err != nil {
		return sizes{}, err
	}
	gzipped, err := b.cached(hashOf(module)+".gz", module, gzipBest)
	if err != nil {
		return sizes{}, err
	}
	packed, err := b.cached(hashOf(module)+".br", module, brotliBest)
	return sizes{len(module), len(gzipped), len(packed)}, err
}

func gzipBest(content []byte) ([]byte, error) { return compressGzip(content, gzip.BestCompression) }

func brotliBest(content []byte) ([]byte, error) {
	return compressBrotli(content, brotli.BestCompression)
}

func (b builder) cached(name string, content []byte, compress func([]byte) ([]byte, error)) ([]byte, error) {
	path := b.path(cacheFolder + "/" + name)
	if kept, err := os.ReadFile(path); err == nil {
		return kept, nil
	}
	packed, err := compress(content)
	if err != nil {
		return nil, err
	}
	return packed, writeChanged(path, packed)
}
