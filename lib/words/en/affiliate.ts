/** Why an action on an affiliate or a plan is refused. */
export const affiliate = {
  noPlan: "There is no commission plan yet. Create one first.",
  planArchived: "The plan “{name}” is archived. Choose another one.",
  notApproved: "Only somebody who was approved has a plan. Approve the application.",
  thisPlanArchived: "This plan is archived. Create a new one instead.",
  notWaiting: "This application does not wait for a decision: it is {status}.",
  approved: "This affiliate was approved already, and is {status}.",
  closed: "This community takes no applications at the moment.",
  declined: "Your application was declined. The community's team can change that.",
  suspended: "You are suspended as an affiliate. Ask the community's team about it.",
  nameTaken: "There is a plan named “{name}” already. Choose another name.",
  mostPlans: "There are {count} plans already. Archive one first.",
  resume: "This affiliate is suspended. Resume them instead.",
  changed: "This affiliate is {status}, not {expected}. Reload to see by whom.",
} as const;
