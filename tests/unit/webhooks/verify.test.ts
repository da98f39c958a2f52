import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createVerifier, type SignatureHeaders } from "#webhooks/verify.ts";

const secret = `ws_${"0123456789abcdef".repeat(4)}`;
const other = `ws_${"fedcba9876543210".repeat(4)}`;
const now = new Date("2026-11-21T12:00:00.000Z");
const nowSeconds = Math.floor(now.getTime() / 1000);
const bytes = (text: string) => new TextEncoder().encode(text);

function sign(key: string, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

function genuine(more: { id?: string; body?: string; at?: number; secret?: string } = {}) {
  const { id = "msg_1", body = '{"type":"payment.succeeded"}', at = nowSeconds } = more;
  const timestamp = String(at);
  const signature = sign(more.secret ?? secret, id, timestamp, body);
  return { headers: { id, timestamp, signature }, body: bytes(body) };
}

const verify = createVerifier([secret]);
const accepts = (headers: SignatureHeaders, body: Uint8Array, check = verify) => check(headers, body, now).ok;

describe("a genuine webhook", () => {
  it("is accepted, whatever its body", () => {
    for (const body of ["{}", "", "not json", "é😀", "[]", "null"]) {
      const { headers, body: raw } = genuine({ body });
      expect(accepts(headers, raw)).toBe(true);
    }
  });

  it("is accepted up to 300 seconds before and after now, and refused one second further", () => {
    for (const [offset, expected] of [
      [-300, true],
      [300, true],
      [-301, false],
      [301, false],
      [0, true],
    ] as const) {
      const { headers, body } = genuine({ at: nowSeconds + offset });
      expect(accepts(headers, body), `${offset} s`).toBe(expected);
    }
  });

  it("is accepted with several signatures of which only the last is right", () => {
    const { headers, body } = genuine();
    const wrong = sign(other, headers.id, headers.timestamp, "{}");
    expect(accepts({ ...headers, signature: `${wrong} v1a,AAAA v2 ${headers.signature}` }, body)).toBe(true);
  });

  it("is accepted under either of two secrets, in both orders", () => {
    for (const secrets of [
      [secret, other],
      [other, secret],
    ]) {
      for (const signedWith of secrets) {
        const { headers, body } = genuine({ secret: signedWith });
        expect(accepts(headers, body, createVerifier(secrets))).toBe(true);
      }
    }
  });
});

it("while a secret is replaced no genuine webhook is refused, whether Whop or the app changes first", () => {
  const [old, next] = [secret, other];
  const both = (() => {
    const { headers, body } = genuine({ secret: old });
    return {
      headers: {
        ...headers,
        signature: `${headers.signature} ${genuine({ secret: next }).headers.signature}`,
      },
      body,
    };
  })();
  const [byOld, byNext] = [genuine({ secret: old }), genuine({ secret: next })];
  // The app learns the new secret first: one more in front or behind, then Whop signs with it, then the old one goes.
  const appFirst = [
    [[old], byOld],
    [[old, next], byOld],
    [[next, old], byOld],
    [[old, next], byNext],
    [[next, old], byNext],
    [[next], byNext],
  ] as const;
  // Whop signs with both first, then the app changes over, then Whop leaves the old one out.
  const whopFirst = [
    [[old], byOld],
    [[old], both],
    [[next, old], both],
    [[next], both],
    [[next], byNext],
  ] as const;
  for (const [secrets, { headers, body }] of [...appFirst, ...whopFirst])
    expect(accepts(headers, body, createVerifier(secrets))).toBe(true);
  expect(accepts(byOld.headers, byOld.body, createVerifier([next]))).toBe(false);
});

describe("a webhook that is not genuine is refused", () => {
  const { headers, body } = genuine();

  it.each([
    "123abc",
    "123.9",
    " 123",
    "",
    "1732190400.0",
    "01732190400",
    "17321904000",
    "１７３２１９０４００",
    "-732190400",
    "1e9",
  ])("with the timestamp %j", (timestamp) => {
    const signature = sign(secret, headers.id, timestamp, '{"type":"payment.succeeded"}');
    expect(accepts({ ...headers, timestamp, signature }, body)).toBe(false);
  });

  it("with ten digits and a word after them", () => {
    expect(accepts({ ...headers, timestamp: `${nowSeconds}\n` }, body)).toBe(false);
  });

  it("when a header is missing, empty, a list, or came twice and was joined", () => {
    for (const name of ["id", "timestamp", "signature"] as const) {
      const value = headers[name];
      for (const bad of [undefined, null, "", [value], [value, value], `${value}, ${value}`]) {
        expect(accepts({ ...headers, [name]: bad }, body), `${name}: ${String(bad)}`).toBe(false);
      }
    }
  });

  it("with signatures of other versions only, whatever they contain", () => {
    const mac = headers.signature.slice(3);
    for (const signature of [
      `v1a,${mac}`,
      `v2,${mac}`,
      `V1,${mac}`,
      mac,
      `v1 ${mac}`,
      "v1,",
      "v1",
      ",",
      " ",
    ]) {
      expect(accepts({ ...headers, signature }, body), signature).toBe(false);
    }
  });

  it("when it was signed with another secret, or with the decoded part of ours", () => {
    for (const wrong of [other, secret.slice(3), secret.toUpperCase()]) {
      const forged = genuine({ secret: wrong });
      expect(accepts(forged.headers, forged.body)).toBe(false);
    }
    const decoded = createHmac("sha256", Buffer.from(secret.slice(3), "hex"));
    const mac = decoded.update(`msg_1.${nowSeconds}.{}`).digest("base64");
    expect(accepts({ id: "msg_1", timestamp: String(nowSeconds), signature: `v1,${mac}` }, bytes("{}"))).toBe(
      false,
    );
  });

  it("when its signature is another spelling of the same base64", () => {
    const mac = headers.signature.slice(3);
    for (const spelling of [
      mac.replace(/=$/, ""),
      `${mac}=`,
      mac.replaceAll("+", "-").replaceAll("/", "_"),
    ]) {
      if (spelling !== mac) expect(accepts({ ...headers, signature: `v1,${spelling}` }, body)).toBe(false);
    }
  });

  it("after one bit of its id, timestamp, body, signature or secret was flipped, in 10,000 cases", () => {
    const parts = ["id", "timestamp", "body", "signature", "secret"] as const;
    const flipped = (text: string, at: number): string => {
      const raw = Buffer.from(text, "latin1");
      const byte = Math.floor(at / 8) % raw.length;
      raw[byte] = (raw[byte] ?? 0) ^ (1 << (at % 8));
      return raw.toString("latin1");
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...parts),
        fc.nat(8 * 4096),
        fc.string({ minLength: 1, maxLength: 200 }).map((text) => Buffer.from(text).toString("latin1")),
        (part, bit, text) => {
          const raw = Buffer.from(text, "latin1");
          const id = "msg_bQPHmO2eBnHYtWWuxAN9K3Xd";
          const timestamp = String(nowSeconds);
          const mac = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(raw).digest("base64");
          const sent = { id, timestamp, body: text, signature: `v1,${mac}`, secret };
          expect(verify(sent, raw, now).ok).toBe(true);
          const bad = { ...sent, [part]: flipped(sent[part], bit) };
          const check = part === "secret" ? createVerifier([bad.secret]) : verify;
          expect(check(bad, Buffer.from(bad.body, "latin1"), now).ok).toBe(false);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("never makes the verifier throw, whatever the headers and the body are", () => {
    const header = fc.oneof(
      fc.string(),
      fc.constant(undefined),
      fc.constant(null),
      fc.array(fc.string()),
      fc.constant(String(nowSeconds)),
      fc.constant(headers.signature),
    );
    fc.assert(
      fc.property(header, header, header, fc.uint8Array(), (id, timestamp, signature, raw) => {
        expect(verify({ id, timestamp, signature }, raw, now).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the public library agrees", () => {
  it("with base64 of the whole secret, on webhooks that it signed, right and altered ones", () => {
    const library = new Webhook(Buffer.from(secret, "utf8").toString("base64"));
    const fresh = new Date();
    fc.assert(
      fc.property(
        fc.stringMatching(/^msg_[A-Za-z0-9]{1,30}$/),
        fc.json(),
        fc.constantFrom("none", "id", "body", "signature"),
        (id, body, altered) => {
          const timestamp = String(Math.floor(fresh.getTime() / 1000));
          const sent = {
            id: altered === "id" ? `${id}x` : id,
            body: altered === "body" ? `${body} ` : body,
            signature: library.sign(id, fresh, body).slice(0, altered === "signature" ? -3 : undefined),
          };
          const theirs = accepted(() =>
            library.verify(sent.body, {
              "webhook-id": sent.id,
              "webhook-timestamp": timestamp,
              "webhook-signature": sent.signature,
            }),
          );
          const ours = verify({ ...sent, timestamp }, bytes(sent.body), fresh).ok;
          expect(ours).toBe(theirs);
          expect(ours).toBe(altered === "none");
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("on the published example of the Standard Webhooks specification", () => {
    const check = createVerifier(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    const example = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: "1614265330",
      signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const body = bytes('{"test": 2432232314}');
    const then = new Date(1_614_265_330_000);
    expect(check(example, body, then).ok).toBe(true);
    expect(
      check(
        { ...example, signature: `v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= ${example.signature}` },
        body,
        then,
      ).ok,
    ).toBe(true);
    expect(
      check({ ...example, signature: "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=" }, body, then).ok,
    ).toBe(false);
    expect(check({ ...example, signature: `v1a,${example.signature.slice(3)}` }, body, then).ok).toBe(false);
    expect(check(example, body, new Date(1_614_265_330_000 + 301_000)).ok).toBe(false);
  });
});

it("without a secret there is no verifier", () => {
  expect(() => createVerifier([])).toThrow();
});

function accepted(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
