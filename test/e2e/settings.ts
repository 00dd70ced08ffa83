import { quietSettings } from '../../scripts/lib/codeServer.mjs';

/** What every test in a real VS Code finds in the user's settings. */
export const userSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  // So that the whole of an update is on the screen at once, however fast it was.
  '[log]': { 'editor.fontSize': 9, 'editor.lineHeight': 11, 'editor.wordWrap': 'off' },
  'files.simpleDialog.enable': true,
  'window.menuBarVisibility': 'compact',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.enablePreview': false,
};
