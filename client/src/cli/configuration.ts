/** The configuration of a call: the one that it names, or the nearest one above the file. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  createLanguageService,
  type LanguageService,
  readRuleSettings,
  readVocabularies,
} from '../../../server/src/service.ts';
import {
  type Configuration,
  configurationName,
  noConfiguration,
  readConfiguration,
} from '../configuration/configuration.ts';
import { FaultError, fault, faultOf } from '../errors.ts';
import { readTextFile } from './manifestFile.ts';

/** Which configuration counts: of the nearest file above, of a file that is named, or of none. */
export type ConfigurationChoice = { readonly file: string } | 'nearest' | 'none';

/** A language service as the configuration wants it. */
export interface Configured {
  readonly service: LanguageService;
  readonly configuration: Configuration;
  /** The folder that the patterns of the configuration are relative to; absent where there is no file. */
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
    const known = services.get(file) ?? configured(file);
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

async function configured(file: string | undefined): Promise<Configured> {
  const service = createLanguageService();
  if (file === undefined) return { service, configuration: noConfiguration };
  // The settings of a workspace of VS Code: what is relative in them is so to the folder of the workspace.
  const isWorkspace = basename(file) === 'settings.json' && basename(dirname(file)) === '.vscode';
  const folder = isWorkspace ? dirname(dirname(file)) : dirname(file);
  const { configuration, faults } = readConfiguration(await readPart(file, file), isWorkspace);
  const rules = readRuleSettings(configuration.rules);
  const texts: Record<string, string> = {};
  for (const [domain, path] of configuration.domains)
    texts[domain] = await readPart(file, resolve(folder, path));
  const domains = readVocabularies(texts);
  const all = [...faults, ...rules.faults, ...domains.faults];
  if (all.length > 0) throw malformed(file, all);
  service.configure({ rules: rules.levels, domains: domains.vocabularies });
  return { service, configuration, folder };
}

/** The configuration itself, or a file that it names. */
async function readPart(configurationFile: string, file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (error) {
    throw malformed(configurationFile, [faultOf(error, 'file-unreadable').message]);
  }
}

/** Findings that are shown otherwise than they were meant to be would be taken for good. */
function malformed(file: string, faults: readonly string[]): FaultError {
  const lines = faults.map((it) => `  ${it}`).join('\n');
  return new FaultError(
    fault(
      'configuration-malformed',
      `Nothing is checked: the configuration ${file} is not as it should be.\n${lines}`,
    ),
  );
}
