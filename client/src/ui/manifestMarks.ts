/** Draws plans and updates into the manifests that they are of. They vanish with the first change: then they no longer fit. */
import {
  type DecorationOptions,
  Disposable,
  MarkdownString,
  Range,
  type TextEditor,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import type { Engine } from '../engine.ts';
import { isTaken } from '../updates/run.ts';
import { createBatch } from './model/batch.ts';
import type { LiveRuns } from './model/liveRuns.ts';
import type { Mark } from './model/mark.ts';
import { planMarks } from './model/planMarks.ts';
import { runMarks } from './model/runMarks.ts';
import type { ShownPlans } from './model/shownPlans.ts';
import { ShownRuns } from './model/shownRuns.ts';

const quiet = 'editorCodeLens.foreground';
/** Where the theme has a colour for such a change. */
const tones: Readonly<Record<Mark['tone'], string>> = {
  create: 'gitDecoration.addedResourceForeground',
  replace: 'gitDecoration.modifiedResourceForeground',
  update: 'gitDecoration.modifiedResourceForeground',
  destroy: 'gitDecoration.deletedResourceForeground',
  keep: quiet,
  protected: quiet,
  ignored: quiet,
  busy: 'progressBar.background',
  done: 'testing.iconPassed',
  failed: 'testing.iconFailed',
  unknown: 'list.warningForeground',
};

/** Milliseconds: how often a manifest is drawn anew, however much the devices say. */
const drawInterval = 100;

export interface ManifestMarksParts {
  readonly plans: ShownPlans;
  readonly live: LiveRuns;
  readonly engine: Pick<Engine, 'onInventory' | 'onRun'>;
}

export function markManifests({ plans, live, engine }: ManifestMarksParts): Disposable {
  const type = window.createTextEditorDecorationType({
    after: { margin: '0 1em 0 2em', fontStyle: 'italic' },
  });
  const runs = new ShownRuns();
  const draw = (editor: TextEditor) => {
    const marks = marksOf(editor.document.uri.toString(), plans, runs);
    editor.setDecorations(type, decorations(editor, marks));
  };
  const drawAll = () => window.visibleTextEditors.forEach(draw);
  const soon = createBatch<'draw'>(drawInterval, drawAll);
  return Disposable.from(
    type,
    runs,
    soon,
    window.onDidChangeVisibleTextEditors(drawAll),
    plans.onChange(drawAll),
    live.onRun((run) => runs.hear(run)),
    runs.onChange(() => soon.add('draw')),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      const uri = document.uri.toString();
      plans.manifestChanged(uri);
      runs.manifestChanged(uri, live.runs);
    }),
    engine.onRun((run) => {
      if (run.operation === 'apply' && isTaken(run)) plans.applyTaken(run, run.started);
    }),
    engine.onInventory(({ inventory, ...target }) => plans.deviceReported(target, inventory)),
  );
}

/** Of several the latest: a plan that was made after the update was sent says what another one would do. */
function marksOf(uri: string, plans: ShownPlans, runs: ShownRuns): readonly Mark[] {
  const plan = plans.of(uri).at(-1)?.plan;
  const run = runs.of(uri);
  if (run !== undefined && (plan === undefined || plan.time <= run.started)) return runMarks(run);
  return plan !== undefined && 'plan' in plan.outcome ? planMarks(plan.outcome.plan) : [];
}

function decorations({ document }: TextEditor, marks: readonly Mark[]): DecorationOptions[] {
  return marks.map(({ line, text, hover, tone }) => {
    const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
    return {
      // Behind the last character: behind the end it would stand behind the inlay hints too, out of sight.
      range: new Range(end.translate(0, end.character > 0 ? -1 : 0), end),
      hoverMessage: new MarkdownString().appendText(hover),
      renderOptions: { after: { contentText: `◂ ${text}`, color: new ThemeColor(tones[tone]) } },
    };
  });
}
