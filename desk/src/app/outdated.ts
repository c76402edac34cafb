const kept = 'meada.reloaded';
/** A page that was just fetched and lacks a file again is not fetched in a circle (ms). */
const apart = 30_000;

/** After an update the old page asks for files that are no longer there: fetches the new page, once. */
export function fetchNewPage(): void {
  if (!navigator.onLine) return;
  const last = Number(sessionStorage.getItem(kept) ?? 0);
  if (Date.now() - last < apart) return;
  sessionStorage.setItem(kept, String(Date.now()));
  location.reload();
}
