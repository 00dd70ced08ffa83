/** The configuration of a call: the one that it names, or the nearest one above the file. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { configurationName } from '../../../server/src/messages.ts';
import {
  createLanguageService,
  type LanguageService,
  type LoadedConfiguration,
  loadConfiguration,
} from '../../../server/src/service.ts';
import { FaultError, fault, faultOf } from '../errors.ts';
import { readTextFile } from './manifestFile.ts';

/** Which configuration counts: of the nearest file above, of a file that is named, or of none. */
export type ConfigurationChoice = { readonly file: string } | 'nearest' | 'none';

/**
 * The service for a call about one file, which may be standard input, or about none.
 * @throws FaultError `configuration-malformed`
 */
export async function configuredService(
  choice: ConfigurationChoice,
  file: string | undefined,
): Promise<LanguageService> {
  const { service } = await createConfigurations(choice)(file === undefined ? '.' : dirname(file));
  return service;
}

/** A language service as the configuration wants it. */
export interface Configured {
  readonly service: LanguageService;
  /** More files that are manifests, relative to the folder of the configuration. */
  readonly globs: readonly string[];
  /** Absent where there is no file. */
  readonly folder?: string;
}

/**
 * Returns what gives the service for each folder; a file is read once, and each has one service.
 * What it returns rejects with a FaultError `configuration-malformed`.
 */
export function createConfigurations(choice: ConfigurationChoice): (folder: string) => Promise<Configured> {
  const services = new Map<string | undefined, Promise<Configured>>();
  const nearest = new Map<string, Promise<string | undefined>>();
  const serviceOf = (file: string | undefined) => {
    const known = services.get(file) ?? configured(file, choice === 'nearest');
    services.set(file, known);
    return known;
  };
  const find = (folder: string): Promise<string | undefined> => {
    const known = nearest.get(folder) ?? findAbove(folder, find);
    nearest.set(folder, known);
    return known;
  };
  return async (folder) => {
    if (choice === 'none') return serviceOf(undefined);
    return serviceOf(choice === 'nearest' ? await find(resolve(folder)) : resolve(choice.file));
  };
}

async function findAbove(
  folder: string,
  find: (folder: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const file = join(folder, configurationName);
  // What is there and cannot be looked at is told when it is read.
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error.code);
  if (found !== 'ENOENT' && found !== 'ENOTDIR') return file;
  const above = dirname(folder);
  return above === folder ? undefined : find(above);
}

async function configured(file: string | undefined, found: boolean): Promise<Configured> {
  const service = createLanguageService();
  if (file === undefined) return { service, globs: [] };
  // The settings of a workspace of VS Code: what is relative in them is so to the folder of the workspace.
  const isWorkspace = basename(file) === 'settings.json' && basename(dirname(file)) === '.vscode';
  const folder = isWorkspace ? dirname(dirname(file)) : dirname(file);
  const text = await readTextFile(file).catch((error: unknown) => {
    throw malformed(file, [faultOf(error, 'file-unreadable').message]);
  });
  const { rules, domains, globs, faults } = await loadConfiguration(text, {
    found,
    amongOthers: isWorkspace,
    read: (named) =>
      readUsualFile(resolve(folder, named)).then(
        (it) => ({ text: it }),
        (error: unknown) => ({ why: `– ${faultOf(error, 'file-unreadable').message.replace(/\.$/, '')}` }),
      ),
  });
  if (faults.length > 0) throw malformed(file, faults.map(toldFault));
  service.configure({ rules, domains });
  return { service, globs, folder };
}

/** The file that names it may come from a stranger, and a pipe or a terminal would be waited for. */
async function readUsualFile(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (found && !found.isFile() && !found.isDirectory())
    throw new FaultError(fault('file-unreadable', `${file} is no usual file.`));
  return readTextFile(file);
}

/** Lines and columns count from 1. */
function toldFault({ message, range: { start } }: LoadedConfiguration['faults'][number]): string {
  return `${start.line + 1}:${start.character + 1}: ${message}`;
}

/** Findings that are shown otherwise than they were meant to be would be taken for good. */
function malformed(file: string, faults: readonly string[]): FaultError {
  const lines = faults.map((it) => `  ${it}`).join('\n');
  return new FaultError(
    fault(
      'configuration-malformed',
      `Nothing is done: the configuration ${file} is not as it should be.\n${lines}`,
    ),
  );
}
