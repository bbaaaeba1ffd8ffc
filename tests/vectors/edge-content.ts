import { utf8 } from '../../src/domain/audit/bytes.ts';
import { encodeErasedLine } from '../../src/domain/audit/content-file.ts';
import { type BundleCase, type BundleCases, withFile } from './edge-bundles.ts';
import { bases, textIn } from './edge-evidence.ts';
import { contentAt } from './evidence-bundles.ts';
import { sampleSigner } from './sample-log.ts';

const { content } = bases;

function lines(change: (all: string[]) => readonly string[]): BundleCase {
  const all = textIn(content.files, 'content/000').split(/(?<=\n)/);
  return { ...content, ...withFile(content.files, 'content/000', change(all).join('')) };
}

const erasedLine = encodeErasedLine({
  entry: 40,
  log: sampleSigner().name,
  ranges: [{ first: contentAt.opened, end: contentAt.opened + 1 }],
});

export const contentCases: BundleCases = {
  'some of it erased': () => content,
  'another text': () => lines((all) => all.map((line) => line.replace('eyJtb2', 'eyJtb3'))),
  'another salt': () =>
    lines(([one = '', ...rest]) => [one.replace(/"salt":"../, '"salt":"AA'), ...rest]),
  'a line missing': () => lines((all) => all.slice(1)),
  'two lines swapped': () => lines(([one = '', two = '', ...rest]) => [two, one, ...rest]),
  'a line twice': () => lines(([one = '', ...rest]) => [one, one, ...rest]),
  'the part of another entry': () =>
    lines((all) => all.map((line) => line.replace('"part":"req"', '"part":"res"'))),
  'a form that is none': () =>
    lines((all) => all.map((line) => line.replace('"form":"whole"', '"form":"part"'))),
  'a line that is not canonical': () =>
    lines(([one = '', ...rest]) => [one.replace('{"index"', '{ "index"'), ...rest]),
  'a line for an entry that commits to nothing': () =>
    lines((all) => [(all[0] ?? '').replace('"index":4', '"index":0'), ...all]),
  'a line for an erased entry': () =>
    lines(([one = '', two = '', ...rest]) => [
      one,
      two,
      one.replace(`"index":${contentAt.opened}`, `"index":${contentAt.erased}`),
      ...rest,
    ]),
  'erased beyond the bundle': () => {
    const { files } = lines((all) => all.slice(1));
    return { ...content, files: files.set('content/erased', utf8(erasedLine)) };
  },
  'erased beyond the bundle, in another spelling': () => {
    const { files } = lines((all) => all.slice(1));
    return { ...content, files: files.set('content/erased', utf8(` ${erasedLine}`)) };
  },
  'no file but the one of what was erased beyond': () => {
    const files = new Map(content.files);
    files.delete('content/000');
    return { ...content, files: files.set('content/erased', utf8(erasedLine)) };
  },
  'no content at all': () => {
    const files = new Map(content.files);
    files.delete('content/000');
    return { ...content, files };
  },
};
