// `npm start`: builds the extension and opens a real VS Code with it on a copy of examples/, a simulated device connected.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createProfile,
  freePort,
  installCodeServer,
  quietSettings,
  startCodeServer,
} from './lib/codeServer.mjs';
import { findProgram } from './lib/machine.mjs';
import { runOrFail } from './lib/run.mjs';

const usage = `Usage: npm start -- [options]

Builds the extension and opens it in VS Code, on a copy of the sample workspace examples/, with a simulated device.
The copy is thrown away at the end, with profile and settings: save elsewhere what you want to keep. Your own VS Code
is not touched.

  --host code|code-server  which VS Code: the desktop's, or one in the browser that npm installs into .cache/.
                           Default: code where it is on the PATH and there is a screen, else code-server.
  --port NUMBER            where code-server listens on 127.0.0.1. Default: 8700, or any free one.
  --no-browser             only print code-server's address, open no browser.
  --help                   this text.

Ctrl-C ends everything.`;

const project = fileURLToPath(new URL('..', import.meta.url));
/** Opening a manifest starts the extension, and with it the simulated device. */
const firstManifest = 'hello.desired-state.yaml';
const defaultPort = 8700;

const settings = {
  ...quietSettings,
  'kanto.simulator.startAutomatically': true,
  'workbench.editor.enablePreview': false,
};

/** @typedef {{ host: 'code' | 'code-server' | undefined, port: number | undefined, browser: boolean }} Options */

/**
 * @returns {Options | 'help'}
 * Throws with a message for people where an option is wrong.
 */
function readOptions() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      'no-browser': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { host } = values;
  if (host !== undefined && host !== 'code' && host !== 'code-server') {
    throw new Error(`--host takes code or code-server, not "${host}".`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
  }
  return { host, port, browser: !values['no-browser'] };
}

/** A desktop can show itself: there is a screen, and this is not the terminal of a remote VS Code. */
const hasScreen =
  process.env['VSCODE_IPC_HOOK_CLI'] === undefined &&
  (process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']));

/** @param {string} line */
const say = (line) => console.log(line);

/** @param {Options} options */
async function start({ host, port, browser }) {
  const code = await findProgram('code');
  const chosen = host ?? (code && hasScreen ? 'code' : 'code-server');
  if (chosen === 'code' && !code) {
    throw new Error(
      'There is no `code` on the PATH. In VS Code: "Shell Command: Install \'code\' command in PATH".',
    );
  }
  if (chosen === 'code' && code) {
    await build();
    await withFolder((root, examples) => openDesktop(code, root, examples));
  } else {
    const [codeServer] = await Promise.all([installCodeServer(say), build()]);
    await withFolder((root, examples) => openInBrowser(codeServer, root, examples, port, browser));
  }
}

/**
 * Everything that VS Code writes goes into one folder, which is gone afterwards. The workspace is in it too: an editor
 * that saves by itself would change the examples of the project.
 * @param {(root: string, examples: string) => Promise<void>} use
 */
async function withFolder(use) {
  const root = await mkdtemp(join(tmpdir(), 'kanto-'));
  try {
    const examples = join(root, 'examples');
    await cp(join(project, 'examples'), examples, { recursive: true });
    say(`The workspace is a copy of the examples, gone at the end: ${examples}`);
    await use(root, examples);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

const build = () => runOrFail('The build', process.execPath, [join(project, 'esbuild.mjs')], { quiet: true });

/**
 * @param {string} code
 * @param {string} root
 * @param {string} examples
 */
async function openDesktop(code, root, examples) {
  const profile = await createProfile(root, settings);
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const editor = spawn(
    code,
    [
      ...['--wait', '--new-window', '--extensionDevelopmentPath', project],
      ...['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions],
      ...(asRoot ? ['--no-sandbox'] : []),
      ...[examples, join(examples, firstManifest)],
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  say('VS Code opens. Close its window, or press Ctrl-C here, to end.');
  onInterrupt(() => editor.kill());
  await new Promise((resolve, reject) => {
    editor.once('error', reject);
    editor.once('exit', resolve);
  });
}

/**
 * @param {string} codeServer
 * @param {string} root
 * @param {string} examples
 * @param {number | undefined} port
 * @param {boolean} browser
 */
async function openInBrowser(codeServer, root, examples, port, browser) {
  const profile = await createProfile(root, settings);
  const { publisher, name, version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  await symlink(project, join(profile.extensions, `${publisher}.${name}-${version}`), 'junction');
  const free = await freePort(port ?? defaultPort);
  if (port !== undefined && free !== port)
    throw new Error(`Port ${port} is in use. Choose another by --port.`);
  const server = await startCodeServer(codeServer, profile, { port: free });
  const manifest = toUrlPath(join(examples, firstManifest));
  const open = JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${free}${manifest}`]]);
  const query = new URLSearchParams({ folder: examples, payload: open }).toString();
  const address = `${server.url}?${query.replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
  onInterrupt(() => void server.stop());
  say(`
VS Code with the extension is ready:

    ${address}

The simulated device starts with it: press "Apply to Device…" above the manifest. Ctrl-C ends everything.`);
  if (browser) openBrowser(address);
  await server.ended;
}

/** @param {string} path */
const toUrlPath = (path) => pathToFileURL(path).pathname;

/** A terminal, npm and a supervisor may each send the signal: the first one ends it, in order. @param {() => void} end */
function onInterrupt(end) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
}

/** Tries; where it does not work, the address is on the screen already. @param {string} address */
function openBrowser(address) {
  if (process.platform === 'linux' && !hasScreen) return;
  const [command = '', ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.once('error', () => say('(No browser could be opened from here.)'));
  opener.unref();
}

try {
  const options = readOptions();
  if (options === 'help') say(usage);
  else await start(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
