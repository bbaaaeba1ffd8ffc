import { readFileSync } from 'node:fs';
import type { FormatOptions } from '../../domain/audit/export/record-format.ts';
import { exampleEnterprise } from '../../domain/audit/export/record-format.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { fileSink } from './file-sink.ts';
import { httpSink } from './http-sink.ts';
import { objectSink } from './object-sink.ts';
import { type SinkSettings, SinkSettingsError } from './sink-settings.ts';
import { syslogSink } from './syslog-sink.ts';

export interface SinkDependencies {
  readonly productVersion: string;
  /** @param ca PEM certificates to trust instead of the system's */
  openTransport(origin: string, ca: string | undefined): KmsTransport;
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
    return syslogSink(base, { address: syslog.address, ca: caOf(name, syslog.ca_file) }, options);
  }
  if (s3 === undefined) throw new SinkSettingsError([`${name}: goes nowhere`]);
  const secret = textOf(name, s3.secret_access_key_file).trim();
  const store = use.openStore(s3, secret, caOf(name, s3.ca_file));
  return objectSink(base, { store, prefix: s3.prefix }, options);
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
