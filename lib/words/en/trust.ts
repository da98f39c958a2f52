/** Why a vouch is refused, or a change of its rules. */
export const trust = {
  weights: "must make 100 together with the other two",
  teamsKind: "The community's vouch is given by its team.",
  membersKind: "As the team you give the community's vouch; the others are for members.",
  yourself: "Nobody can vouch for themselves.",
  already: "You vouch for this member already.",
  primaryLimit:
    "{limit, plural, =0 {This community has no first vouches.} one {You have given your first vouch to somebody else. Take it back before you give it again.} other {You have given all of your # first vouches. Take one back before you give another.}}",
  secondaryLimit:
    "{limit, plural, =0 {This community has no further vouches.} one {You have given your further vouch. Take it back before you give another.} other {You have given all of your # further vouches. Take one back before you give another.}}",
  communityLimit:
    "{limit, plural, =0 {The rules of this community allow no vouches by the team.} one {This member has the community's vouch already.} other {This member has all # of the community's vouches already.}}",
  cooldown: "You vouched for somebody not long ago. You can do it again from {until} on.",
  reconnection: "You took back your vouch for this member. You can give it again from {until} on.",
  withdrawn: "This vouch was taken back already.",
  byRule: "A rule of the community gives this vouch. It ends when the rule no longer applies, or is changed.",
} as const;
