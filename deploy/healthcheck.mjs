// Asks this container's own Monago whether it is alive. Its certificate names the outside, not loopback.
import http from 'node:http';
import https from 'node:https';

const isTls = process.env.MONAGO_TLS_CERT_FILE !== undefined;
const options = {
  host: '127.0.0.1',
  port: process.env.MONAGO_PORT ?? 8080,
  path: '/livez',
  timeout: 2_000,
  rejectUnauthorized: false,
};

const request = (isTls ? https : http).get(options, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => request.destroy(new Error('timeout')));
request.on('error', () => process.exit(1));
