import { candidate } from './cli/candidate';
import { connections } from './cli/connections';
import { deadLetters } from './cli/dead-letters';
import { exportCommand } from './cli/export';
import { health } from './cli/health';
import { importProfiles } from './cli/import-profiles';
import { lintQuery } from './cli/lint-query';
import { pause, resume } from './cli/pause';
import { quarantine } from './cli/quarantine';
import { search } from './cli/search';
import { reconcile } from './cli/reconcile';
import { scope } from './cli/scope';
import { sources } from './cli/sources';
import { sync } from './cli/sync';
import { token } from './cli/token';
import { tokens } from './cli/tokens';
import { type Command } from './cli/command';
import { requireStackFile, toView } from './stack-file';

/** `npm run -s cli -- <command>`: a running stack by hand, over gRPC. Tables for people, JSON Lines with --json. */
const commands: Readonly<Record<string, Command>> = {
  search,
  candidate,
  tokens,
  'lint-query': lintQuery,
  sources,
  connections,
  health,
  sync,
  reconcile,
  scope,
  pause,
  resume,
  export: exportCommand,
  'import-profiles': importProfiles,
  'dead-letters': deadLetters,
  quarantine,
  token,
};

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (command === undefined) {
    console.error(`Commands:\n${Object.entries(commands).map(([known, { usage }]) => `  ${known} ${usage}`).join('\n')}`);
    process.exitCode = 2;
    return;
  }
  const stack = requireStackFile();
  const view = toView(stack);
  try {
    await command.run(args, { view, stack });
  } finally {
    await view.clients.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
