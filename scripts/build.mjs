// Builds everything anew, whether or not it looks stale.
import { prepare } from './preparation/prepare.mjs';

prepare({ force: true }).catch((failure) => {
  console.error(`monago: ${failure.message}`);
  process.exitCode = 1;
});
