/** The setting `kanto.domains`: the file of a vocabulary by the id of the domain. */
import { t } from '@vscode/l10n';

export interface DomainsSetting {
  readonly files: ReadonlyMap<string, string>;
  /** What of the setting is ignored, and why. */
  readonly faults: readonly string[];
}

/**
 * Whether the changes of a file can be watched: signs of a pattern would be taken for one, and `/**` watch a whole disk.
 * `path`: with `/` between its parts.
 */
export function canBeWatched(path: string): boolean {
  return !/[*?[\]{}]/.test(path);
}

export function readDomainsSetting(setting: unknown): DomainsSetting {
  const files = new Map<string, string>();
  if (setting === undefined || setting === null) return { files, faults: [] };
  if (typeof setting !== 'object' || Array.isArray(setting))
    return {
      files,
      faults: [t('The setting kanto.domains is ignored: it must be an object, ids of domains and files.')],
    };
  const faults: string[] = [];
  for (const [domain, file] of Object.entries(setting)) {
    if (typeof file === 'string' && file.trim() !== '') files.set(domain, file.trim());
    else
      faults.push(
        t(
          'The entry "{0}" of the setting kanto.domains is ignored: it must name a file, a JSON Schema of the config.',
          domain,
        ),
      );
  }
  return { files, faults };
}
