import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';
import classes from './Toasts.module.css';

/** Where messages appear. Loaded after the desk is drawn; what is said before waits for it. */
export function Toasts() {
  return <Notifications position="top-right" limit={4} classNames={{ root: classes.toasts }} />;
}
