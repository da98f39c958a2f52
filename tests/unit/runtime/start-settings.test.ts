import { describe, expect, it } from "vitest";
import { loadEnv } from "#lib/core/env.ts";
import { readStartSettings } from "#lib/runtime/start-settings.ts";

const database = { DATABASE_URL: "postgres://a:b@localhost/referly" };

describe("what npm start is told", () => {
  it("needs nothing: the values of .env.example are enough for every process", () => {
    const settings = readStartSettings({}, []);
    expect(settings).toMatchObject({ port: 3000, sandboxPort: 3100, fresh: false, dev: false });
    expect(settings.appOrigin).toBe("http://localhost:3000");
    expect(() => loadEnv({ ...settings.env, ...database })).not.toThrow();
  });

  it("moves every address with the ports, also where .env is a copy of .env.example", () => {
    const copied = { APP_ORIGIN: "http://localhost:3000", WHOP_API_BASE_URL: "http://localhost:3100/api/v1" };
    const { env, appOrigin, sandboxOrigin } = readStartSettings(
      { ...copied, PORT: "4000", SANDBOX_PORT: "4100" },
      [],
    );
    expect(appOrigin).toBe("http://localhost:4000");
    expect(sandboxOrigin).toBe("http://localhost:4100");
    expect(env).toMatchObject({
      PORT: "4000",
      APP_ORIGIN: "http://localhost:4000",
      WHOP_API_BASE_URL: "http://localhost:4100/api/v1",
      WHOP_JWKS_URL: "http://localhost:4100/.well-known/jwks.json",
      REFERLY_SANDBOX_URL: "http://localhost:4100",
    });
  });

  it("keeps an address of one's own", () => {
    expect(readStartSettings({ APP_ORIGIN: "https://tunnel.example.com" }, []).appOrigin).toBe(
      "https://tunnel.example.com",
    );
  });

  it("takes an empty variable for one that is not set", () => {
    expect(
      readStartSettings({ PORT: "", WHOP_API_KEY: "", REFERLY_DATA_DIR: "" }, []).env.WHOP_API_KEY,
    ).not.toBe("");
  });

  it.each([
    [{ PORT: "web" }, [], /PORT must be a number/],
    [{ PORT: "0" }, [], /PORT must be a number/],
    [{ SANDBOX_PORT: "70000" }, [], /SANDBOX_PORT must be a number/],
    [{ PORT: "3101" }, [], /PORT \(3101\) must differ/],
    [{}, ["--frsh"], /usage: npm start/],
    [{}, ["now"], /usage: npm start/],
  ])("refuses %j %j with a message that helps", (source, argv, message) => {
    expect(() => readStartSettings(source, argv)).toThrow(message);
  });
});
