/**
 * The configuration files that hold for the documents: for each the nearest `kanto.config.json` above it, as on the
 * command line. What is wrong in one is told in the file itself.
 */
import { t } from '@vscode/l10n';
import {
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type { FileText } from '../configuration/fileText.ts';
import { type LoadedConfiguration, loadConfiguration } from '../configuration/load.ts';
import { configurationName } from '../configuration/name.ts';
import { foldersAbove, placeIn } from './folders.ts';
import type { FileWatch } from './watching.ts';

/** The text of each, or why there is none; undefined for a file that does not exist. Does not reject. */
export type ReadFiles = (uris: readonly string[]) => Promise<readonly (FileText | undefined)[]>;

export interface Configurations {
  /** What holds for a document, as far as that is known by now; undefined where no file does. */
  of(uri: string): LoadedConfiguration | undefined;
  /** The folder of what holds for it. */
  folderOf(uri: string): string | undefined;
  /** Settles once it is known what holds for the document; undefined where that is so already. */
  look(uri: string): Promise<void> | undefined;
  /** Files may have changed. */
  refresh(): void;
}

interface Found {
  readonly folder: string;
  readonly loaded: LoadedConfiguration;
  /** The same where it was made of the same texts. */
  readonly source: string;
}

interface Parts {
  readonly connection: Connection;
  readonly read: ReadFiles;
  /** Absent where the client does not watch files: then they are looked at with each document that is opened or saved. */
  readonly watch: FileWatch | undefined;
  /** Other settings hold for some document. */
  readonly changed: () => void;
}

export function createConfigurations({ connection, read, watch, changed }: Parts): Configurations {
  /** By the folder of documents: the file that holds there. */
  let nearest: ReadonlyMap<string, string | undefined> = new Map();
  let found: ReadonlyMap<string, Found> = new Map();
  const looking = new Map<string, Promise<void>>();
  const told = createTelling(connection);
  let turn = Promise.resolve();

  /** One after the other, so that what was read last is what holds. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: unknown) => {
      connection.console.error(`Looking for configurations failed, the last ones hold: ${String(error)}`);
    });
    return turn;
  };

  /** `anew`: also what is known is read again. */
  const update = async (folders: readonly string[], anew: boolean) => {
    const above = new Map(folders.map((folder) => [folder, foldersAbove(folder)]));
    const places = [...new Set([...above.values()].flat())].map((folder) =>
      placeIn(folder, configurationName),
    );
    const texts = await read(places);
    const there = new Map(places.flatMap((place, index) => (texts[index] ? [[place, texts[index]]] : [])));
    const holding = new Map(nearest);
    for (const [folder, all] of above)
      holding.set(
        folder,
        all.map((it) => placeIn(it, configurationName)).find((it) => there.has(it)),
      );
    const next = new Map<string, Found>();
    for (const file of new Set(holding.values())) {
      if (file === undefined) continue;
      const text = there.get(file);
      const known = found.get(file);
      if (known && (text === undefined || !anew)) next.set(file, known);
      else if (text) next.set(file, await load(file, text, known));
    }
    const differs = [...holding].some(
      ([folder, file]) => outcome(nearest, found, folder) !== next.get(file ?? '')?.loaded,
    );
    nearest = holding;
    found = next;
    told.tell(next);
    if (differs) changed();
    const grown = await watch?.follow({
      above: [...new Set([...nearest.keys()].flatMap(foldersAbove))],
      files: [...found.values()].flatMap(({ folder, loaded }) =>
        loaded.files.map((it) => placeIn(folder, it)),
      ),
    });
    // What changed before somebody watched it is seen now.
    if (grown) refresh();
  };

  const load = async (file: string, text: FileText, known: Found | undefined): Promise<Found> => {
    const folder = file.slice(0, -configurationName.length);
    const texts: (readonly [string, FileText | undefined])[] = [];
    const loaded =
      'problem' in text
        ? unread(text)
        : await loadConfiguration(text.text, {
            found: true,
            read: async (named) => {
              const [content] = await read([placeIn(folder, named)]);
              texts.push([named, content]);
              return content && 'text' in content ? content : { why: whyNot(content) };
            },
          });
    const source = JSON.stringify([text, texts.sort(([a], [b]) => (a < b ? -1 : 1))]);
    return known?.source === source ? known : { folder, loaded, source };
  };

  const refresh = () => void inTurn(() => update([...nearest.keys()], true));

  return {
    of: (uri) => outcome(nearest, found, foldersAbove(uri)[0] ?? ''),
    folderOf: (uri) => found.get(nearest.get(foldersAbove(uri)[0] ?? '') ?? '')?.folder,
    look(uri) {
      const [folder] = foldersAbove(uri);
      if (folder === undefined || nearest.has(folder)) return undefined;
      const known = looking.get(folder);
      if (known) return known;
      const work = inTurn(() => update([folder], false)).finally(() => looking.delete(folder));
      looking.set(folder, work);
      return work;
    },
    refresh,
  };
}

function outcome(
  nearest: ReadonlyMap<string, string | undefined>,
  found: ReadonlyMap<string, Found>,
  folder: string,
): LoadedConfiguration | undefined {
  return found.get(nearest.get(folder) ?? '')?.loaded;
}

/** The end of a sentence. */
function whyNot(content: Exclude<FileText, { readonly text: string }> | undefined): string {
  if (content === undefined) return t('does not exist');
  return content.problem === 'too-large' ? t('is larger than 4 MB') : t('cannot be read');
}

function unread(content: Exclude<FileText, { readonly text: string }>): LoadedConfiguration {
  const start = { line: 0, character: 0 };
  const message = t('Nothing in it counts: it {0}.', whyNot(content));
  return {
    rules: new Map(),
    domains: new Map(),
    globs: [],
    files: [],
    faults: [{ message, range: { start, end: start } }],
  };
}

/** Tells what is wrong in a file there, and once that there is something. */
function createTelling(connection: Connection) {
  const published = new Map<string, string>();
  let shown = '';
  const fail = (error: unknown) =>
    connection.console.error(`The faults of a configuration could not be told: ${String(error)}`);
  const publish = (uri: string, diagnostics: Diagnostic[]) => {
    const text = JSON.stringify(diagnostics);
    if (text === (published.get(uri) ?? '[]')) return;
    published.set(uri, text);
    connection.sendDiagnostics({ uri, diagnostics }).catch(fail);
  };
  return {
    tell(found: ReadonlyMap<string, Found>) {
      for (const uri of published.keys()) if (!found.has(uri)) publish(uri, []);
      for (const [uri, { loaded }] of found)
        publish(
          uri,
          loaded.faults.map((fault) => ({
            ...fault,
            severity: DiagnosticSeverity.Error,
            source: 'kanto',
            code: 'configuration',
          })),
        );
      const faulty = [...published].filter(([, text]) => text !== '[]').map(([uri]) => uri);
      const now = faulty.sort().join(' ');
      // No word of the file in it: what an editor shows so, it may take for links.
      if (now !== '' && now !== shown)
        connection
          .sendNotification(ShowMessageNotification.type, {
            type: MessageType.Warning,
            message: t(
              'A kanto.config.json of this project has faults, and what is wrong in it does not count: see the problems of the file.',
            ),
          })
          .catch(fail);
      shown = now;
    },
  };
}
