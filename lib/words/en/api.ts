/** What is wrong with how a request was made, before anything of ours was asked. */
export const api = {
  peopleOnly: "This is for a person who is signed in. API keys cannot do it.",
  scopeMissing: "This API key lacks the scope {scope}. Make one that has it.",
  keyOfAnother: "This API key belongs to another community.",
  peoplesView: "belongs to people's view; a key names companyId, or nothing",
  nothingHere: "There is nothing at this address.",
  tooLarge: "The body is larger than {kB} kB.",
  sendJson: "Send the body as JSON, with content-type: application/json.",
  twice: "is given twice",
  notObject: "The body must be a JSON object.",
  notJson: "The body is not valid JSON.",
  noText: "holds a character that is no text",
  tooDeep: "is nested too deeply",
  whereMissing: "Say where this belongs: give experienceId or companyId.",
  otherCompany: "is not the company of this experience",
  methods: "This address answers {methods} only.",
} as const;
