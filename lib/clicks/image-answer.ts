import { notModified, picture, type VisitAnswer } from "./answers.ts";
import type { CardImage } from "./card-images.ts";
import type { Visit } from "./visit.ts";

/** A card as it is sent; whoever has it already is told so. */
export function imageAnswer({ png, version, isPlain }: CardImage, visit: Pick<Visit, "header">): VisitAnswer {
  const etag = `"${version}"`;
  const cacheControl = isPlain ? "public, max-age=30" : "public, max-age=86400";
  const isKnown = visit.header("if-none-match")?.includes(etag) ?? false;
  return isKnown ? notModified(etag, cacheControl) : picture(png, etag, cacheControl);
}
