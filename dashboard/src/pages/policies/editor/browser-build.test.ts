// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { noDeclarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import { lintPolicies } from '../../../../../src/domain/policy/report/lint-policies.ts';

const examples = readdirSync('examples/policies').map((name) =>
  readFileSync(join('examples/policies', name), 'utf8'),
);

/** The program that a browser loads to look at policies. */
async function browserProgram(): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: 'src/domain/policy/report/lint-policies.ts', formats: ['iife'], name: 'built' },
    },
  });
  const [output] = [outputs].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('nothing was built');
  return chunk.code;
}

/** Mistakes of the keyboard, the same in every run. */
function damaged(text: string): readonly string[] {
  const strokes = ['', '"', ':', '[', 'x', '\t', '𝄞', ' && ', '!', '\n'];
  return Array.from({ length: 20 }, (_, turn) => {
    const at = (turn * 977) % text.length;
    return text.slice(0, at) + strokes[turn % strokes.length] + text.slice(at + (turn % 4));
  });
}

test('a browser says of policies what the server says', async () => {
  // Nothing of Node is there, and of a browser only what the program needs.
  const context = createContext({ TextEncoder, noDeclarations });
  runInContext(await browserProgram(), context);
  for (const text of examples.flatMap((example) => [example, ...damaged(example)])) {
    const sources = [{ file: 'policies.yaml', text }];
    Object.assign(context, { sources });
    const said: unknown = runInContext(
      'JSON.stringify(built.lintPolicies(sources, noDeclarations))',
      context,
    );
    expect(said).toBe(JSON.stringify(lintPolicies(sources, noDeclarations)));
  }
});
