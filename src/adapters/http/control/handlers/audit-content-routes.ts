import { decideReveal } from '../../../../control/audit/content/decide-reveal.ts';
import { listReveals } from '../../../../control/audit/content/list-reveals.ts';
import { readContentState } from '../../../../control/audit/content/read-content-state.ts';
import { requestReveal } from '../../../../control/audit/content/request-reveal.ts';
import { revealContent } from '../../../../control/audit/content/reveal-content.ts';
import { listErasures, readErasure } from '../../../../control/audit/erasure/list-erasures.ts';
import { previewErasure } from '../../../../control/audit/erasure/preview-erasure.ts';
import { requestErasure } from '../../../../control/audit/erasure/request-erasure.ts';
import { listHolds } from '../../../../control/audit/holds/list-holds.ts';
import { placeHold } from '../../../../control/audit/holds/place-hold.ts';
import { releaseHold } from '../../../../control/audit/holds/release-hold.ts';
import { readRetention } from '../../../../control/audit/retention/read-retention.ts';
import { updateRetention } from '../../../../control/audit/retention/update-retention.ts';
import type { Control } from '../../../../control/control.ts';
import type { ErrorCode } from '../../../../domain/error-table.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { type Id, type IdPrefix, isId } from '../../../../domain/ids.ts';
import { callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** What is kept outside of the log: how long, under which holds, how it goes, and who sees it. */
export function auditContentRoutes(control: Control): Route[] {
  return [...keepingRoutes(control), ...erasureRoutes(control), ...revealRoutes(control)];
}

function keepingRoutes(control: Control): Route[] {
  return [
    route('retention.read', (_, call) => readRetention({ by: callerOf(call) }, control)),

    route('retention.update', ({ body }, call) =>
      updateRetention({ by: callerOf(call), retention: body }, control),
    ),

    route('hold.list', async (_, call) => ({
      holds: await listHolds({ by: callerOf(call) }, control),
    })),

    route('hold.place', ({ body: { subject, reason } }, call) =>
      placeHold({ by: callerOf(call), subject, reason }, control),
    ),

    route('hold.release', async ({ params: { id }, body: { reason } }, call) => {
      const holdId = named('hld', id, 'hold_not_found');
      return releaseHold({ by: callerOf(call), holdId, reason }, control);
    }),
  ];
}

function erasureRoutes(control: Control): Route[] {
  return [
    route('erasure.preview', ({ body }, call) =>
      previewErasure({ by: callerOf(call), scope: body }, control),
    ),

    route('erasure.create', ({ body }, call) => {
      const { basis, reason, forget_person: forgetPerson, ...scope } = body;
      return requestErasure({ by: callerOf(call), scope, basis, reason, forgetPerson }, control);
    }),

    route('erasure.list', async (_, call) => ({
      erasures: await listErasures({ by: callerOf(call) }, control),
    })),

    route('erasure.read', async ({ params: { id } }, call) => {
      const erasureId = named('ers', id, 'erasure_not_found');
      return readErasure({ by: callerOf(call), erasureId }, control);
    }),
  ];
}

function revealRoutes(control: Control): Route[] {
  return [
    route('content.state', async ({ params: { id } }, call) => {
      const entryId = named('aud', id, 'not_found');
      return readContentState({ by: callerOf(call), entryId }, control);
    }),

    route('reveal.request', async ({ params: { id }, body: { reason } }, call) => {
      const entryId = named('aud', id, 'not_found');
      return requestReveal({ by: callerOf(call), entryId, reason }, control);
    }),

    route('reveal.list', async ({ query: { state, before, limit } }, call) =>
      listReveals({ by: callerOf(call), state, before, limit }, control),
    ),

    route('reveal.decide', async ({ params: { id }, body: { decision, reason } }, call) => {
      const revealId = named('rvl', id, 'reveal_not_found');
      return decideReveal({ by: callerOf(call), revealId, decision, reason }, control);
    }),

    route('reveal.content', async ({ params: { id } }, call) => {
      const revealId = named('rvl', id, 'reveal_not_found');
      return revealContent({ by: callerOf(call), revealId }, control);
    }),
  ];
}

function named<Prefix extends IdPrefix>(
  prefix: Prefix,
  id: string,
  missing: ErrorCode,
): Id<Prefix> {
  if (!isId(prefix, id)) throw new MonagoError(missing);
  return id;
}
