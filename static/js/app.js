// The one script of every page. Each part stands alone and the page works without any of them.
import { startAutosave } from "./autosave.js";
import { startDialogs } from "./dialogs.js";
import { startForms } from "./forms.js";
import { startFragments } from "./fragments.js";
import { startMenus } from "./menus.js";
import { startQueue } from "./inspection/queue.js";
import { startToasts } from "./toasts.js";
import { startWorker } from "./worker.js";

startMenus();
startToasts();
startFragments();
startForms();
startDialogs();
startAutosave();
startQueue();
startWorker();
