import { matchFiles } from '@secondlook/matcher/dist/files/match-files';

/** `npm run -s match:files -- …`: what the matcher says of files. Progress only where somebody watches. */
async function main(): Promise<void> {
  process.exitCode = await matchFiles(process.argv.slice(2), {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    say: (line) => {
      if (process.stderr.isTTY) {
        process.stderr.write(`${line}\n`);
      }
    },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
