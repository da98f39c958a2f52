export type { Community } from "./claim.ts";
export {
  getNotificationStanding,
  type ListedNotification,
  ListNotificationsInput,
  listNotifications,
  type NotificationPage,
  type NotificationStanding,
} from "./list-notifications.ts";
export { callOff, type News, notify, team } from "./notify.ts";
export { hourOf } from "./quiet-hours.ts";
export { sendNotifications } from "./send-notifications.ts";
