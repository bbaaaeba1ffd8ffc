// Verifies evidence bundles and receipts with golang.org/x/mod/sumdb alone: nothing of Monago's decides here what is true.
//
//	verify bundle <directory> <verifier key>
//	verify receipt <file> <verifier key>
//	verify proofs <file> <verifier key>
//
// Exit code 0: every signature, entry, tile and checkpoint agrees. 1: one does not; the message says which.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	if len(os.Args) != 4 {
		fail("usage: verify bundle|receipt|proofs <path> <verifier key>")
	}
	verifier, err := note.NewVerifier(os.Args[3])
	check("verifier key", err)
	switch os.Args[1] {
	case "bundle":
		verifyBundle(os.Args[2], verifier)
	case "receipt":
		verifyReceipt(os.Args[2], verifier)
	case "proofs":
		verifyLines(os.Args[2])
	default:
		fail("unknown command " + os.Args[1])
	}
}

// tiles reads the hash tiles of a bundle, which has the paths of c2sp.org/tlog-tiles rather than those of Go.
type tiles struct{ directory string }

func (t tiles) Height() int                     { return tileHeight }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) path(tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	return filepath.Join(t.directory, "tile", strings.Replace(name, "data/", "entries/", 1))
}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, err := os.ReadFile(t.path(tile))
		if err != nil {
			return nil, err
		}
		read[i] = data
	}
	return read, nil
}

func verifyBundle(directory string, verifier note.Verifier) {
	tree := readCheckpoint(filepath.Join(directory, "checkpoint"), verifier)
	if tree.N == 0 {
		fmt.Println("verified 0 entries, 0 checkpoints")
		return
	}
	hashes := tlog.TileHashReader(tree, tiles{directory})
	verifyEntries(directory, tree, hashes)
	verifyProofs(tree, hashes)
	earlier := verifyCheckpoints(directory, verifier, tree, hashes)
	fmt.Printf("verified %d entries, %d checkpoints\n", tree.N, earlier)
}

// verifyEntries hashes every entry itself and compares with the tiles, which TileHashReader holds against the signed root.
func verifyEntries(directory string, tree tlog.Tree, hashes tlog.HashReader) {
	for n := int64(0); n*tileWidth < tree.N; n++ {
		width := tree.N - n*tileWidth
		if width > tileWidth {
			width = tileWidth
		}
		tile := tlog.Tile{H: tileHeight, L: -1, N: n, W: int(width)}
		data, err := os.ReadFile(tiles{directory}.path(tile))
		check("entries", err)
		var indexes []int64
		var own []tlog.Hash
		for at := n * tileWidth; len(data) > 0; at++ {
			length := 0
			if len(data) >= 2 {
				length = 2 + int(binary.BigEndian.Uint16(data))
			}
			if length == 0 || length > len(data) {
				fail(fmt.Sprintf("entry %d: is cut off", at))
			}
			own = append(own, tlog.RecordHash(data[2:length]))
			indexes = append(indexes, tlog.StoredHashIndex(0, at))
			data = data[length:]
		}
		if int64(len(own)) != width {
			fail(fmt.Sprintf("entry %d: %d entries where %d are signed", n*tileWidth, len(own), width))
		}
		signed, err := hashes.ReadHashes(indexes)
		check(fmt.Sprintf("entry %d", n*tileWidth), err)
		for i := range own {
			if own[i] != signed[i] {
				fail(fmt.Sprintf("entry %d: has another hash than the tree", n*tileWidth+int64(i)))
			}
		}
	}
}

// verifyProofs makes inclusion proofs from the tiles and checks them against the signed root.
func verifyProofs(tree tlog.Tree, hashes tlog.HashReader) {
	for _, at := range []int64{0, 1, 255, 256, tree.N / 2, tree.N - 1} {
		if at >= tree.N {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, at, hashes)
		check(fmt.Sprintf("entry %d", at), err)
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, at)})
		check(fmt.Sprintf("entry %d", at), err)
		check(fmt.Sprintf("entry %d", at), tlog.CheckRecord(proof, tree.N, tree.Hash, at, leaf[0]))
	}
}

func verifyCheckpoints(directory string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) int {
	files, err := filepath.Glob(filepath.Join(directory, "checkpoints", "*"))
	check("checkpoints", err)
	for _, file := range files {
		earlier := readCheckpoint(file, verifier)
		if earlier.N == 0 {
			continue
		}
		proof, err := tlog.ProveTree(tree.N, earlier.N, hashes)
		check(file, err)
		check(file, tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash))
	}
	return len(files)
}

func readCheckpoint(file string, verifier note.Verifier) tlog.Tree {
	data, err := os.ReadFile(file)
	check(file, err)
	return openCheckpoint(file, data, verifier)
}

func openCheckpoint(name string, data []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(name, err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail(name + ": is not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(name, err)
	root, err := tlog.ParseHash(lines[2])
	check(name, err)
	return tlog.Tree{N: size, Hash: root}
}

func verifyReceipt(file string, verifier note.Verifier) {
	data, err := os.ReadFile(file)
	check(file, err)
	head, checkpoint, found := bytes.Cut(data, []byte("\n\n"))
	if !found {
		fail("receipt: has no checkpoint")
	}
	tree := openCheckpoint(file, checkpoint, verifier)
	lines := strings.Split(string(head), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("receipt: is not a tlog-proof")
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check("receipt", err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check("receipt", err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		check("receipt", err)
		proof = append(proof, hash)
	}
	check("receipt", tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("verified entry %d of %d\n", index, tree.N)
}

// verifyLines checks proofs written one a line, words apart by spaces and hashes in base64:
//
//	record <size> <root> <index> <leaf hash> <proof hash>...
//	tree <size> <root> <earlier size> <earlier root> <proof hash>...
func verifyLines(file string) {
	data, err := os.ReadFile(file)
	check(file, err)
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for _, line := range lines {
		words := strings.Split(line, " ")
		if len(words) < 5 {
			fail("proof: " + line)
		}
		size, place := number(words[1]), number(words[3])
		root, other := hashOf(words[2]), hashOf(words[4])
		var proof []tlog.Hash
		for _, word := range words[5:] {
			proof = append(proof, hashOf(word))
		}
		if words[0] == "record" {
			check(line, tlog.CheckRecord(proof, size, root, place, other))
		} else {
			check(line, tlog.CheckTree(proof, size, root, place, other))
		}
	}
	fmt.Printf("verified %d proofs\n", len(lines))
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	check("number", err)
	return value
}

func hashOf(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	check("hash", err)
	return hash
}

func check(what string, err error) {
	if err != nil {
		fail(what + ": " + err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
