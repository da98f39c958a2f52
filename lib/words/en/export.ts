/** Why a long export is not made, or cannot be had. */
export const exportWords = {
  ended: "This export has ended already.",
  notReady: "This export is not there to be downloaded.",
  most: "{count} exports are being made. Wait until one is ready, or cancel one.",
  failed: "It could not be made.",
} as const;
