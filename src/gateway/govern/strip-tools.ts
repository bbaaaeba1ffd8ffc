import type { Obligations } from '../../domain/policy/bundle/decision.ts';
import { compileGlob } from '../../domain/policy/condition/glob.ts';
import type { JsonEdit, JsonPath } from '../../domain/protocol/json-edit.ts';
import { toolName } from '../../domain/protocol/segments/add-tools.ts';
import { isFields, listOf } from '../../domain/protocol/segments/segment.ts';
import type { Prompt } from '../prompt/prompt.ts';

export interface Stripping {
  readonly edits: readonly JsonEdit[];
  readonly names: readonly string[];
}

/** Takes the tools out of a request that policy does not let the model have. */
export function stripTools({ members }: Prompt, obligations: Obligations): Stripping {
  const { removeTools, keepTools } = obligations;
  if (removeTools.length + keepTools.length === 0) return { edits: [], names: [] };
  const removed = removeTools.map(compileGlob);
  const kept = keepTools.map((names) => names.map(compileGlob));
  const isOut = (name: string) =>
    removed.some((fits) => fits(name)) || kept.some((shapes) => !shapes.some((fits) => fits(name)));
  const config = members['toolConfig'];
  const lists: readonly ToolList[] = [
    {
      path: ['tools'],
      tools: listOf(members['tools']),
      choices: [['tool_choice'], ['parallel_tool_calls']],
    },
    { path: ['functions'], tools: listOf(members['functions']), choices: [['function_call']] },
    {
      path: ['toolConfig', 'tools'],
      tools: listOf(isFields(config) ? config['tools'] : undefined),
      choices: [['toolConfig', 'toolChoice']],
    },
  ];
  const parts = lists.map((list) => stripList(list, members, isOut));
  return { edits: parts.flatMap(({ edits }) => edits), names: parts.flatMap(({ names }) => names) };
}

interface ToolList {
  readonly path: JsonPath;
  readonly tools: readonly unknown[];
  /** What says how tools are to be used. */
  readonly choices: readonly JsonPath[];
}

function stripList(
  { path, tools, choices }: ToolList,
  members: Prompt['members'],
  isOut: (name: string) => boolean,
): Stripping {
  const out = [...tools.entries()].flatMap(([at, tool]) => {
    const name = toolName(tool);
    return name !== undefined && isOut(name) ? [{ at, name }] : [];
  });
  const names = out.map(({ name }) => name);
  if (out.length === 0) return { edits: [], names };
  const given = choices.filter((choice) => valueAt(members, choice) !== undefined);
  if (tools.every((tool) => names.includes(toolName(tool) ?? names[0] ?? ''))) {
    // Providers refuse an empty list, and a choice among nothing.
    const whole = path[0] === 'toolConfig' ? [['toolConfig']] : [path, ...given];
    return { edits: whole.map((at) => ({ path: at, text: undefined })), names };
  }
  const named = given.filter((choice) => mentions(valueAt(members, choice), names));
  const paths = [...out.map(({ at }) => [...path, at]), ...named];
  return { edits: paths.map((at) => ({ path: at, text: undefined })), names };
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
