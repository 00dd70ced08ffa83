/** The language server's program. How it talks is told on its command line. */

import { pathToFileURL } from 'node:url';
import { createConnection, LSPErrorCodes, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { serve } from './lsp/server.ts';

const usage = `Usage: kanto-language-server --stdio | --node-ipc | --pipe=<name> | --socket=<port>

The language server for Eclipse Kanto update manifests, to be started by an editor.
`;
const transports = ['--stdio', '--node-ipc', '--pipe', '--socket'];

const called = process.argv.slice(2);

if (called.includes('--version')) {
  process.stdout.write(`${version}\n`);
} else if (called.includes('--help')) {
  process.stdout.write(usage);
} else if (called.some((argument) => transports.includes(argument.split('=')[0] ?? ''))) {
  const connection = createConnection(ProposedFeatures.all, {
    // A request that is cancelled before its turn is answered without being run.
    connectionStrategy: {
      cancelUndispatched: () => ({
        jsonrpc: '2.0',
        id: null,
        error: { code: LSPErrorCodes.RequestCancelled, message: 'The request was cancelled.' },
      }),
    },
  });
  // The pages lie beside the folder of the programs, in the package as in the sources.
  serve(connection, new URL('../docs/rules/', pathToFileURL(__filename)).href, async (uris) => {
    const { readDiskFiles } = await import('./diskFiles.ts');
    return readDiskFiles(uris);
  });
  connection.listen();
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
