/** How a call to Whop failed. */
export const whop = {
  unreachable: "Whop could not be reached ({operation}).",
  noAnswer: "Whop did not answer ({operation}).",
  keyRefused: "Whop refused the app's API key ({operation}).",
  unknown: "Whop does not know it ({operation}).",
  busy: "Whop is busy with the same thing ({operation}).",
  wait: "Whop asks to wait ({operation}).",
  answered: "Whop answered {status} ({operation}).",
  refused: "Whop refused it with {status} ({operation}).",
  unreadable: "Whop's answer could not be read ({operation}).",
  permissionMissing:
    "Whop refused the call because the app lacks the permission {permission}. Approve the app again to grant it.",
  refusedSaying: "Whop refused the call: {said}.",
  noAccess: "Whop refused the call: the app has no access to it.",
  tooMany: "Too many calls to Whop at once ({operation}).",
  notAnswering: "Whop has not been answering; the call was not made ({operation}).",
} as const;
