"use client";

/** How a call to our own API ended. */
export type Answer<T = unknown> =
  | { outcome: "done"; data: T }
  | {
      outcome: "refused";
      /** What kind of refusal it is, as the API names it; empty where the answer was not the API's. */
      code: string;
      message: string;
      fields: Readonly<Record<string, string>>;
      requestId: string | null;
    }
  /** The server was not reached; whether it did anything is not known. */
  | { outcome: "offline" };

type Method = "GET" | "POST" | "PATCH";

/** Relative addresses only: Whop's proxy adds the user's token to requests of the same origin. */
export async function callApi<T>(method: Method, path: `/api/${string}`, body?: object): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { accept: "application/json", ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    return { outcome: "offline" };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { outcome: "done", data: asAnswered<T>(answer) };
  return refusal(answer, response.headers.get("x-request-id"));
}

/** What the API calls the answers that leave open whether it was done; one that is not the API's own has no name. */
const unclear: readonly string[] = ["", "internal", "unavailable"];

/** Whether it is known what became of what was asked: then asking again asks for something else. */
export function isSettled(answer: Answer): boolean {
  switch (answer.outcome) {
    case "done":
      // Everything that is asked for so is answered with something: an answer without it broke off.
      return answer.data !== null;
    case "refused":
      return !unclear.includes(answer.code);
    case "offline":
      return false;
  }
}

/** The API's answers are typed by the verbs behind it, and the page that asks names that type. */
function asAnswered<T>(data: unknown): T {
  return data as T;
}

function refusal(answer: unknown, requestId: string | null): Answer<never> {
  const error: unknown = isRecord(answer) ? answer.error : null;
  if (!isRecord(error)) return { outcome: "refused", code: "", message: "", fields: {}, requestId };
  const fields = isRecord(error.fields) ? Object.entries(error.fields) : [];
  return {
    outcome: "refused",
    code: typeof error.code === "string" ? error.code : "",
    message: typeof error.message === "string" ? error.message : "",
    fields: Object.fromEntries(fields.map(([name, problem]) => [name, String(problem)])),
    requestId: typeof error.requestId === "string" ? error.requestId : requestId,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
