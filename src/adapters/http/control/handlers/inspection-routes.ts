import type { Control } from '../../../../control/control.ts';
import {
  readDeclarations,
  updateDeclarations,
} from '../../../../control/inspection/update-declarations.ts';
import {
  readInspection,
  updateInspection,
} from '../../../../control/inspection/update-inspection.ts';
import { callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** How texts are inspected, and the lists and calendars of policies. */
export function inspectionRoutes(control: Control): Route[] {
  return [
    route('inspection.read', (_, call) => readInspection({ by: callerOf(call) }, control)),

    route('inspection.update', ({ body }, call) =>
      updateInspection({ by: callerOf(call), change: body }, control),
    ),

    route('declarations.read', (_, call) => readDeclarations({ by: callerOf(call) }, control)),

    route('declarations.update', ({ body: { document } }, call) =>
      updateDeclarations({ by: callerOf(call), document }, control),
    ),
  ];
}
