/** What New Manifest… offers: each operation in its shortest form; what is left out is filled in when sending. */
import type { Operation } from '../../../../server/src/messages.ts';

export interface ManifestTemplate {
  readonly operation: Operation;
  readonly label: string;
  readonly detail: string;
  /** Name of the snippet, the same in `snippets/kanto-json.json` and `snippets/kanto-yaml.json`. */
  readonly snippet: string;
}

export const manifestTemplates: readonly ManifestTemplate[] = [
  {
    operation: 'apply',
    label: 'Apply a desired state',
    detail: 'All that the device shall run. What is not listed is removed.',
    snippet: 'Desired state',
  },
  {
    operation: 'install',
    label: 'Install software modules',
    detail: 'Adds software and leaves the rest alone.',
    snippet: 'Software modules',
  },
  {
    operation: 'remove',
    label: 'Remove software',
    detail: 'Removes containers by their container id.',
    snippet: 'Software to remove',
  },
  {
    operation: 'download',
    label: 'Download software modules',
    detail: 'Fetches and does not install (generic software-update daemon).',
    snippet: 'Download: whole message',
  },
  {
    operation: 'refresh',
    label: 'Refresh the reported state',
    detail: 'Asks the device what it runs.',
    snippet: 'Refresh: value',
  },
];
