import { Readable } from 'node:stream';
import { exportBundle } from '../../../../control/audit/export-bundle.ts';
import { exportRecords } from '../../../../control/audit/export-records.ts';
import type { Control } from '../../../../control/control.ts';
import { linesMediaType } from '../../../../domain/audit/export/record-format.ts';
import { callerOf } from '../call.ts';
import type { ControlHttpOptions } from '../control-http-options.ts';
import { type Route, route } from '../route.ts';

/** Audit: the whole log to take away. What a client does not read is not read from the database either. */
export function auditExportRoutes(control: Control, tar: ControlHttpOptions['tar']): Route[] {
  return [
    route('audit.records', async ({ query }, call) => {
      const { format, generation, from, to } = query;
      const asked = { by: callerOf(call), format, generation, from, to };
      const { size, lines } = await exportRecords(asked, control);
      const ending = linesMediaType(format).startsWith('text/') ? 'log' : 'ndjson';
      const disposition = `attachment; filename="monago-audit-${size}.${format}.${ending}"`;
      call.reply.type(linesMediaType(format)).header('content-disposition', disposition);
      return Readable.from(lines, { objectMode: false });
    }),

    route('audit.export', async (_, call) => {
      const { size, files } = await exportBundle({ by: callerOf(call) }, control);
      const disposition = `attachment; filename="monago-audit-${size}.tar"`;
      call.reply.header('content-disposition', disposition);
      return Readable.from(tar(files), { objectMode: false });
    }),
  ];
}
