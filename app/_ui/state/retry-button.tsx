"use client";

import { Button } from "frosted-ui";
import { useState } from "react";

/** Asks for the whole page again: a page that could not be read has nothing worth keeping. */
export function RetryButton({ label }: { label: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <Button
      type="button"
      size="3"
      variant="solid"
      loading={asking}
      onClick={() => {
        setAsking(true);
        window.location.reload();
      }}
    >
      {label}
    </Button>
  );
}
