import type { DeclarationsView, InspectionView } from '../../contract/inspection-endpoints.ts';
import { ownTypes } from '../../domain/inspection/inspection-settings.ts';
import { formatDeclarations } from '../../domain/policy/document/format-declarations.ts';
import type { GovernanceRecord } from '../../ports/policies.ts';

export function inspectionView({ inspection, timeZone }: GovernanceRecord): InspectionView {
  return {
    names: inspection.names,
    token_format: inspection.tokenFormat,
    allow: [...inspection.allow],
    deny: inspection.deny.map(({ name, terms }) => ({ name, terms: [...terms] })),
    recognisers: inspection.recognisers.map(({ name, pattern, context, score, checksum }) => ({
      name,
      pattern,
      context: [...context],
      score,
      checksum: checksum ?? null,
    })),
    time_zone: timeZone,
    content_in_approvals: inspection.contentInApprovals,
  };
}

export function declarationsView(record: GovernanceRecord): DeclarationsView {
  return {
    lists: [...record.lists].map(([name, values]) => ({ name, values: [...values] })),
    calendars: record.calendars.map(({ name, timeZone, weekdays, hours, holidays }) => ({
      name,
      time_zone: timeZone,
      weekdays: [...weekdays],
      hours: hours.map(({ from, to }) => ({ from, to })),
      holidays: [...holidays],
    })),
    recognisers: [...ownTypes(record.inspection)],
    document: formatDeclarations(record),
  };
}
