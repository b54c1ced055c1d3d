package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

const (
	siteFolder    = "server/site/dist"
	exampleFolder = "examples/script"
	manifestFile  = cacheFolder + "/published.json"
)

// manifest maps the path of a URL to the hash of the content that was published there. The hash of content that
// was compressed quickly carries a mark: any other build compresses it again, so that no release has it.
type manifest map[string]string

const quickly = " quickly"

// publish writes br and gz of the facade, the wasm and the examples to where the server embeds them, and the
// npm package as it is.
func (b builder) publish(sdk map[string][]byte) error {
	files := map[string][]byte{}
	if err := b.readPage(files, exampleFolder, ""); err != nil {
		return err
	}
	if err := b.readExamples(files, sdk["trtc-calling.wasm"]); err != nil {
		return err
	}
	for name, content := range sdk {
		if !strings.HasSuffix(name, ".cjs") { // of no use in a page
			files["sdk/"+name] = content
		}
	}
	old, err := b.readManifest()
	if err != nil {
		return err
	}
	published := manifest{}
	for name, content := range files {
		if published[name], err = b.publishChanged(name, content, old[name]); err != nil {
			return err
		}
	}
	if err := b.removeOthers(published); err != nil {
		return err
	}
	if err := b.publishPackage(sdk); err != nil {
		return err
	}
	text, err := json.MarshalIndent(published, "", "\t")
	if err != nil {
		return err
	}
	return writeChanged(b.path(manifestFile), text)
}

// publishChanged publishes a file unless what is there will do, and returns its entry for the manifest; old is
// the previous entry.
func (b builder) publishChanged(name string, content []byte, old string) (string, error) {
	sum := hashOf(content)
	will := []string{sum}
	if b.quick {
		will = append(will, sum+quickly) // what was compressed well will do, too
	}
	if slices.Contains(will, old) && b.isPublished(name) {
		return old, nil
	}
	return will[len(will)-1], b.publishFile(name, content)
}

// readPage adds the files that a folder has to serve, under a prefix of its URL.
func (b builder) readPage(files map[string][]byte, folder, prefix string) error {
	page := os.DirFS(b.path(folder))
	return fs.WalkDir(page, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isServed(path) {
			return err
		}
		files[prefix+path], err = fs.ReadFile(page, path)
		return err
	})
}

// isServed tells a page's files from those for developers, and from the wasm, which all pages take from /sdk/.
func isServed(path string) bool {
	switch filepath.Ext(path) {
	case ".html", ".css", ".js", ".mjs", ".svg", ".png", ".ico", ".webmanifest":
		return true
	}
	return false
}

func (b builder) readManifest() (manifest, error) {
	m := manifest{}
	text, err := os.ReadFile(b.path(manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%s is damaged, delete it: %w", manifestFile, err)
	}
	return m, nil
}

func (b builder) isPublished(name string) bool {
	for _, suffix := range []string{".br", ".gz"} {
		if _, err := os.Stat(b.path(siteFolder + "/" + name + suffix)); err != nil {
			return false
		}
	}
	return true
}

func (b builder) publishFile(name string, content []byte) error {
	if len(content) > 1<<20 && !b.quick {
		fmt.Printf("compressing %s (%d bytes); this takes half a minute and is needed only when it changes\n", name, len(content))
	}
	brotliLevel, gzipLevel := brotli.BestCompression, gzip.BestCompression
	if b.quick {
		brotliLevel, gzipLevel = quickBrotli, gzip.DefaultCompression
	}
	packed, err := compressBrotli(content, brotliLevel)
	if err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	if err := writeChanged(b.path(siteFolder+"/"+name+".br"), packed); err != nil {
		return err
	}
	packed, err = compressGzip(content, gzipLevel)
	if err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	return writeChanged(b.path(siteFolder+"/"+name+".gz"), packed)
}

// removeOthers deletes what an earlier build published under names that are no longer used.
func (b builder) removeOthers(published manifest) error {
	return filepath.WalkDir(b.path(siteFolder), func(path string, entry fs.DirEntry, err error) error {
		extension := filepath.Ext(path)
		if err != nil || entry.IsDir() || (extension != ".br" && extension != ".gz") {
			return err
		}
		name, err := filepath.Rel(b.path(siteFolder), strings.TrimSuffix(path, extension))
		if err != nil {
			return err
		}
		if _, ok := published[filepath.ToSlash(name)]; ok {
			return nil
		}
		return os.Remove(path)
	})
}

// quickBrotli is the level at which the wasm takes less than a second.
const quickBrotli = 5

func compressBrotli(content []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	// A window of 16 MiB sees the whole wasm; it is the largest that browsers accept.
	writer := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: level, LGWin: 24})
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	err := writer.Close()
	return out.Bytes(), err
}

func compressGzip(content []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	writer, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	err = writer.Close()
	return out.Bytes(), err
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
