import { describe, expect, it } from "vitest";
import { type EnvSource, loadEnv, loadMigrationEnv } from "#lib/core/env.ts";

const good: EnvSource = {
  DATABASE_URL: "postgres://referly_app:pass@db.internal:5432/referly",
  WHOP_API_KEY: "apik_0123456789abcdef",
  WHOP_APP_ID: "app_Abc123",
  WHOP_API_BASE_URL: "https://api.whop.com/api/v1",
  WHOP_JWKS_URL: "https://api.whop.com/.well-known/jwks.json",
  WHOP_WEBHOOK_SECRET: `ws_${"0123456789abcdef".repeat(4)}`,
  WHOP_ORIGINS: "https://whop.com, https://*.whop.com",
  APP_ORIGIN: "https://referly.example.com",
  REFERLY_SECRET: "r".repeat(32),
  JOBS_SECRET: "j".repeat(32),
};

const messageFor = (changes: EnvSource): string => {
  try {
    loadEnv({ ...good, ...changes });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};

describe("the environment", () => {
  it("is parsed into what the code works with", () => {
    const env = loadEnv({
      ...good,
      PORT: "8080",
      WHOP_WEBHOOK_SECRET: `${good.WHOP_WEBHOOK_SECRET},${"x".repeat(32)}`,
    });
    expect(env.PORT).toBe(8080);
    expect(env.LOG_LEVEL).toBe("info");
    expect(env.WHOP_ORIGINS).toEqual(["https://whop.com", "https://*.whop.com"]);
    expect(env.WHOP_WEBHOOK_SECRET).toHaveLength(2);
  });

  it.each(Object.keys(good))("does not do without %s, whether unset, empty or the word undefined", (name) => {
    expect(messageFor({ [name]: undefined })).toContain(`${name} is missing.`);
    expect(messageFor({ [name]: "   " })).toContain(`${name} is missing.`);
    expect(messageFor({ [name]: "undefined" })).toContain(`${name} is the word "undefined"`);
    expect(messageFor({ [name]: "null" })).toContain(`${name} is the word "null"`);
  });

  it.each([
    ["DATABASE_URL", "mysql://localhost/referly"],
    ["DATABASE_URL", "postgres://"],
    ["DATABASE_ADMIN_URL", "localhost:5432"],
    ["WHOP_API_KEY", "short"],
    ["WHOP_APP_ID", "biz_Abc123"],
    ["WHOP_API_BASE_URL", "https://api.whop.com"],
    ["WHOP_API_BASE_URL", "https://api.whop.com/api/v1/"],
    ["WHOP_API_BASE_URL", "http://api.whop.com/api/v1"],
    ["WHOP_API_BASE_URL", "http://127.0.0.1.evil.example/api/v1"],
    ["WHOP_API_BASE_URL", "https://user:pass@api.whop.com/api/v1"],
    ["WHOP_JWKS_URL", "http://api.whop.com/.well-known/jwks.json"],
    ["WHOP_JWKS_URL", "jwks.json"],
    ["WHOP_WEBHOOK_SECRET", "ws_short"],
    ["WHOP_WEBHOOK_SECRET", `ws_${"Z".repeat(64)}`],
    ["WHOP_WEBHOOK_SECRET", "whsec_short"],
    ["WHOP_WEBHOOK_SECRET", "x".repeat(31)],
    ["WHOP_WEBHOOK_SECRET", `${"x".repeat(16)} ${"y".repeat(16)}`],
    ["WHOP_WEBHOOK_SECRET", `${"x".repeat(32)},`],
    ["WHOP_WEBHOOK_SECRET", [1, 2, 3].map((n) => String(n).repeat(32)).join(",")],
    ["WHOP_ORIGINS", "whop.com"],
    ["WHOP_ORIGINS", "https://whop.com/"],
    ["WHOP_ORIGINS", "https://whop.com,,https://dash.whop.com"],
    ["WHOP_ORIGINS", "javascript:alert(1)"],
    ["APP_ORIGIN", "https://referly.example.com/"],
    ["APP_ORIGIN", "https://referly.example.com/app"],
    ["APP_ORIGIN", "referly.example.com"],
    ["REFERLY_SECRET", "r".repeat(31)],
    ["JOBS_SECRET", "jobs"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80a"],
    ["PORT", "-1"],
    ["LOG_LEVEL", "loud"],
    ["REFERLY_SANDBOX_URL", "https://sandbox.example.com"],
  ])("refuses %s=%s and names it", (name, value) => {
    const message = messageFor({ [name]: value });
    expect(message).toContain(`\n  ${name} `);
    expect(message).toContain("one variable is missing or wrong");
  });

  it.each([
    ["WHOP_API_BASE_URL", "http://localhost:3100/api/v1"],
    ["WHOP_API_BASE_URL", "http://127.0.0.1:3100/api/v1"],
    ["WHOP_API_BASE_URL", "http://[::1]:3100/api/v1"],
    ["WHOP_WEBHOOK_SECRET", `whsec_${"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}`],
    ["WHOP_WEBHOOK_SECRET", `ws_${"ab".repeat(16)}`],
    ["APP_ORIGIN", "http://localhost:3000"],
    ["DATABASE_URL", "postgresql://app:p%40ss@localhost/referly?sslmode=require"],
  ])("accepts %s=%s", (name, value) => {
    expect(messageFor({ [name]: value })).toBe("");
  });

  it("names every wrong variable at once, so that nobody fixes them one start at a time", () => {
    const message = messageFor({ WHOP_API_KEY: "", REFERLY_SECRET: "weak", PORT: "x" });
    expect(message).toMatch(/3 variables/);
    expect(message).toMatch(/WHOP_API_KEY[\s\S]*REFERLY_SECRET[\s\S]*PORT/);
  });

  it("never prints a secret, not even a wrong one", () => {
    const secrets = {
      REFERLY_SECRET: "weak-one",
      JOBS_SECRET: "weak-two",
      WHOP_API_KEY: "weak-three",
      WHOP_WEBHOOK_SECRET: "ws_weak-four",
    };
    expect(messageFor({ ...secrets, DATABASE_URL: "mysql://user:weak-five@host/db" })).not.toMatch(/weak-/);
  });

  it("refuses the sandbox's clock beside a real Whop", () => {
    expect(messageFor({ REFERLY_SANDBOX_URL: "http://localhost:3100" })).toContain(
      "REFERLY_SANDBOX_URL must not be set",
    );
  });
});

describe("the migrations' environment", () => {
  it("needs the owner's address, or the only one there is", () => {
    expect(loadMigrationEnv({ DATABASE_URL: good.DATABASE_URL }).DATABASE_URL).toBe(good.DATABASE_URL);
    expect(() => loadMigrationEnv({})).toThrow(/DATABASE_ADMIN_URL is missing/);
  });
});
