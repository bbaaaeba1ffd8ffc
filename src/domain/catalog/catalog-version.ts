// Written by scripts/write-catalog.ts; do not edit.

/** Names everything that the catalogue says of models, prices and capabilities. */
export const catalogVersion =
  'sha256:7ef9765c30f1400972fe2edbd8e803483278634a69359ba17b8dc844a4fb4e49';

/** The day whose list prices the catalogue holds, except for the few in `published-prices.ts`. */
export const pricesAsOf = '2026-09-23';
