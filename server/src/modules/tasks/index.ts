export { createTask } from './create-task.ts';
export { mailReminders } from './mail-reminders.ts';
export { presentTasks } from './present.ts';
export { ringReminders } from './ring-reminders.ts';
export { taskRoutes } from './routes.ts';
export { taskLines } from './timeline.ts';
export { taskWords } from './words.ts';
