import { quietSettings } from '../../scripts/lib/codeServer.mjs';

/** What every test in a real VS Code finds in the user's settings. */
export const userSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  'files.simpleDialog.enable': true,
  'window.menuBarVisibility': 'compact',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.enablePreview': false,
};
