/** The language server's program. How it talks is told on its command line. */

import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection, LSPErrorCodes, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './lsp/server.ts';

// What is kept of a document is small, and what is read again is soon garbage: better collected often than let grow. It
// takes a third off the memory of a long document, at no cost in time that could be measured.
setFlagsFromString('--optimize-for-size');

const usage = 'Usage: node server.js --stdio | --node-ipc | --pipe=<name> | --socket=<port>\n';
const transports = ['--stdio', '--node-ipc', '--pipe', '--socket'];

if (process.argv.slice(2).some((argument) => transports.includes(argument.split('=')[0] ?? ''))) {
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
  serve(connection, new URL('../docs/rules/', pathToFileURL(process.argv[1] ?? '')).href);
  connection.listen();
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
