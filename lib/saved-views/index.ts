export { ArchiveSavedViewInput, archiveSavedView } from "./archive-saved-view.ts";
export { CreateSavedViewInput, createSavedView } from "./create-saved-view.ts";
export { forgetViews } from "./forget-views.ts";
export { ListSavedViewsInput, listSavedViews } from "./list-saved-views.ts";
export { RenameSavedViewInput, renameSavedView } from "./rename-saved-view.ts";
export { type SavedView, savedViewPages } from "./saved-view.ts";
