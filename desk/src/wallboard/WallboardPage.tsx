/** /wallboard: what waits, who works. */
export function WallboardPage() {
  return null;
}
