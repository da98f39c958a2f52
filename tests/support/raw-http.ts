import { request } from "node:http";
import { connect } from "node:net";

export type RawAnswer = {
  status: number;
  headers: Record<string, string | undefined>;
  cookies: string[];
  bytes: Buffer;
  text: string;
};

/** A request whose path is sent as it stands; no redirect is followed. */
export function rawRequest(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const { "set-cookie": cookies = [], ...rest } = answer.headers;
        const single = Object.entries(rest).map(([name, value]) => [name, value?.toString()] as const);
        const status = answer.statusCode ?? 0;
        resolve({
          status,
          headers: Object.fromEntries(single),
          cookies,
          bytes,
          text: bytes.toString("utf8"),
        });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Bytes that no HTTP client would send; answers with everything that comes back until the server closes. */
export function rawBytes(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.write(Buffer.from(bytes, "latin1"));
  });
}
