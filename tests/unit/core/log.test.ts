import { describe, expect, it } from "vitest";
import { createLogger } from "#lib/core/log.ts";

function record(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("test", "debug", { write: (line) => lines.push(line) }));
  return lines.join("");
}

const token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
const webhookSecret = `ws_${"0123456789abcdef".repeat(4)}`;

describe("the log", () => {
  it("is one JSON object per line, with name, level, time and fields", () => {
    const entry = JSON.parse(record((log) => log.info({ companyId: "biz_1", count: 3n }, "Done")));
    expect(entry).toMatchObject({ name: "test", level: "info", companyId: "biz_1", count: "3", msg: "Done" });
    expect(new Date(entry.time).getTime()).toBeGreaterThan(0);
  });

  it("never holds a field that is a secret or personal, whatever object it sits in", () => {
    const text = record((log) =>
      log.warn(
        {
          headers: {
            Authorization: "marker-1",
            cookie: "marker-2",
            "x-whop-user-token": "marker-3",
            accept: "kept",
          },
          user: { email: "marker-4", list: [{ ipAddress: "marker-5", api_key: "marker-6" }] },
          WHOP_WEBHOOK_SECRET: "marker-7",
          databaseUrl: "marker-8",
          body: { anything: "marker-9" },
        },
        "Refused",
      ),
    );
    expect(text).not.toMatch(/marker-/);
    expect(text).toContain("kept");
  });

  it("never holds a token, secret, password or e-mail inside a text either", () => {
    const text = record((log) =>
      log.error(
        {
          error: new Error(`Bearer abc.def said ${token} of ann@people.test`, {
            cause: new Error(webhookSecret),
          }),
          url: "postgres://referly_app:marker-password@localhost/referly",
        },
        `from bob@people.test with rfk_0123456789abcdef`,
      ),
    );
    for (const secret of [
      token,
      "abc.def",
      "people.test",
      webhookSecret,
      "marker-password",
      "rfk_0123456789",
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain("[e-mail]");
  });

  it("leaves out what a database error quotes of the row", () => {
    const error = Object.assign(new Error("duplicate key"), {
      code: "23505",
      detail: "Key (email)=(marker)",
      parameters: ["marker"],
    });
    const text = record((log) => log.error({ error }, "Failed"));
    expect(text).not.toContain("marker");
    expect(text).toContain("23505");
  });

  it("keeps the same rules for a child's fields", () => {
    const text = record((log) => log.child({ requestId: "r1", token: "marker" }).info({}, "Done"));
    expect(text).toContain("r1");
    expect(text).not.toContain("marker");
  });

  it("comes to an end with an object that contains itself", () => {
    const loop: Record<string, unknown> = { name: "loop" };
    loop.self = loop;
    expect(record((log) => log.info({ loop }, "Done"))).toContain("[deeper]");
  });

  it("says nothing below its level", () => {
    const lines: string[] = [];
    createLogger("test", "warn", { write: (line) => lines.push(line) }).info({}, "quiet");
    expect(lines).toEqual([]);
  });
});
