import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { SandboxClock } from "./clock.ts";

const ISSUER = "urn:whopcom:exp-proxy";
const DEFAULT_SECONDS = 3_600;

/** The pair that signs users' tokens; it survives a restart so that cached key sets stay right. */
export type KeyPair = { kid: string; privateJwk: JWK; publicJwk: JWK };

type SigningKey = Awaited<ReturnType<typeof importJWK>>;

export async function newKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const kid = `sandbox-${Date.now().toString(36)}`;
  return { kid, privateJwk: await exportJWK(privateKey), publicJwk: await exportJWK(publicKey) };
}

/** What Whop's proxy puts into x-whop-user-token, and the key set that proves it. */
export class Tokens {
  readonly keys: KeyPair;
  readonly #appId: string;
  readonly #clock: SandboxClock;
  readonly #privateKey: SigningKey;

  private constructor(keys: KeyPair, privateKey: SigningKey, appId: string, clock: SandboxClock) {
    this.keys = keys;
    this.#privateKey = privateKey;
    this.#appId = appId;
    this.#clock = clock;
  }

  static async create(keys: KeyPair, appId: string, clock: SandboxClock): Promise<Tokens> {
    return new Tokens(keys, await importJWK(keys.privateJwk, "ES256"), appId, clock);
  }

  mint(userId: string, expiresInSeconds = DEFAULT_SECONDS): Promise<string> {
    const now = Math.floor(this.#clock.now().getTime() / 1_000);
    return new SignJWT({})
      .setProtectedHeader({ alg: "ES256", kid: this.keys.kid })
      .setIssuer(ISSUER)
      .setAudience(this.#appId)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .sign(this.#privateKey);
  }

  keySet(): { keys: JWK[] } {
    return { keys: [{ ...this.keys.publicJwk, kid: this.keys.kid, alg: "ES256", use: "sig" }] };
  }
}
