import { isOptional } from '../src/domain/audit/body-shape.ts';
import { classOfType } from '../src/domain/audit/class-of-type.ts';
import type { AuditFactType } from '../src/domain/audit/fact.ts';
import { bodyFrame, factShapes } from '../src/domain/audit/fact-shape.ts';

/** docs/formats/audit-fields.md: what the verifier checks of bodies, as it checks it. */
export function auditFieldsPage(): string {
  return `${[...intro, ...table(bodyFrame), '', '## By type', '', ...typeSections()].join('\n')}\n`;
}

const intro = [
  '# Fields of audit entries',
  '',
  'Generated from the code by `npx tsx scripts/generate-reference.ts`; do not edit.',
  '',
  'What the [body of an entry](audit.md#body) may hold, and all that a verifier checks of it (V11) beside its canonical form. A body',
  'has the common fields, those of its type, and no others; `?` marks one that may be absent. An object has exactly the members that',
  'stand in `{…}`.',
  '',
  '| | |',
  '|---|---|',
  '| text | any string within the limits of the body, the empty one too |',
  '| count | integer from 0 to 2^53 − 1 |',
  '| integer | from −(2^53 − 1) to 2^53 − 1 |',
  '| `abc_…` | `abc_` and 32 of `0`–`9`, `a`–`f` |',
  '| `a` `b` | one of these texts |',
  '| text as `…` | the whole text matches this regular expression (ECMAScript) |',
  '| […] | array of any length within the limits, the empty one too |',
  '',
  '`old_vkey` and `new_vkey` are vkeys besides ([checkpoint](audit.md#checkpoint)).',
  '',
  '## Common fields',
  '',
] as const;

type Fields = Readonly<Record<string, (typeof bodyFrame)[keyof typeof bodyFrame]>>;

/** Types with the same fields share a section. */
function typeSections(): string[] {
  const sections = new Map<string, string[]>();
  for (const type of Object.keys(factShapes)) {
    if (!isFactType(type)) continue;
    const lines = [`Class \`${classOfType[type]}\`.`, '', ...table(factShapes[type])].join('\n');
    sections.set(lines, [...(sections.get(lines) ?? []), type]);
  }
  return [...sections]
    .flatMap(([lines, types]) => [
      `### ${types.map((type) => `\`${type}\``).join(' ')}`,
      '',
      lines,
      '',
    ])
    .slice(0, -1);
}

function isFactType(type: string): type is AuditFactType {
  return Object.hasOwn(factShapes, type);
}

function table(fields: Fields): string[] {
  const names = Object.keys(fields).sort();
  if (names.length === 0) return ['No fields of its own.'];
  return ['| field | |', '|---|---|', ...names.map((name) => row(name, fields))];
}

function row(name: string, fields: Fields): string {
  const field = fields[name];
  if (field === undefined) throw new Error(`no field ${name}`);
  const words = isOptional(field) ? field.optional.words : field.words;
  return `| \`${name}\`${isOptional(field) ? '?' : ''} | ${words.replaceAll('|', '\\|')} |`;
}
