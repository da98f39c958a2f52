export {
  answerApi as GET,
  answerApi as PATCH,
  answerApi as POST,
} from "#app/api/v1/_routes/shared-api.ts";
