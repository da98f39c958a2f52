"use client";

import "frosted-ui/styles.css";
import "./globals.css";
import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { Broken } from "#app/_ui/state/broken.tsx";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Stands in for the whole document when not even its frame could be made. */
export default function GlobalError({ error, reset }: Props) {
  return (
    <html lang="en">
      <body>
        <PublicFrame>
          <Broken requestId={error.digest} retry={reset} />
        </PublicFrame>
      </body>
    </html>
  );
}
