import { readFileSync } from 'node:fs';
import { exampleEnterprise, type FormatOptions } from '../../domain/audit/export/record-format.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { fileSink } from './file-sink.ts';
import { httpSink } from './http-sink.ts';
import { objectSink } from './object-sink.ts';
import { type SinkSettings, SinkSettingsError } from './sink-settings.ts';
import { type ReceiverConnection, syslogSink } from './syslog-sink.ts';

/** Where a receiver of syslog is. */
export interface ReceiverTarget {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

export interface SinkDependencies {
  readonly productVersion: string;
  /** @param ca PEM certificates to trust instead of the system's */
  openTransport(origin: string, ca: string | undefined): KmsTransport;
  openReceiver(target: ReceiverTarget, ca: string | undefined): Promise<ReceiverConnection>;
  openStore(
    settings: NonNullable<SinkSettings['s3']>,
    secret: string,
    ca: string | undefined,
  ): ObjectStore;
}

/** @throws SinkSettingsError when a file that the settings name cannot be read */
export function openSink(settings: SinkSettings, use: SinkDependencies): AuditSink {
  const { name, from, batchMax, format, file, http, syslog, s3 } = settings;
  const base = { name, from, batchMax };
  const options: FormatOptions = {
    format,
    productVersion: use.productVersion,
    enterprise: syslog?.enterprise_number ?? exampleEnterprise,
  };
  if (file !== undefined) return fileSink(base, file.path, options);
  if (http !== undefined) {
    const secret = http.authorization_file;
    const headers = {
      ...http.headers,
      ...(secret === undefined ? {} : { authorization: textOf(name, secret).trim() }),
    };
    const transport = use.openTransport(new URL(http.url).origin, caOf(name, http.ca_file));
    return httpSink(base, { url: http.url, headers, transport }, options);
  }
  if (syslog !== undefined) {
    const target = targetOf(syslog.address);
    const ca = caOf(name, syslog.ca_file);
    return syslogSink(base, () => use.openReceiver(target, ca), options);
  }
  if (s3 === undefined) throw new SinkSettingsError([`${name}: goes nowhere`]);
  const secret = textOf(name, s3.secret_access_key_file).trim();
  const store = use.openStore(s3, secret, caOf(name, s3.ca_file));
  return objectSink(base, { store, prefix: s3.prefix }, options);
}

/** The ports that RFC 5425 and RFC 6587 give, where the address has none. */
const defaultPort = { tls: 6514, tcp: 601 };

function targetOf(address: string): ReceiverTarget {
  const { protocol, hostname, port } = new URL(address);
  const isTls = protocol === 'tls:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort[isTls ? 'tls' : 'tcp'] : Number(port),
    isTls,
  };
}

function caOf(sink: string, file: string | undefined): string | undefined {
  return file === undefined ? undefined : textOf(sink, file);
}

function textOf(sink: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SinkSettingsError([`sink ${sink}: ${file} cannot be read`]);
  }
}
