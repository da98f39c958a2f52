/**
 * A request and its answer as the API sees them. The self-hosted server makes them of what came in on the
 * connection; hosts that speak fetch are served through fetchHandler.
 */
export type ApiRequest = {
  method: string;
  /** Path and query, as asked. */
  target: string;
  /** A header by its name in small letters. */
  header(name: string): string | null;
  /** @throws AppError payload_too_large */
  body(): Promise<Uint8Array>;
};

/** Names and values alternate. */
export type HeaderList = readonly string[];

export type ApiAnswer<Body = string | ReadableStream<Uint8Array>> = {
  status: number;
  headers: HeaderList;
  body: Body;
};

export type ApiHandler = (request: ApiRequest) => Promise<ApiAnswer>;
