import type { AuditBody } from '../fact.ts';
import { parseTime } from '../time.ts';
import { entityOf, hasSucceeded, type Severity, severityOf } from './classify.ts';
import type { LoggedEntry } from './logged-entry.ts';

const severityNumber: Readonly<Record<Severity, number>> = {
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
};

/** One line of the Common Event Format, version 0, with the standard keys and labelled custom ones. */
export function toCef(entry: LoggedEntry, productVersion: string): string {
  const { leaf, body } = entry;
  const header = [
    'CEF:0',
    'Monago',
    'Monago',
    productVersion,
    body.type,
    body.type.replaceAll(/[._]/g, ' '),
    String(severityNumber[severityOf(body)]),
  ];
  const extension = extensionOf(entry)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapedValue(value)}`]))
    .join(' ');
  return `${header.map(escapedHeader).join('|')}|rt=${Math.floor(parseTime(leaf.time) / 1000)} ${extension}`;
}

type Pair = readonly [key: string, value: string | undefined];

function extensionOf({ leaf, leafHash, body }: LoggedEntry): Pair[] {
  return [
    ['externalId', body.id],
    ['cat', leaf.class],
    ['dvchost', body.node],
    ['suid', body.actor.id],
    ['outcome', hasSucceeded(body) ? 'success' : 'failure'],
    ['reason', 'reason' in body && typeof body.reason === 'string' ? body.reason : undefined],
    ['cn1', String(leaf.index)],
    ['cn1Label', 'index'],
    ['cs1', leaf.origin],
    ['cs1Label', 'log'],
    ['cs2', leafHash],
    ['cs2Label', 'leafHash'],
    ...labelled('cs3', 'subject', entityOf(body)?.id),
    ...labelled('cs4', 'requestId', body.request_id),
    ...requestPairs(body),
  ];
}

function requestPairs(body: AuditBody): Pair[] {
  if (!('risk' in body)) return [];
  return [
    ['act', body.decision],
    ['app', body.api],
    ['destinationServiceName', body.provider],
    ...labelled('cs5', 'model', body.model_requested),
    ...labelled('cn2', 'riskScore', String(body.risk.score)),
  ];
}

/** A custom key means nothing without its label. */
function labelled(key: string, label: string, value: string | undefined): Pair[] {
  return value === undefined
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ];
}

/** A bar would begin another field of the header. */
function escapedHeader(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/[\r\n]/g, ' ');
}

/** An equals sign would begin another key; a line feed another event. */
function escapedValue(text: string): string {
  return text.replace(/[\\=]/g, '\\$&').replace(/\r/g, '\\r').replace(/\n/g, '\\n');
}
