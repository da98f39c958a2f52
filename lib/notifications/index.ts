export type { Community } from "./claim.ts";
export { getNotificationStanding, type NotificationStanding } from "./get-notification-standing.ts";
export {
  type ListedNotification,
  ListNotificationsInput,
  listNotifications,
  type NotificationPage,
  type NotificationStandingName,
  notificationStandings,
} from "./list-notifications.ts";
export { callOff, callOffExcept, type News, notify, team } from "./notify.ts";
export { hourOf } from "./quiet-hours.ts";
export type { Manners } from "./recipients.ts";
export { sendNotifications } from "./send-notifications.ts";
