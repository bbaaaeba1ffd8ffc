import type { ControlPorts } from '../../../control/control.ts';
import type { BundleFile } from '../../../ports/unit-of-work.ts';

/** What the control plane's HTTP face is given. */
export interface ControlHttpOptions {
  readonly ports: ControlPorts;
  /** Plain HTTP from elsewhere: the dashboard shows a red banner and the cookie loses its `__Host-` prefix. */
  readonly insecureTransport: boolean;
  /** Address that browsers and clients use, e.g. `http://127.0.0.1:8080`; asked late, since the port may be picked. */
  readonly publicUrl: () => string;
  /** Packs the files of an evidence bundle. */
  readonly tar: (files: AsyncIterable<BundleFile>) => AsyncIterable<Uint8Array>;
}
