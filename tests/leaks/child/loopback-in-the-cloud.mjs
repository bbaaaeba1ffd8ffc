// In the cloud no provider may be on loopback, where the emulators are. This is the only thing that is changed.
import { replaceInSource } from './replace-in-source.mjs';

replaceInSource({
  file: '/dist/compose/egress.js',
  from: 'mode: config.MONAGO_MODE,',
  to: "mode: 'onprem',",
});
