import type {
  ErrorShape,
  GatewayEndpoint,
  GatewayEndpointName,
} from '../contract/gateway-endpoints.ts';

/** One call of a gateway endpoint, before anything is known about the caller. */
export interface GatewayRequest {
  readonly api: GatewayEndpointName;
  readonly endpoint: GatewayEndpoint;
  /** Parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** With its question mark, or empty. */
  readonly query: string;
  /** Lower-case names; a name that came more than once has its values joined. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /**
   * The whole body, without its content encoding, read only when it is asked for, so that a caller without a token cannot make Monago hold one.
   * @throws MonagoError `request_too_large`, `request_timeout`, `unsupported_media_type`, `invalid_request` for a body cut short
   */
  readBody(): Promise<Buffer>;
}

export function headerOf(request: GatewayRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Whose words an error is told in. The list of models is the one endpoint that has the same path at two providers. */
export function shapeOf(request: GatewayRequest): ErrorShape {
  const { purpose, shape } = request.endpoint;
  const isAnthropic = purpose === 'models' && request.headers['anthropic-version'] !== undefined;
  return isAnthropic ? 'anthropic' : shape;
}
