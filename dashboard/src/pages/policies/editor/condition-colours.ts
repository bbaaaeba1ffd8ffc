import { type Extension, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { placeAt } from './yaml-place.ts';

export interface Coloured {
  readonly from: number;
  readonly to: number;
  readonly as: 'string' | 'number' | 'word' | 'name' | 'function' | 'operator' | 'comment';
}

const conditionToken =
  /(?<comment>\/\/.*)|(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?<number>\b\d[\w.]*)|(?<word>\b(?:true|false|null|in)\b)|(?<function>[A-Za-z_]\w*(?=\())|(?<name>[A-Za-z_]\w*\b(?!\()(?:\.[A-Za-z_]\w*\b(?!\())*)|(?<operator>[-+*/%<>!?:=&|()[\],.]+)/g;

/** The pieces of the conditions in a text. YAML takes each for one plain text. */
export function colouredConditions(text: string): readonly Coloured[] {
  const found: Coloured[] = [];
  const heads = /^(?:when|unless):[ \t]*/gm;
  for (const { 0: head, index } of text.matchAll(heads)) {
    const start = index + head.length;
    const [first = ''] = /^.*/.exec(text.slice(start)) ?? [];
    if (!/^[|>]/.test(first)) found.push(...tokens(first, start));
    else found.push(...blockTokens(text, start + first.length + 1));
  }
  return found;
}

function blockTokens(text: string, start: number): readonly Coloured[] {
  const [block = ''] = /^(?:[ \t]+.*(?:\n|$)|\n)*/.exec(text.slice(start)) ?? [];
  let at = start;
  return block.split('\n').flatMap((line) => {
    const found = tokens(line, at);
    at += line.length + 1;
    return found;
  });
}

function tokens(line: string, start: number): readonly Coloured[] {
  // In YAML a plain or quoted value ends where a comment begins.
  return [...line.matchAll(conditionToken)].flatMap(({ 0: token, index, groups = {} }) => {
    const as = kinds.find((kind) => groups[kind] !== undefined);
    return as === undefined ? [] : [{ from: start + index, to: start + index + token.length, as }];
  });
}

const kinds: readonly Coloured['as'][] = [
  'comment',
  'string',
  'number',
  'word',
  'function',
  'name',
  'operator',
];

const marks = new Map(kinds.map((kind) => [kind, Decoration.mark({ class: `cm-cel-${kind}` })]));

/** Colours the conditions inside the YAML. */
export const conditionColours: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update({ docChanged, view }: ViewUpdate) {
      if (docChanged) this.decorations = decorate(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate({ state }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, as } of colouredConditions(state.doc.toString())) {
    const mark = marks.get(as);
    if (mark !== undefined) builder.add(from, to, mark);
  }
  return builder.finish();
}

/** The path of the variable at an offset, where the offset is in a condition. */
export function variableAt(
  text: string,
  offset: number,
): { readonly from: number; readonly to: number; readonly path: string } | undefined {
  const found = colouredConditions(text).find(
    ({ from, to, as }) => as === 'name' && from <= offset && offset <= to,
  );
  if (found === undefined || placeAt(text, offset).path.length !== 1) return undefined;
  const name = text.slice(found.from, found.to);
  const dot = name.indexOf('.', offset - found.from);
  const path = dot < 0 ? name : name.slice(0, dot);
  return { from: found.from, to: found.from + path.length, path };
}
