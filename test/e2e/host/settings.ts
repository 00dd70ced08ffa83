/** Settings that count from the moment they are changed, and the page that a diagnostic leads to. */
import { deepEqual, ok } from 'node:assert/strict';
import { type CompletionList, commands, DiagnosticSeverity, Uri, window, workspace } from 'vscode';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';
import {
  diagnosticsOf,
  diagnosticsThat,
  fileUri,
  openWith,
  ourExtension,
  positionAfter,
  ruleOf,
  setUp,
  show,
  write,
} from './workspace.ts';

const empty = 'domains:\n  - id: containers\n    components: []\n';
const schema = 'vocabularies/firmware.schema.json';
const slots = (...names: readonly string[]) =>
  JSON.stringify({ type: 'object', properties: { slot: { description: 'Where it goes.', enum: names } } });
const firmware = (slot: string) =>
  `domains:\n  - id: firmware\n    components:\n      - id: modem\n        version: "1"\n        config: [{key: slot, value: ${slot}}]\n`;

const configured = 'project/kanto.config.json';
const asking = (level: string, settings: object = {}) =>
  JSON.stringify({ 'kanto.rules': { 'containers-empty': level }, ...settings });

const has =
  (rule: string, severity?: DiagnosticSeverity) => (diagnostics: readonly Parameters<typeof ruleOf>[0][]) =>
    diagnostics.some((it) => ruleOf(it) === rule && (severity === undefined || it.severity === severity));

export const settings: Suite = {
  'kanto.rules changes how a rule is shown, in front and in files that are not open': async () => {
    const closed = await write('rules-closed.desired-state.yaml', empty);
    const { uri } = await show((await openWith('rules.desired-state.yaml', empty)).uri);
    const both = async (what: string, as: ReturnType<typeof has>) => {
      await diagnosticsThat(uri, what, as);
      await diagnosticsThat(closed, what, as);
    };
    await both('tell', has('containers-empty', DiagnosticSeverity.Information));
    await setUp({ 'kanto.rules': { 'containers-empty': 'error' } });
    await both('are errors', has('containers-empty', DiagnosticSeverity.Error));
    await setUp({ 'kanto.rules': { 'containers-empty': 'off' } });
    await both('are gone', (diagnostics) => !has('containers-empty')(diagnostics));
    await setUp({ 'kanto.rules': undefined });
    await both('are back', has('containers-empty', DiagnosticSeverity.Information));
  },

  'kanto.domains: a vocabulary is taken over when it is named, made, changed and deleted': async () => {
    const document = await show((await openWith('firmware.desired-state.yaml', firmware('c'))).uri);
    const { uri } = document;
    const invalid = has('vocabulary-value-invalid');
    await setUp({ 'kanto.domains': { firmware: schema } });
    await write(schema, slots('a', 'b'));
    await diagnosticsThat(uri, 'tell of the value', invalid);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      positionAfter(document, 'slot, value: '),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    deepEqual(labels.filter((it) => /^[abc]$/.test(it)).sort(), ['a', 'b']);
    await write(schema, slots('a', 'b', 'c'));
    await diagnosticsThat(uri, 'say no more of the value', (them) => !invalid(them));
    await write(schema, slots('a'));
    await diagnosticsThat(uri, 'tell of the value again', invalid);
    await workspace.fs.delete(fileUri(schema));
    await diagnosticsThat(uri, 'know no vocabulary', (them) => !invalid(them));
    await setUp({ 'kanto.domains': undefined });
  },

  'kanto.config.json holds below its folder, beneath the settings of the workspace, and tells its own faults':
    async () => {
      const closed = await write('project/closed.desired-state.yaml', empty);
      const { uri } = await show((await openWith('project/open.desired-state.yaml', empty)).uri);
      await diagnosticsThat(uri, 'tell', has('containers-empty', DiagnosticSeverity.Information));
      const file = await write(configured, asking('error'));
      for (const it of [uri, closed])
        await diagnosticsThat(it, 'are errors', has('containers-empty', DiagnosticSeverity.Error));
      await setUp({ 'kanto.rules': { 'containers-empty': 'hint' } });
      await diagnosticsThat(uri, 'are hints', has('containers-empty', DiagnosticSeverity.Hint));
      await setUp({ 'kanto.rules': undefined });
      await diagnosticsThat(uri, 'are errors again', has('containers-empty', DiagnosticSeverity.Error));
      await write(configured, asking('warning', { 'kanto.manifest.globs': ['plants/*.yaml'] }));
      await diagnosticsThat(uri, 'are warnings', has('containers-empty', DiagnosticSeverity.Warning));
      const plant = await openWith('project/plants/north.yaml', 'id: north\n');
      await waitFor('the language of the manifest', workspace.onDidOpenTextDocument, () =>
        workspace.textDocuments.find(
          (it) => it.uri.path === plant.uri.path && it.languageId === 'kanto-yaml',
        ),
      );
      await write(configured, '{');
      await diagnosticsThat(file, 'tell of the damage', has('configuration'));
      await diagnosticsThat(uri, 'are as usual', has('containers-empty', DiagnosticSeverity.Information));
      await workspace.fs.delete(fileUri(configured));
      await diagnosticsThat(file, 'are gone', (them) => !has('configuration')(them));
    },

  'the code of a diagnostic leads to the page of its rule, shown as a preview': async () => {
    const [diagnostic] = await diagnosticsOf((await show(fileUri('rules.desired-state.yaml'))).uri);
    const { code } = diagnostic ?? {};
    ok(typeof code === 'object', JSON.stringify(diagnostic));
    const { target } = code;
    ok(target instanceof Uri && target.scheme === 'command', String(target));
    // What the editor does with a link to a command.
    await commands.executeCommand(target.path, ...JSON.parse(target.query));
    const preview = `Preview ${code.value}.md`;
    await waitFor('the preview', window.tabGroups.onDidChangeTabs, () =>
      window.tabGroups.all.some(({ activeTab }) => activeTab?.label === preview) ? true : undefined,
    );
    ok(await workspace.fs.stat(Uri.joinPath(ourExtension().extensionUri, 'docs/rules', `${code.value}.md`)));
    await commands.executeCommand('workbench.action.closeActiveEditor');
  },
};
