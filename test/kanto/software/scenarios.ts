/** All that a generic daemon is put through, by subject. */
import { archiveScenarios } from './archives.ts';
import { downloadScenarios } from './downloads.ts';
import { messageScenarios } from './messages.ts';
import { restartScenarios } from './restarts.ts';
import type { Scenario } from './scenario.ts';
import { scriptScenarios } from './scripts.ts';

export const softwareScenarios: Readonly<Record<string, readonly Scenario[]>> = {
  scripts: scriptScenarios,
  archives: archiveScenarios,
  downloads: downloadScenarios,
  messages: messageScenarios,
  restarts: restartScenarios,
};
