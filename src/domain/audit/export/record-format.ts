import { utf8 } from '../bytes.ts';
import { toCef } from './cef.ts';
import { toCloudEvent } from './cloud-event.ts';
import { toJsonLine } from './jsonl.ts';
import type { LoggedEntry } from './logged-entry.ts';
import { toOcsf } from './ocsf.ts';
import { toOtlp } from './otlp.ts';
import { toSyslog } from './syslog.ts';

export const recordFormats = ['jsonl', 'ocsf', 'cloudevents', 'syslog', 'cef', 'otlp'] as const;

/** A format that entries leave in. Each is a pure function of the leaf. */
export type RecordFormat = (typeof recordFormats)[number];

export interface FormatOptions {
  readonly format: RecordFormat;
  /** Version of Monago, for the formats that name the product. */
  readonly productVersion: string;
  /** Private enterprise number for the structured data of syslog. */
  readonly enterprise: number;
}

/** RFC 5612 reserves it for examples; an organisation that has a number of its own sets that. */
export const exampleEnterprise = 32473;

/** One entry as one line of text without a line feed; for OTLP a request with this one record. */
export function toRecord(entry: LoggedEntry, options: FormatOptions): string {
  const { productVersion, enterprise } = options;
  switch (options.format) {
    case 'jsonl':
      return toJsonLine(entry);
    case 'ocsf':
      return JSON.stringify(toOcsf(entry, productVersion));
    case 'cloudevents':
      return JSON.stringify(toCloudEvent(entry));
    case 'syslog':
      return toSyslog(entry, entry.leaf.body, enterprise);
    case 'cef':
      return toCef(entry, productVersion);
    case 'otlp':
      return JSON.stringify(toOtlp([entry], productVersion));
  }
}

/** What a file with one record a line is. */
export function linesMediaType(format: RecordFormat): string {
  return format === 'syslog' || format === 'cef'
    ? 'text/plain; charset=utf-8'
    : 'application/x-ndjson';
}

/** Several entries as the body of one HTTP request. */
export function toBatch(
  entries: readonly LoggedEntry[],
  options: FormatOptions,
): { readonly contentType: string; readonly bytes: Uint8Array } {
  const lines = (): string => entries.map((entry) => `${toRecord(entry, options)}\n`).join('');
  switch (options.format) {
    case 'otlp': {
      const request = toOtlp(entries, options.productVersion);
      return { contentType: 'application/json', bytes: utf8(JSON.stringify(request)) };
    }
    case 'cloudevents': {
      const events = JSON.stringify(entries.map(toCloudEvent));
      return { contentType: 'application/cloudevents-batch+json', bytes: utf8(events) };
    }
    case 'jsonl':
    case 'ocsf':
    case 'syslog':
    case 'cef':
      return { contentType: linesMediaType(options.format), bytes: utf8(lines()) };
  }
}
