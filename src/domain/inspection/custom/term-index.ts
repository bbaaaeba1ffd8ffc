import type { DenyList } from '../inspection-settings.ts';
import { foldText } from '../scan/fold-text.ts';
import { plainWord, type TermWord, TermWords } from './term-words.ts';

/** A term of one of the lists, where it stands. */
export interface TermHit {
  readonly list: string;
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly next: Map<number, Node>;
  /** Names of the lists that a term ends here of; the first by name counts. */
  list: string | undefined;
  /** How many words lead here. */
  readonly depth: number;
  /** The longest other beginning of a term that ends alike (A. Aho, M. Corasick, 1975). */
  fallback: Node | undefined;
  /** The longest other term that ends alike. */
  shorter: Node | undefined;
}

const filterMask = 0xffff;

/** Terms by their words, so that a text is read once, however many terms there are. */
export class TermIndex {
  readonly #root = newNode(0);
  /** Words of terms, numbered; those with one hash beside each other. */
  readonly #words = new Map<number, { readonly word: string; readonly number: number }[]>();
  readonly #filter = new Uint8Array(filterMask + 1);
  #wordCount = 0;
  #wordsMax = 0;

  constructor(lists: readonly DenyList[]) {
    for (const { name, terms } of lists) for (const term of terms) this.#add(name, term);
    this.#link();
  }

  get isEmpty(): boolean {
    return this.#wordsMax === 0;
  }

  /** Terms in a folded text, in order and without overlaps: of those that overlap the first counts, then the longest. */
  find(text: string): readonly TermHit[] {
    const hits: TermHit[] = [];
    /** Where the last words began. */
    const starts = new Int32Array(Math.max(1, this.#wordsMax));
    let node = this.#root;
    let count = 0;
    const word = new TermWords(text);
    while (word.next()) {
      starts[count % starts.length] = word.start;
      count += 1;
      node = this.#advance(node, this.#numberOf(text, word));
      for (let term = endOf(node); term; term = term.shorter) {
        const start = starts[(count - term.depth) % starts.length] ?? 0;
        const hit = { list: term.list ?? '', start, end: word.end };
        if (placeHit(hits, hit)) break;
      }
    }
    return hits;
  }

  /** Where the longest beginning of a term begins that a folded text ends with; its length when there is none. */
  openFrom(text: string): number {
    const starts = new Int32Array(Math.max(1, this.#wordsMax));
    let [node, before] = [this.#root, this.#root];
    let count = 0;
    const word = new TermWords(text);
    while (word.next()) {
      starts[count % starts.length] = word.start;
      count += 1;
      before = node;
      node = this.#advance(node, this.#numberOf(text, word));
    }
    const startOf = (depth: number, last: number) =>
      depth === 0 ? text.length : (starts[(last - depth) % starts.length] ?? 0);
    const open = startOf(node.depth, count);
    // The last word may go on, and become another one.
    return word.end === text.length ? Math.min(open, startOf(before.depth, count - 1)) : open;
  }

  #add(list: string, term: string): void {
    const { text } = foldText(term);
    const word = new TermWords(text);
    let node = this.#root;
    while (word.next()) {
      const number = this.#learn(text, word);
      const next = node.next.get(number) ?? newNode(node.depth + 1);
      node.next.set(number, next);
      node = next;
    }
    if (node === this.#root) return;
    if (node.list === undefined || list < node.list) node.list = list;
    this.#wordsMax = Math.max(this.#wordsMax, node.depth);
  }

  #learn(text: string, word: TermWord): number {
    const known = this.#numberOf(text, word);
    if (known >= 0) return known;
    const number = this.#wordCount;
    this.#wordCount += 1;
    const entry = { word: plainWord(text, word), number };
    this.#words.set(word.hash, [...(this.#words.get(word.hash) ?? []), entry]);
    this.#filter[word.hash & filterMask] = 1;
    return number;
  }

  /** -1 for a word of no term. */
  #numberOf(text: string, word: TermWord): number {
    if (this.#filter[word.hash & filterMask] === 0) return -1;
    const entries = this.#words.get(word.hash);
    if (!entries) return -1;
    const plain = plainWord(text, word);
    return entries.find((entry) => entry.word === plain)?.number ?? -1;
  }

  #link(): void {
    const queue = [...this.#root.next.values()];
    for (const node of queue) {
      for (const [number, next] of node.next) {
        next.fallback = this.#advance(node.fallback ?? this.#root, number);
        next.shorter = endOf(next.fallback);
        queue.push(next);
      }
    }
  }

  #advance(from: Node, number: number): Node {
    if (number < 0) return this.#root;
    let node: Node | undefined = from;
    while (node) {
      const next = node.next.get(number);
      if (next) return next;
      node = node === this.#root ? undefined : (node.fallback ?? this.#root);
    }
    return this.#root;
  }
}

function newNode(depth: number): Node {
  return { next: new Map(), list: undefined, depth, fallback: undefined, shorter: undefined };
}

/** The longest term that ends at a node. */
function endOf(node: Node): Node | undefined {
  return node.list === undefined ? node.shorter : node;
}

/** Hits come by where they end. One that overlaps with an earlier start gives way; those within it make way. */
function placeHit(hits: TermHit[], hit: TermHit): boolean {
  let before = hits.length - 1;
  while ((hits[before]?.start ?? -1) >= hit.start) before -= 1;
  if ((hits[before]?.end ?? 0) > hit.start) return false;
  hits.length = before + 1;
  hits.push(hit);
  return true;
}
