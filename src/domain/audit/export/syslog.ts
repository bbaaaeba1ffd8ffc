import { type Severity, severityOf } from './classify.ts';
import type { LoggedEntry } from './logged-entry.ts';

/** Facility "log audit" of RFC 5424 section 6.2.1. */
const facility = 13;
const severityNumber: Readonly<Record<Severity, number>> = {
  informational: 6,
  low: 5,
  medium: 4,
  high: 3,
  critical: 2,
};

/**
 * One message of RFC 5424. The structured data holds the place in the log, the message the text given.
 * @param enterprise number that qualifies the name of the structured data (RFC 5424 section 7.2.2)
 */
export function toSyslog(entry: LoggedEntry, message: string, enterprise: number): string {
  const { leaf, leafHash, body } = entry;
  const priority = facility * 8 + severityNumber[severityOf(body)];
  const place = [
    ['log', leaf.origin],
    ['index', String(leaf.index)],
    ['leaf', leafHash],
    ['id', body.id],
  ] as const;
  const data = place.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const header = `<${priority}>1 ${leaf.time} ${headerText(body.node)} monago - ${body.type}`;
  return `${header} [monago@${enterprise}${data}] \uFEFF${message}`;
}

/** HOSTNAME is printable ASCII without spaces; nothing that is left over may end the field early. */
function headerText(text: string): string {
  const printable = text.replace(/[^\x21-\x7e]/g, '?').slice(0, 255);
  return printable === '' ? '-' : printable;
}

/** The three characters that RFC 5424 section 6.3.3 has escaped; line feeds would only confuse a receiver. */
function escaped(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&').replace(/[\r\n]/g, ' ');
}
