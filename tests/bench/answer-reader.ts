/** Reads one HTTP/1.1 answer after the other from a keep-alive connection; only status and end matter. */
export class AnswerReader {
  /** The last answer asked to close the connection. */
  closes = false;
  #rest: Buffer | null = null;

  /** The status once an answer is complete, else null. There is never more than one answer under way. */
  push(chunk: Buffer): number | null {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    const headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd === -1) return this.#wait(bytes);
    const head = bytes.toString("latin1", 0, headEnd).toLowerCase();
    const bodyStart = headEnd + 4;
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    if (length !== undefined) {
      if (bytes.length < bodyStart + Number(length)) return this.#wait(bytes);
    } else if (head.includes("\r\ntransfer-encoding: chunked")) {
      if (bytes.toString("latin1", Math.max(bodyStart, bytes.length - 5)) !== "0\r\n\r\n")
        return this.#wait(bytes);
    }
    this.#rest = null;
    this.closes = head.includes("\r\nconnection: close");
    return Number(head.slice(9, 12));
  }

  #wait(bytes: Buffer): null {
    this.#rest = Buffer.from(bytes);
    return null;
  }
}
