// What this machine has, and what may be installed on it.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/**
 * @param {string} name
 * @returns {Promise<string | undefined>} the path of the program on the PATH (and in /usr/sbin, where daemons are)
 */
export async function findProgram(name) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/sbin', '/usr/local/sbin');
  for (const folder of folders) {
    for (const suffix of suffixes) {
      const file = join(folder, name + suffix);
      if (folder !== '' && (await isProgram(file))) return file;
    }
  }
  return undefined;
}

/** @param {string} file */
export async function isProgram(file) {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // not there, or not for us: both mean no
  }
}

const chromiumNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];
const chromiumPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {Promise<string | undefined>} a browser of the Chromium family: `CHROMIUM` of the environment first */
export async function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  for (const name of chromiumNames) {
    const program = await findProgram(name);
    if (program) return program;
  }
  for (const place of chromiumPlaces) if (await isProgram(place)) return place;
  return undefined;
}

/** @returns {Promise<string | undefined>} the broker Mosquitto: `MOSQUITTO` of the environment first */
export const findMosquitto = async () => process.env['MOSQUITTO'] || (await findProgram('mosquitto'));

/**
 * @returns {Promise<string | undefined>} a Python that has Apache Qpid Proton: `PROTON` of the environment first, then
 * Debian's own, whose packages another Python on the PATH does not see
 */
export async function findProton() {
  const named = process.env['PROTON'];
  if (named) return named;
  for (const python of ['/usr/bin/python3', await findProgram('python3')]) {
    if (python === undefined || !(await isProgram(python))) continue;
    const { code } = await run(python, ['-c', 'import proton'], { quiet: true });
    if (code === 0) return python;
  }
  return undefined;
}

/** @returns {Promise<boolean>} true where this process may install packages: root on Debian */
export async function mayInstall() {
  if (process.getuid?.() !== 0) return false;
  const debian = await stat('/etc/debian_version').catch(() => undefined);
  return debian !== undefined && (await findProgram('apt-get')) !== undefined;
}

/**
 * Installs Debian packages; {@link mayInstall} first. No service is started by it.
 * @param {readonly string[]} packages
 * @returns {Promise<string>} what apt-get wrote
 */
export async function installPackages(packages) {
  const options = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };
  const update = await run('apt-get', ['update', '-q'], options);
  const install = await run(
    'apt-get',
    ['install', '-q', '-y', '--no-install-recommends', ...packages],
    options,
  );
  return update.output + install.output;
}
