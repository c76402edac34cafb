import { startChild } from './lib/child.mjs';
import { buildFronts } from './lib/fronts.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { serverHelp, serverOptions } from './lib/options.mjs';
import { needPort } from './lib/ports.mjs';
import { launch } from './lib/say.mjs';
import { hasSimulators, makeDataFolder, serverEnvironment, startSimulators } from './lib/services.mjs';
import { together } from './lib/together.mjs';
import { welcome } from './lib/welcome.mjs';

await launch(async () => {
  const options = serverOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(serverHelp);
    return;
  }
  await needPort(options.port, options.host);
  makeDataFolder(options.data);
  await ensureInstalled();
  await buildFronts();
  await together(async (add) => {
    const simulators = !options.empty && hasSimulators() ? await startSimulators(add, options) : undefined;
    const env = serverEnvironment(options, simulators);
    const ready = await add(startChild('server', ['server/src/main.ts'], env)).ready;
    process.stdout.write(`${welcome(ready, simulators)}\n`);
  });
});
