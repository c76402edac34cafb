/**
 * The lines shown when everything runs. `server` and `simulators` are the ready lines; `signIn` is one
 * {email, password} or a list of them, `setupUrl` the page that makes the first owner, `shopUrl` the demo shop's.
 */
export function welcome(server, simulators) {
  const rows = [['Endereço · Address', server.url]];
  if (server.setupUrl) rows.push(['Primeiro acesso · Setup', server.setupUrl]);
  for (const { email, password, role } of [server.signIn ?? []].flat()) {
    rows.push([
      `Entrar · Sign in${role ? ` (${role})` : ''}`,
      password ? `${email}  ${password}` : `${email}`,
    ]);
  }
  if (server.shopUrl) rows.push(['Loja de demonstração · Demo shop', server.shopUrl]);
  if (simulators?.url) {
    const shop = server.shopUrl ? `/?shop=${encodeURIComponent(server.shopUrl)}` : '';
    rows.push(['Celular do cliente · Customer’s phone', `${simulators.url}${shop}`]);
  }
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`);
  return [
    '',
    'Meada está no ar · Meada is running',
    '',
    ...lines,
    '',
    'Ctrl+C para parar · to stop',
    '',
  ].join('\n');
}
