import {
  defaultInspection,
  type InspectionSettings,
} from '../../domain/inspection/inspection-settings.ts';
import type { GovernanceRecord } from '../../ports/policies.ts';

export interface GovernanceRow {
  readonly inspection: Partial<InspectionSettings>;
  readonly time_zone: string;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly calendars: GovernanceRecord['calendars'];
}

export const governanceColumns = 'inspection, time_zone, lists, calendars';

/** What governs a tenant that has decided nothing. */
export const defaultGovernance: GovernanceRecord = {
  inspection: defaultInspection,
  timeZone: 'Etc/UTC',
  lists: new Map(),
  calendars: [],
};

/** A setting that was not there yet when the row was written has its default. */
export function governanceOf(row: GovernanceRow): GovernanceRecord {
  return {
    inspection: { ...defaultInspection, ...row.inspection },
    timeZone: row.time_zone,
    lists: new Map(Object.entries(row.lists)),
    calendars: row.calendars,
  };
}
