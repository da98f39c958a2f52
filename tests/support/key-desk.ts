import { createServer } from "node:http";
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";

export type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

export type Claims = {
  iss?: string | undefined;
  aud?: string | string[] | undefined;
  sub?: string | undefined;
  exp?: number | undefined;
  nbf?: number;
};

/** A key set behind a counting server, and tokens of every kind that could be shown to us. */
export type KeyDesk = {
  url: string;
  /** Requests for the key set so far. */
  fetches(): number;
  pair: Pair;
  /** What the key set answers from now on; null is a server that fails. */
  publish(keys: JWK[] | null): void;
  publicJwk(pair?: Pair, kid?: string): Promise<JWK>;
  mint(
    claims?: Claims,
    options?: { kid?: string | null; pair?: Pair; header?: Record<string, unknown> },
  ): Promise<string>;
  /** A token signed with HS256, the public key being its secret. */
  mintSymmetric(): Promise<string>;
  close(): Promise<void>;
};

export const kid = "key-1";

export async function openKeyDesk(appId: string, now: () => Date, delayMs = 0): Promise<KeyDesk> {
  const pair = await newPair();
  const publicJwk: KeyDesk["publicJwk"] = async (of = pair, name = kid) => ({
    ...(await exportJWK(of.publicKey)),
    kid: name,
    alg: "ES256",
    use: "sig",
  });
  let published: JWK[] | null = [await publicJwk()];
  let fetches = 0;
  const server = createServer((_, response) => {
    fetches += 1;
    setTimeout(() => {
      response.writeHead(published ? 200 : 500, { "content-type": "application/json" });
      response.end(JSON.stringify({ keys: published ?? [] }));
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The key desk has no port");
  const seconds = () => Math.floor(now().getTime() / 1000);
  const claimsOf = (claims: Claims) => {
    const all = {
      iss: "urn:whopcom:exp-proxy",
      aud: appId,
      sub: "user_ann",
      iat: seconds(),
      exp: seconds() + 3600,
    };
    const merged = { ...all, ...claims };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  };
  return {
    url: `http://127.0.0.1:${address.port}/jwks.json`,
    fetches: () => fetches,
    pair,
    publish: (keys) => {
      published = keys;
    },
    publicJwk,
    mint: (claims = {}, options = {}) =>
      new SignJWT(claimsOf(claims))
        .setProtectedHeader({
          alg: "ES256",
          ...(options.kid === null ? {} : { kid: options.kid ?? kid }),
          ...options.header,
        })
        .sign((options.pair ?? pair).privateKey),
    async mintSymmetric() {
      const secret = new TextEncoder().encode(await exportSPKI(pair.publicKey));
      const payload = new TextEncoder().encode(JSON.stringify(claimsOf({})));
      return new CompactSign(payload).setProtectedHeader({ alg: "HS256", kid }).sign(secret);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function newPair(): Promise<Pair> {
  return generateKeyPair("ES256", { extractable: true });
}
