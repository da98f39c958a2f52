"use client";

import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { Broken } from "#app/_ui/state/broken.tsx";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  return (
    <PublicFrame>
      <Broken requestId={error.digest} retry={reset} />
    </PublicFrame>
  );
}
