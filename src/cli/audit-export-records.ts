import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportRecords } from '../compose/export-records.ts';
import { type RecordFormat, recordFormats } from '../domain/audit/export/record-format.ts';
import { generationOf, notRecorded, orNoSuchLog, whichTenant } from './audit-export.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

export interface RecordsOptions {
  readonly file: string;
  readonly format: string;
  readonly tenant?: string;
  readonly generation?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `monago audit export --format`: entries as records, one a line, to a file or to standard output. */
export async function auditExportRecords(
  options: RecordsOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { file, tenant } = options;
  const config = requireConfig(surroundings);
  const range = {
    generation: generationOf(options.generation),
    fromUs: microseconds('--from', options.from),
    toUs: microseconds('--to', options.to),
  };
  const write = (lines: AsyncIterable<Uint8Array>) => writeLines(lines, file, surroundings);
  const format = formatOf(options.format);
  const outcome = await orNoSuchLog(exportRecords(config, { tenant, format, range, write }));
  if (outcome.kind === 'which_tenant') throw whichTenant(outcome.tenants);
  // What is on standard output is for a program.
  const told = file === '-' ? surroundings.stderr : surroundings.stdout;
  told.write(`Wrote records of ${outcome.tenant.name} from a log of ${outcome.size} entries\n`);
  if (!outcome.isRecorded) surroundings.stderr.write(notRecorded);
}

async function writeLines(
  lines: AsyncIterable<Uint8Array>,
  file: string,
  { stdout }: Surroundings,
): Promise<void> {
  const from = Readable.from(lines, { objectMode: false });
  if (file !== '-') return pipeline(from, createWriteStream(file, { mode: 0o600 }));
  try {
    await pipeline(from, stdout, { end: false });
  } catch (error) {
    // Whoever read has seen enough, as `head` does.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

function formatOf(text: string): RecordFormat {
  const format = recordFormats.find((known) => known === text);
  if (format !== undefined) return format;
  throw new CommandFailure(`--format is one of ${recordFormats.join(', ')}`);
}

/** RFC 3339 with an offset: a time without one would mean something else on another machine. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function microseconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = moment.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms * 1000;
  throw new CommandFailure(`${option} is a time such as 2026-01-31T00:00:00Z`);
}
