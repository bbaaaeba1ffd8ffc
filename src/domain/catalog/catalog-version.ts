// Written by scripts/write-catalog.ts; do not edit.

/** Names everything that the catalogue says of models, prices and capabilities. */
export const catalogVersion =
  'sha256:bb4b5bf97a866548f82a2642e83b433763ed37c88fac6f5304e498ac32cec9f3';

/** The day whose list prices the catalogue holds, except for the few in `published-prices.ts`. */
export const pricesAsOf = '2026-09-23';
