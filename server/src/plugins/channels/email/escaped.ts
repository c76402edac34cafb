/** Everything but plain letters and signs as it must stand in HTML. */
export const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll('\n', '<br>\n');
