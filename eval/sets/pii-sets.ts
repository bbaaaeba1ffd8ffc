import { parse } from 'yaml';
import { z } from 'zod';
import { mappings } from '../mapping.ts';
import { readConll } from './conll.ts';
import { dataFiles, nameOfFile, readData } from './data-folder.ts';
import { heldOutOf } from './held-out.ts';
import type { LabelledDocument, LabelledSet } from './labelled-set.ts';

const presidioFile = z.array(
  z.object({
    full_text: z.string(),
    spans: z.array(
      z.object({ entity_type: z.string(), start_position: z.number(), end_position: z.number() }),
    ),
  }),
);

const piiAnonLine = z.object({
  text: z.string(),
  annotations: z.array(z.object({ entity_type: z.string(), start: z.number(), end: z.number() })),
});

const pasteGuardFile = z.object({
  test_cases: z.array(
    z.object({
      text: z.string(),
      expected: z.array(z.object({ type: z.string(), text: z.string() })),
    }),
  ),
});

/** The tagger of names learns from the other files of these sets. */
const heldOut = /^(?!.*train).*\.(?:txt|conll)$/u;

/** A set of documents, read when it is measured. */
export interface SetSource {
  readonly name: string;
  readonly read: () => LabelledSet;
}

/** Every labelled set that is there. Files that someone adds to a folder are read along with those that are known. */
export function piiSets(): readonly SetSource[] {
  return [
    ...dataFiles('presidio-research', /\.json$/u).map((path) =>
      source(path, mappings.presidio, readPresidio),
    ),
    ...dataFiles('pii-anon', /^test_.*\.jsonl\.gz$/u).map((path) =>
      source(path, mappings.piiAnon, readPiiAnon),
    ),
    ...dataFiles('indonlu', heldOut).map((path) => source(path, mappings.nerGrit, readConll)),
    ...dataFiles('idner-news-2k', heldOut).map((path) =>
      source(path, mappings.idnerNews, readConll),
    ),
    ...dataFiles('wnut17', heldOut).map((path) => source(path, mappings.wnut17, readConll)),
    ...pasteGuard(),
  ];
}

type ReadDocuments = (text: string) => readonly LabelledDocument[];

function source(path: string, mapping: LabelledSet['mapping'], readAll: ReadDocuments): SetSource {
  const name = nameOfFile(path);
  const isComplete = !path.startsWith('pii-anon');
  return {
    name,
    read: () => ({
      name,
      documents: heldOutOf(name, readAll(readData(path))),
      mapping,
      isComplete,
    }),
  };
}

function readPresidio(text: string): readonly LabelledDocument[] {
  return presidioFile.parse(JSON.parse(text)).map((document) => ({
    text: document.full_text,
    spans: document.spans.map((span) => ({
      label: span.entity_type,
      start: span.start_position,
      end: span.end_position,
    })),
  }));
}

function readPiiAnon(text: string): readonly LabelledDocument[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const document = piiAnonLine.parse(JSON.parse(line));
    const offsets = utf16Offsets(document.text);
    const at = (position: number) => offsets[position] ?? document.text.length;
    const spans = document.annotations.map(({ entity_type: label, start, end }) => ({
      label,
      start: at(start),
      end: at(end),
    }));
    return { text: document.text, spans };
  });
}

/** Where each code point begins; the set counts in code points. */
function utf16Offsets(text: string): readonly number[] {
  let offset = 0;
  return Array.from(text, (point) => {
    const start = offset;
    offset += point.length;
    return start;
  });
}

/** One set in five files, some of them of a few cases only. */
function pasteGuard(): readonly SetSource[] {
  const paths = dataFiles('pasteguard', /\.yaml$/u);
  if (paths.length === 0) return [];
  const read = () => ({
    name: 'pasteguard',
    documents: paths.flatMap((path) => readPasteGuard(readData(path))),
    mapping: mappings.pasteGuard,
    isComplete: true,
  });
  return [{ name: 'pasteguard', read }];
}

function readPasteGuard(text: string): readonly LabelledDocument[] {
  return pasteGuardFile.parse(parse(text)).test_cases.map((one) => ({
    text: one.text,
    spans: one.expected.map((expected) => {
      const start = one.text.indexOf(expected.text);
      return { label: expected.type, start, end: start + expected.text.length };
    }),
  }));
}
