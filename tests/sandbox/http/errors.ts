/** An answer in Whop's form: `{"error":{"type","message"}}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Record<string, string>;

  constructor(status: number, type: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }

  body(): { error: { type: string; message: string } } {
    return { error: { type: this.type, message: this.message } };
  }
}

export const badRequest = (message: string) => new ApiError(400, "invalid_request_error", message);
export const missing = (name: string) => badRequest(`Missing required parameter: ${name}.`);
export const unauthorized = () => new ApiError(401, "unauthorized", "Authentication failed");
export const forbidden = (permission: string) =>
  new ApiError(
    403,
    "forbidden",
    `The app does not have the permission ${permission}. Re-approve the app to grant it.`,
  );
export const notFound = (what: string) => new ApiError(404, "not_found", `${what} was not found`);
export const conflict = (message: string) => new ApiError(409, "conflict", message);
export const unprocessable = (message: string) => new ApiError(422, "unprocessable_entity", message);
export const rateLimited = (seconds: number) =>
  new ApiError(429, "rate_limit_exceeded", `Try again in ${Math.ceil(seconds)} seconds.`, {
    "retry-after": String(Math.ceil(seconds)),
    "retry-after-ms": String(Math.ceil(seconds * 1000)),
  });
export const serverError = () => new ApiError(500, "api_error", "Something went wrong");
