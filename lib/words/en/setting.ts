/** Why a change of settings, rules, keys or a case is refused. */
export const setting = {
  rulesChanged: "Somebody else changed the rules just now. Reload and try again.",
  noPlan: "This community has no such plan. If it is new on Whop, reload the plans first.",
  comparing: "A comparison with Whop is under way. Its progress is on this page.",
  notComparing: "No comparison with Whop is under way.",
  caseDecided: "This case has been decided already. Reload to see by whom and why.",
  keyRevoked: "This key was revoked already.",
  mostViews: "There are {count} views of this list already. Remove one that is not needed.",
  viewNameTaken: "There is a view named {name} already.",
  mostKeys: "There are {count} keys already. Revoke one that is not needed.",
  aliasTaken: "is taken by another member, or is another member's name",
  aliasUnclean: "must not have invisible or control characters",
  aliasMissing: "choose one to be shown by it",
  interrupted: "It was interrupted and did not go on.",
} as const;
