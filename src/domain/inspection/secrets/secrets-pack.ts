import type { Pack } from '../scan/detector.ts';
import {
  assignedSecretDetectors,
  elementSecretDetector,
  spokenPasswordDetector,
} from './assigned-secret.ts';
import { connectionPasswordDetector } from './connection-string.ts';
import { basicDetector, bearerDetector } from './header-credentials.ts';
import { jsonWebTokenDetector } from './json-web-token.ts';
import { markedTokenDetectors } from './marked-token.ts';
import { prefixedTokenDetector } from './prefixed-token.ts';
import { privateKeyDetector } from './private-key.ts';
import { tokenFormats } from './token-formats.ts';

/** Keys, tokens and passwords, whatever the country. */
export const secretsPack: Pack = {
  id: 'core',
  detectors: [
    ...tokenFormats.map(prefixedTokenDetector),
    jsonWebTokenDetector,
    privateKeyDetector,
    connectionPasswordDetector,
    ...assignedSecretDetectors,
    spokenPasswordDetector,
    elementSecretDetector,
    bearerDetector,
    basicDetector,
    ...markedTokenDetectors,
  ],
  phones: [],
};
