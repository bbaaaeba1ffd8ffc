import { isSeq, type Node } from 'yaml';
import type { Calendar } from '../calendar/calendar.ts';
import { sizeMax } from '../condition/schema.ts';
import { Fields, textsOf } from './fields.ts';
import { parseCalendar } from './parse-calendar.ts';
import type { Declarations } from './parse-policies.ts';
import { type Problem, type ProblemCode, Problems } from './problem.ts';
import { placeOf, readYaml } from './read-yaml.ts';

/** What a tenant declares besides its policies, as a document says it. */
export interface DeclarationFile {
  /** Nothing is declared when a problem is an error. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly calendars: readonly Calendar[];
  readonly recognisers: readonly string[];
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

const listsMax = 200;
const entriesMax = 5_000;
const recognisersMax = 64;
/** A list is written `lists.<name>` in a condition. */
const listNamePattern = /^[a-z_][a-z0-9_]{0,62}$/;
const calendarNamePattern = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;
const recogniserPattern = /^[A-Z][A-Z0-9_]{0,62}$/;
const keys = ['lists', 'calendars', 'recognisers'];

/**
 * Reads lists, calendars and names of recognisers from YAML 1.2 (core schema) or JSON, in one document or several. Never throws,
 * whatever the text.
 */
export function parseDeclarations(text: string): DeclarationFile {
  const problems = new Problems(text);
  const lists = new Map<string, readonly string[]>();
  const calendars: Calendar[] = [];
  const recognisers: string[] = [];
  for (const root of readYaml(text, problems)) {
    const fields = new Fields(root, problems).only(keys);
    for (const [name, node] of named(fields, 'lists')) addList(lists, { name, node, problems });
    for (const [name, node] of named(fields, 'calendars')) {
      addCalendar(calendars, { name, node, problems });
    }
    recognisers.push(...recognisersOf(fields));
  }
  if (calendars.length > sizeMax.calendars || lists.size > listsMax) {
    const message = `there are at most ${listsMax} lists and ${sizeMax.calendars} calendars`;
    problems.add({ code: 'out_of_range', message, at: { start: 0, end: text.length } });
  }
  const found = problems.found.sort((a, b) => a.start - b.start);
  return problems.hasError
    ? { lists: new Map(), calendars: [], recognisers: [], problems: found }
    : { lists, calendars, recognisers, problems: found };
}

/** What conditions may refer to: of calendars they only know the names. */
export function declarationsOf({ lists, calendars, recognisers }: DeclarationFile): Declarations {
  return { lists, calendars: calendars.map(({ name }) => name), recognisers };
}

interface Entry {
  readonly name: string;
  readonly node: Node;
  readonly problems: Problems;
}

/** The entries of a mapping from names to values. */
function named(fields: Fields, key: string): readonly (readonly [string, Node])[] {
  const node = fields.value(key);
  if (node === undefined) return [];
  const entries = new Fields(node, fields.problems);
  return entries.names.flatMap((name): readonly (readonly [string, Node])[] => {
    const value = entries.value(name);
    if (value !== undefined) return [[name, value]];
    report(fields.problems, ['missing_key', `'${name}' is empty`], entries.keyNode(name));
    return [];
  });
}

function addList(lists: Map<string, readonly string[]>, { name, node, problems }: Entry): void {
  if (!listNamePattern.test(name)) {
    const message =
      'a list has a name of lower-case letters, digits and underscores, such as approved_models';
    report(problems, ['out_of_range', message], node);
  }
  if (lists.has(name)) report(problems, ['duplicate', `there is another list '${name}'`], node);
  const isEmpty = isSeq(node) && node.items.length === 0;
  const values = isEmpty ? [] : textsOf(node, { countMax: entriesMax, problems });
  if (values === undefined) return;
  lists.set(name, values);
  const again = values.find((value, at) => values.indexOf(value) !== at);
  if (again !== undefined) {
    const message = `'${again}' is in it more than once`;
    problems.add({ code: 'duplicate', severity: 'warning', message, at: placeOf(node) });
  }
}

function addCalendar(calendars: Calendar[], { name, node, problems }: Entry): void {
  if (!calendarNamePattern.test(name)) {
    const message = 'a calendar has a name of lower-case letters, digits, hyphens and underscores';
    report(problems, ['out_of_range', message], node);
  }
  if (calendars.some((calendar) => calendar.name === name)) {
    report(problems, ['duplicate', `there is another calendar '${name}'`], node);
  }
  const calendar = parseCalendar(name, node, problems);
  if (calendar !== undefined) calendars.push(calendar);
}

function recognisersOf(fields: Fields): readonly string[] {
  if (!fields.has('recognisers')) return [];
  const names = fields.texts('recognisers', recognisersMax) ?? [];
  for (const name of names.filter((each) => !recogniserPattern.test(each))) {
    const message = `'${name}' is no name of a recogniser: capital letters, digits and underscores, such as EMPLOYEE_ID`;
    fields.report('out_of_range', message, 'recognisers');
  }
  return names;
}

function report(
  problems: Problems,
  [code, message]: readonly [ProblemCode, string],
  node: unknown,
) {
  problems.add({ code, message, at: placeOf(node) });
}
