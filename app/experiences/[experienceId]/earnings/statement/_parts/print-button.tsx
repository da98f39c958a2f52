"use client";

import { Button } from "frosted-ui";
import { Icon } from "#app/_ui/icon/icon.tsx";

/** Prints what the frame shows; its own styles leave out what is only for the screen. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button type="button" size="3" variant="solid" onClick={() => window.print()}>
      <Icon name="print" />
      {label}
    </Button>
  );
}
