import type {
  ErrorShape,
  GatewayEndpoint,
  GatewayEndpointName,
} from '../../../contract/gateway-endpoints.ts';

export interface Row {
  readonly api: GatewayEndpointName;
  readonly endpoint: GatewayEndpoint;
}

export interface Found {
  readonly row: Row;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface NotFound {
  readonly refusal: 'unsupported_endpoint' | 'method_not_allowed' | 'invalid_request';
  readonly shape: ErrorShape;
  readonly allow?: readonly string[];
}

interface Pattern {
  readonly row: Row;
  readonly path: RegExp;
}

/**
 * Finds the row for a method and an address as it was sent. Model ids hold colons and, as ARNs, escaped slashes, so paths
 * are matched before anything in them is decoded.
 */
export function router(rows: readonly Row[]): (method: string, url: string) => Found | NotFound {
  const patterns = rows
    .map((row) => ({ row, path: patternOf(row.endpoint.path) }))
    // A fixed path wins over one with a part that may be anything.
    .sort(
      (a, b) =>
        Number(a.row.endpoint.path.includes('{')) - Number(b.row.endpoint.path.includes('{')),
    );
  return (method, url) => {
    const path = url.split('?', 1)[0] ?? '';
    const candidates = patterns.filter((pattern) => pattern.path.test(path));
    const [first] = candidates;
    if (first === undefined) return { refusal: 'unsupported_endpoint', shape: shapeOf(path) };
    const { shape } = first.row.endpoint;
    const fitting = candidates.find(({ row }) => row.endpoint.method === method);
    if (fitting === undefined) {
      const allow = candidates.map(({ row }) => row.endpoint.method);
      return { refusal: 'method_not_allowed', shape, allow };
    }
    const params = paramsOf(fitting, path);
    return params === undefined
      ? { refusal: 'invalid_request', shape }
      : { row: fitting.row, params };
  };
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function paramsOf({ path }: Pattern, text: string): Record<string, string> | undefined {
  const found = path.exec(text)?.groups ?? {};
  try {
    return Object.fromEntries(
      Object.entries(found).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
}

function shapeOf(path: string): ErrorShape {
  if (path.startsWith('/model/')) return 'bedrock';
  return path.startsWith('/v1/messages') ? 'anthropic' : 'openai';
}
