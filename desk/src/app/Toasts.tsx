import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';

/** Where messages appear. Loaded after the desk is drawn; what is said before waits for it. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={4} />;
}
