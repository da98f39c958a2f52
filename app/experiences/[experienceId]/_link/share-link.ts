/** A link as the sharing controls need it. */
export type ShareLink = { code: string; url: string };
