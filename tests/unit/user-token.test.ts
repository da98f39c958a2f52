import { afterEach, beforeEach, expect, test } from "vitest";
import { fixedClock, hourMs, secondMs } from "#lib/core/clock.ts";
import { AppError } from "#lib/core/errors.ts";
import { createLogger } from "#lib/core/log.ts";
import { createKeySet } from "#lib/identity/key-set.ts";
import { createTokenVerifier } from "#lib/identity/verify-user-token.ts";
import { type KeyDesk, newPair, openKeyDesk } from "#tests/support/key-desk.ts";

const appId = "app_ours";
const start = "2026-11-21T12:00:00.000Z";
let clock = fixedClock(start);
let desk: KeyDesk;

beforeEach(async () => {
  clock = fixedClock(start);
  desk = await openKeyDesk(appId, clock.now, 5);
});
afterEach(() => desk.close());

function openVerifier() {
  const keySet = createKeySet({ url: desk.url, clock, log: createLogger("test", "silent") });
  return createTokenVerifier({ appId, keySet, clock });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "accepted",
    (error: unknown) => (error instanceof AppError ? error.code : `threw ${error}`),
  );
}

const seconds = () => Math.floor(clock.now().getTime() / 1000);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Every way a token can be wrong, each made by somebody who means harm or by a mistake. */
const wrong: Record<string, () => Promise<string | null> | string | null> = {
  "no token": () => null,
  "an empty token": () => "",
  "a text that is no token": () => "hello",
  "a token of 100 kB": () => "a".repeat(100 * 1024),
  "another app's token": () => desk.mint({ aud: "app_other" }),
  "a list of audiences, ours among them": () => desk.mint({ aud: [appId, "app_other"] }),
  "a list of audiences with ours alone": () => desk.mint({ aud: [appId] }),
  "no audience": () => desk.mint({ aud: undefined }),
  "no expiry": () => desk.mint({ exp: undefined }),
  "an expiry six seconds ago": () => desk.mint({ exp: seconds() - 6 }),
  "a start in ten minutes": () => desk.mint({ nbf: seconds() + 600 }),
  "another issuer": () => desk.mint({ iss: "urn:somebody:else" }),
  "no issuer": () => desk.mint({ iss: undefined }),
  "no subject": () => desk.mint({ sub: undefined }),
  "a subject that is no user": () => desk.mint({ sub: "biz_company" }),
  "a subject with a space": () => desk.mint({ sub: "user_ann user_bob" }),
  "no signature, alg none": async () => {
    const [, payload] = (await desk.mint()).split(".");
    return `${base64({ alg: "none" })}.${payload}.`;
  },
  "HS256 with the public key as secret": () => desk.mintSymmetric(),
  "another key under our kid": async () => desk.mint({}, { pair: await newPair() }),
  "an unknown kid": async () => desk.mint({}, { pair: await newPair(), kid: "key-of-somebody" }),
  "a key set of the sender's own (jku)": async () => {
    const pair = await newPair();
    return desk.mint(
      {},
      { pair, kid: "theirs", header: { jku: "https://evil.test/keys", x5u: "https://evil.test/x" } },
    );
  },
  "a key of the sender's own (jwk)": async () => {
    const pair = await newPair();
    return desk.mint({}, { pair, header: { jwk: await desk.publicJwk(pair) } });
  },
  "a critical header we do not know": async () => {
    const [, payload, signature] = (await desk.mint()).split(".");
    return `${base64({ alg: "ES256", kid: "key-1", crit: ["x"], x: 1 })}.${payload}.${signature}`;
  },
  "a changed payload": async () => {
    const [header, , signature] = (await desk.mint()).split(".");
    const [, other] = (await desk.mint({ sub: "user_owner" })).split(".");
    return `${header}.${other}.${signature}`;
  },
  "a changed signature": async () => {
    const token = await desk.mint();
    return `${token.slice(0, -4)}${token.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
  },
  "two tokens in one header": async () => `${await desk.mint()}, ${await desk.mint()}`,
};

for (const [name, make] of Object.entries(wrong)) {
  test(`${name} signs nobody in`, async () => {
    expect(await codeOf(openVerifier().verify(await make()))).toBe("unauthenticated");
  });
}

test("a token of Whop's proxy signs its user in, and so does one that expired within the tolerance", async () => {
  const verifier = openVerifier();
  expect(await verifier.verify(await desk.mint())).toBe("user_ann");
  expect(await verifier.verify(await desk.mint({ sub: "user_bob", exp: seconds() - 4 }))).toBe("user_bob");
});

test("a token without a kid is tried with the keys there are", async () => {
  expect(await openVerifier().verify(await desk.mint({}, { kid: null }))).toBe("user_ann");
});

test("a proven token is no longer accepted once it has expired", async () => {
  const verifier = openVerifier();
  const token = await desk.mint({ exp: seconds() + 60 });
  expect(await verifier.verify(token)).toBe("user_ann");
  clock.advance(64 * secondMs);
  expect(await verifier.verify(token)).toBe("user_ann");
  clock.advance(2 * secondMs);
  expect(await codeOf(verifier.verify(token))).toBe("unauthenticated");
});

test("a thousand first requests at once fetch the key set once", async () => {
  const verifier = openVerifier();
  const tokens = await Promise.all(Array.from({ length: 50 }, (_, n) => desk.mint({ sub: `user_${n}` })));
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => verifier.verify(tokens[n % 50] ?? null)));
  expect(desk.fetches()).toBe(1);
});

test("a flood of unknown kids fetches the key set at most once in 30 seconds", async () => {
  const verifier = openVerifier();
  await verifier.verify(await desk.mint());
  const pair = await newPair();
  const flood = async () => {
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, n) => desk.mint({}, { pair, kid: `made-up-${n}` })),
    );
    return Promise.all(tokens.map((token) => codeOf(verifier.verify(token))));
  };
  expect(new Set(await flood())).toEqual(new Set(["unauthenticated"]));
  expect(desk.fetches()).toBe(1);
  clock.advance(31 * secondMs);
  await flood();
  await flood();
  expect(desk.fetches()).toBe(2);
});

test("a new key of Whop's is accepted as soon as the key set may be asked again", async () => {
  const verifier = openVerifier();
  await verifier.verify(await desk.mint());
  const rotated = await newPair();
  desk.publish([await desk.publicJwk(), await desk.publicJwk(rotated, "key-2")]);
  const token = await desk.mint({}, { pair: rotated, kid: "key-2" });
  clock.advance(31 * secondMs);
  expect(await verifier.verify(token)).toBe("user_ann");
});

test("known keys go on signing people in while the key set does not answer", async () => {
  const verifier = openVerifier();
  await verifier.verify(await desk.mint());
  desk.publish(null);
  clock.advance(13 * hourMs);
  expect(await verifier.verify(await desk.mint({ sub: "user_bob" }))).toBe("user_bob");
});

test("without any key nobody is refused for good: it is unavailable, and asked for again soon", async () => {
  desk.publish(null);
  const verifier = openVerifier();
  const token = await desk.mint();
  const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(verifier.verify(token))));
  expect(new Set(codes)).toEqual(new Set(["unavailable"]));
  expect(desk.fetches()).toBe(1);
  desk.publish([await desk.publicJwk()]);
  clock.advance(2 * secondMs);
  expect(await verifier.verify(token)).toBe("user_ann");
});

test("keys that are not for ES256 are left out of the key set", async () => {
  desk.publish([
    { kty: "oct", k: "c2VjcmV0", kid: "key-1" },
    { kty: "RSA", n: "AQAB", e: "AQAB", kid: "rsa" },
    await desk.publicJwk(),
  ]);
  expect(await openVerifier().verify(await desk.mint())).toBe("user_ann");
});
