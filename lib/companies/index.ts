export { type Company, findCompany, getCompany, getSettings } from "./get-company.ts";
export { listPlans, type Plan } from "./list-plans.ts";
export { provisionCompany } from "./provision-company.ts";
export { refreshCatalog } from "./refresh-catalog.ts";
export { resolveExperience } from "./resolve-experience.ts";
export { currentRules, RuleSet, type Rules, rulesInForce } from "./rules.ts";
export { CompanySettings } from "./settings.ts";
export { UpdateRulesInput, updateRules } from "./update-rules.ts";
export { UpdateSettingsInput, updateSettings } from "./update-settings.ts";
