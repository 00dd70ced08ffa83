/** How long a writer waits in the real editor, and whether the editor waits with them. Told, and not judged. */
import { basename } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  commands,
  languages,
  Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Figure, LongManifest } from './suite.ts';
import { waitFor } from './waiting.ts';
import { ourExtension } from './workspace.ts';

export interface Activation {
  readonly figures: readonly Figure[];
  /** Names of our files that were loaded until the extension was active: whatever is heavy comes later. */
  readonly files: readonly string[];
}

/** Milliseconds from asking for the extension to its `activate` having returned. No figure where VS Code was faster. */
export async function measureActivation(): Promise<Activation> {
  const extension = ourExtension();
  const loaded = () =>
    Object.keys(require.cache)
      .filter((file) => file.startsWith(extension.extensionPath))
      .map((file) => basename(file));
  if (extension.isActive) return { figures: ownPart(extension.id), files: loaded() };
  const start = performance.now();
  await extension.activate();
  const milliseconds = performance.now() - start;
  return {
    figures: [{ what: 'Activation of the extension', milliseconds }, ...ownPart(extension.id)],
    files: loaded(),
  };
}

/** What of the activation is the extension's own: its code is loaded, its `activate` runs. VS Code sets a mark around each. */
function ownPart(extension: string): Figure[] {
  const marks = marksOfEditor();
  const between = (what: string, action: string): Figure[] => {
    const [from, to] = ['will', 'did'].map((it) => marks.get(`code/extHost/${it}${action}/${extension}`));
    return from === undefined || to === undefined ? [] : [{ what, milliseconds: to - from }];
  };
  return [
    ...between('of which loading its code', 'LoadExtensionCode'),
    ...between('of which its own activate', 'ActivateExtension'),
  ];
}

/** The marks of the extension host by name, in milliseconds. VS Code keeps them to itself: none where it has moved them. */
function marksOfEditor(): Map<string, number> {
  const keeper: unknown = Reflect.get(globalThis, 'MonacoPerformanceMarks');
  const get: unknown =
    typeof keeper === 'object' && keeper !== null ? Reflect.get(keeper, 'getMarks') : undefined;
  const marks: unknown = typeof get === 'function' ? get.call(keeper) : undefined;
  return new Map(Array.isArray(marks) ? marks.map((it) => [String(it.name), Number(it.startTime)]) : []);
}

/** Opens a manifest that nobody has judged before, changes it and asks for words, as its writer would. */
export async function measureManifest({ file, lines, edit }: LongManifest): Promise<Figure[]> {
  const place = new Position(edit.line, edit.character);
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  const start = performance.now();
  const { document } = await window.showTextDocument(Uri.file(file));
  const shown = performance.now() - start;
  await waitFor('diagnostics', languages.onDidChangeDiagnostics, () => diagnosticsOf(document) || undefined);
  const judged = performance.now() - start;
  const count = diagnosticsOf(document);
  const changes: number[] = [];
  const completions: number[] = [];
  for (let round = 0; round < rounds; round++) {
    changes.push(await timeOf(() => changeVersion(document, place, round % 2 === 0)));
    const complete = 'vscode.executeCompletionItemProvider';
    completions.push(await timeOf(() => commands.executeCommand(complete, document.uri, place)));
  }
  pauses.disable();
  const what = (action: string) => `${lines.toLocaleString('en')} lines, ${action}`;
  return [
    { what: what('opened until shown'), milliseconds: shown },
    { what: what(`opened until ${count} diagnostics are shown`), milliseconds: judged },
    {
      what: what(`changed until other diagnostics are shown (median of ${rounds})`),
      milliseconds: median(changes),
    },
    { what: what('completion right afterwards'), milliseconds: median(completions) },
    { what: what('longest pause of the extension host'), milliseconds: pauses.max / 1e6 },
  ];
}

const rounds = 7;

const diagnosticsOf = ({ uri }: TextDocument) => languages.getDiagnostics(uri).length;

/** Makes a version another than the image's tag, or takes that back. Resolves with the diagnostics that tell of it. */
async function changeVersion(document: TextDocument, place: Position, other: boolean): Promise<void> {
  const before = diagnosticsOf(document);
  const edit = new WorkspaceEdit();
  if (other) edit.insert(document.uri, place, '9');
  else edit.delete(document.uri, new Range(place, place.translate(0, 1)));
  await workspace.applyEdit(edit);
  await waitFor(
    'other diagnostics',
    languages.onDidChangeDiagnostics,
    () => diagnosticsOf(document) !== before || undefined,
  );
}

async function timeOf(action: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
