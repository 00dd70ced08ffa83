/** What New Manifest… offers: each operation in its shortest form; what is left out is filled in when sending. */
import { t } from '@vscode/l10n';
import type { Operation } from '../../../../server/src/messages.ts';

export interface ManifestTemplate {
  readonly operation: Operation;
  readonly label: string;
  readonly detail: string;
  /** Name of the snippet, the same in `snippets/kanto-json.json` and `snippets/kanto-yaml.json`. */
  readonly snippet: string;
}

export const manifestTemplates = (): readonly ManifestTemplate[] => [
  {
    operation: 'apply',
    label: t('Apply a desired state'),
    detail: t('All that the device shall run. What is not listed is removed.'),
    snippet: 'Desired state',
  },
  {
    operation: 'install',
    label: t('Install software modules'),
    detail: t('Adds software and leaves the rest alone.'),
    snippet: 'Software modules',
  },
  {
    operation: 'remove',
    label: t('Remove software'),
    detail: t('Removes containers by their container id.'),
    snippet: 'Software to remove',
  },
  {
    operation: 'download',
    label: t('Download software modules'),
    detail: t('Fetches and does not install (generic software-update daemon).'),
    snippet: 'Download: whole message',
  },
  {
    operation: 'refresh',
    label: t('Refresh the reported state'),
    detail: t('Asks the device what it runs.'),
    snippet: 'Refresh: value',
  },
];
