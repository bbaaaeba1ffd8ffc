import { register } from 'node:module';

/**
 * Replaces a piece of a module's source as it is loaded. The process ends when the piece is not there: a change that
 * does not apply must not look like one that did nothing.
 * @param {{file: string, from: string, to: string}} replacement
 */
export function replaceInSource(replacement) {
  register('./replacing-loader.mjs', import.meta.url, { data: replacement });
}
