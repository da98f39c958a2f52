export { answerApi as GET } from "#app/api/v1/_routes/shared-api.ts";
