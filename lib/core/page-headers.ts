/** Whop shows the pages in a frame and nobody else may; X-Frame-Options cannot say that and stays away. */
export function pageHeaders(frameOrigins: readonly string[]): [string, string][] {
  const frames = ["'self'", ...frameOrigins].join(" ");
  return [
    [
      "content-security-policy",
      `frame-ancestors ${frames}; base-uri 'self'; object-src 'none'; form-action 'self'`,
    ],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
    ["permissions-policy", "camera=(), microphone=(), geolocation=()"],
  ];
}
