/** Draws plans into the manifests that they are of. They vanish with the first change: then the plan is stale. */
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
import type { PlannedAction } from '../../../server/src/messages.ts';
import type { Engine } from '../engine.ts';
import { fingerprintOf } from '../updates/devicePlan.ts';
import { planMarks } from './model/planMarks.ts';
import type { ShownPlans } from './model/shownPlans.ts';

/** Where the theme has a colour for such a change. */
const tones: Readonly<Record<PlannedAction, string>> = {
  create: 'gitDecoration.addedResourceForeground',
  replace: 'gitDecoration.modifiedResourceForeground',
  update: 'gitDecoration.modifiedResourceForeground',
  destroy: 'gitDecoration.deletedResourceForeground',
  keep: 'editorCodeLens.foreground',
  protected: 'editorCodeLens.foreground',
  ignored: 'editorCodeLens.foreground',
};

export function markPlans(shown: ShownPlans, engine: Pick<Engine, 'onInventory'>): Disposable {
  const type = window.createTextEditorDecorationType({
    after: { margin: '0 1em 0 2em', fontStyle: 'italic' },
  });
  const draw = (editor: TextEditor) => editor.setDecorations(type, marksIn(editor, shown));
  const drawAll = () => window.visibleTextEditors.forEach(draw);
  return Disposable.from(
    type,
    window.onDidChangeVisibleTextEditors(drawAll),
    shown.onChange(drawAll),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) shown.manifestChanged(document.uri.toString());
    }),
    engine.onInventory(({ inventory, ...target }) => shown.deviceReported(target, fingerprintOf(inventory))),
  );
}

function marksIn({ document }: TextEditor, shown: ShownPlans): DecorationOptions[] {
  // Of several devices the latest plan is drawn.
  const latest = shown.of(document.uri.toString()).at(-1);
  if (!latest || !('plan' in latest.plan.outcome)) return [];
  return planMarks(latest.plan.outcome.plan).map(({ line, text, hover, tone }) => {
    const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
    return {
      // Behind the last character: behind the end it would stand behind the inlay hints too, out of sight.
      range: new Range(end.translate(0, end.character > 0 ? -1 : 0), end),
      hoverMessage: new MarkdownString().appendText(hover),
      renderOptions: { after: { contentText: `◂ ${text}`, color: new ThemeColor(tones[tone]) } },
    };
  });
}
