export { answerApi as POST } from "#app/api/v1/_routes/shared-api.ts";
