import type { Obligations } from '../../domain/policy/bundle/decision.ts';
import { compileGlob } from '../../domain/policy/condition/glob.ts';
import type { JsonEdit, JsonPath } from '../../domain/protocol/json-edit.ts';
import {
  type OfferedTool,
  type ToolList,
  toolListsIn,
  webSearch,
} from '../../domain/protocol/segments/offered-tools.ts';
import { isFields } from '../../domain/protocol/segments/segment.ts';
import type { Prompt } from '../prompt/prompt.ts';

export interface Stripping {
  readonly edits: readonly JsonEdit[];
  readonly names: readonly string[];
}

type IsOut = (tool: Pick<OfferedTool, 'names' | 'keptBy'>) => boolean;

/** Takes the tools out of a request that policy does not let the model have. */
export function stripTools({ members }: Prompt, obligations: Obligations): Stripping {
  const { removeTools, keepTools } = obligations;
  if (removeTools.length + keepTools.length === 0) return { edits: [], names: [] };
  const isOut = outBy(obligations);
  const parts = toolListsIn(members).map((list) => stripList(list, members, isOut));
  const edits = parts.flatMap(({ edits }) => edits);
  const names = parts.flatMap(({ names }) => names);
  const searches =
    isFields(members[webSearch]) && isOut({ names: [webSearch], keptBy: [webSearch] });
  return {
    // What goes away altogether takes along what stands in it.
    edits: [
      ...edits.filter(({ path }) => !edits.some((other) => isInside(path, other.path))),
      ...(searches ? [{ path: [webSearch], text: undefined }] : []),
    ],
    names: searches ? [...names, webSearch] : names,
  };
}

/** A tool is out by any of its names, and stays only by all that it goes by. */
function outBy({ removeTools, keepTools }: Obligations): IsOut {
  const removed = removeTools.map(compileGlob);
  const kept = keepTools.map((names) => names.map(compileGlob));
  return ({ names, keptBy }) =>
    names.some((name) => removed.some((fits) => fits(name))) ||
    kept.some((shapes) => keptBy.some((name) => !shapes.some((fits) => fits(name))));
}

function stripList(
  { tools, whole, choices }: ToolList,
  members: Prompt['members'],
  isOut: IsOut,
): Stripping {
  const out = tools.filter(isOut);
  const names = out.map(({ names: [own] }) => own);
  if (out.length === 0) return { edits: [], names };
  const given = choices.filter((choice) => valueAt(members, choice) !== undefined);
  if (whole !== undefined && out.length === tools.length) {
    // Providers refuse an empty list, and a choice among nothing.
    return { edits: [whole, ...given].map(removal), names };
  }
  const all = out.flatMap((tool) => tool.names);
  const named = given.filter((choice) => mentions(valueAt(members, choice), all));
  return { edits: [...out.map((tool) => tool.path), ...named].map(removal), names };
}

function removal(path: JsonPath): JsonEdit {
  return { path, text: undefined };
}

function isInside(path: JsonPath, outer: JsonPath): boolean {
  return path.length > outer.length && outer.every((step, at) => path[at] === step);
}

function valueAt(members: Prompt['members'], path: JsonPath): unknown {
  let value: unknown = members;
  for (const step of path) value = isFields(value) ? value[String(step)] : undefined;
  return value;
}

function mentions(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string') return names.includes(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => mentions(inner, names));
}
