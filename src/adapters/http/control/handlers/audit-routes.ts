import { Readable } from 'node:stream';
import { listEntries } from '../../../../control/audit/list-entries.ts';
import { readEntry } from '../../../../control/audit/read-entry.ts';
import { readHead } from '../../../../control/audit/read-head.ts';
import { readLogFile } from '../../../../control/audit/read-log-file.ts';
import { readReceipt } from '../../../../control/audit/read-receipt.ts';
import { readStatus } from '../../../../control/audit/read-status.ts';
import type { Control } from '../../../../control/control.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { callerOf, readerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** Audit: what happened, and the proof of it. */
export function auditRoutes(control: Control): Route[] {
  return [
    route('audit.head', (_, call) => readHead({ by: callerOf(call) }, control)),

    route('audit.status', (_, call) => readStatus({ by: callerOf(call) }, control)),

    route('audit.list', ({ query }, call) =>
      listEntries(
        {
          by: callerOf(call),
          generation: query.generation,
          before: query.before,
          after: query.after,
          limit: query.limit,
          class: query.class,
          type: query.type,
          actorId: query.actor,
          workspaceId: query.workspace,
          requestId: query.request_id,
          decision: query.decision,
          subject: query.subject,
          from: query.from,
          to: query.to,
        },
        control,
      ),
    ),

    route('audit.entry', async ({ params: { id } }, call) => {
      if (!isId('aud', id)) throw new MonagoError('not_found');
      return readEntry({ by: callerOf(call), entryId: id }, control);
    }),

    route('audit.receipt', async ({ params: { id } }, call) => {
      if (!isId('aud', id)) throw new MonagoError('not_found');
      const { proof } = await readReceipt({ by: readerOf(call), entryId: id }, control);
      call.reply.header('content-disposition', `attachment; filename="${id}.tlog-proof"`);
      return Readable.from([proof], { objectMode: false });
    }),

    route('audit.file', async ({ params: { log, file } }, call) => {
      const { bytes, isImmutable } = await readLogFile({ by: readerOf(call), log, file }, control);
      call.reply.header('content-length', bytes.length);
      if (isImmutable) {
        call.reply
          .header('cache-control', 'private, max-age=31536000, immutable')
          .header('etag', `"${log}/${file}"`);
      }
      return Readable.from([bytes], { objectMode: false });
    }),
  ];
}
