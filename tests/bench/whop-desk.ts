import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** Whop as far as reading needs it: its key set, tokens of anybody, and the access check, which admits all. */
export type WhopDesk = {
  origin: string;
  token(whopUserId: string): Promise<string>;
  close(): Promise<void>;
};

export async function openWhopDesk(appId: string): Promise<WhopDesk> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const kid = "bench";
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid, alg: "ES256", use: "sig" }];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const [, resource] = /\/access\/([^/]+)$/.exec(path) ?? [];
    const level = resource?.startsWith("biz_") ? "admin" : "customer";
    const answer = path.endsWith("/jwks.json")
      ? { keys }
      : resource === undefined
        ? null
        : { has_access: true, access_level: level };
    response.writeHead(answer === null ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: { message: "Not here" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The desk has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    token: (whopUserId) =>
      new SignJWT({})
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuer("urn:whopcom:exp-proxy")
        .setAudience(appId)
        .setSubject(whopUserId)
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(pair.privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
