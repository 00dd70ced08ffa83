import { t } from '@vscode/l10n';
import { asObject, asString, field, propertiesOf, property } from '../../text/tree.ts';
import { inModule } from '../exampleTexts.ts';
import { renameKey, write } from '../fixes.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';

export const urlScheme: ManifestRule = {
  id: 'url-scheme',
  scope: 'manifest',
  severity: 'warning',
  summary: 'The scheme of a URL decides how it is fetched, whatever protocol it stands under.',
  *check({ softwareModules }) {
    for (const module of softwareModules?.items ?? []) {
      for (const { download } of module.artifacts) {
        for (const { name, key, value } of download ? propertiesOf(download) : []) {
          const node = field(asObject(value), 'url')?.value;
          const url = asString(node);
          if (!node || !url || !['HTTP', 'HTTPS', 'FTP', 'SFTP'].includes(name)) continue;
          const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
          if (hasPlaceholder(url))
            yield {
              at: node,
              message: t('A placeholder is left in {0}: the device takes it as it is written.', quote(url)),
            };
          else if (scheme === undefined)
            yield {
              at: node,
              message: t(
                '{0} is no URL: the device cannot download it, and ends with FINISHED_ERROR.',
                quote(url),
              ),
            };
          else if (scheme !== name.toLowerCase())
            yield {
              at: node,
              message: t(
                'The URL stands under {0} but begins with {1}: the device goes by the URL{2}.',
                quote(name),
                quote(`${scheme}://`),
                name === 'HTTPS' && scheme === 'http' ? t(', so it is fetched without encryption') : '',
              ),
              fixes: () => [
                ...(name === 'HTTPS' && scheme === 'http'
                  ? [write(node, url.replace(/^http:/i, 'https:'))]
                  : []),
                ...(['http', 'https'].includes(scheme) &&
                download &&
                !property(download, scheme.toUpperCase())
                  ? [renameKey(key, scheme.toUpperCase())]
                  : []),
              ],
            };
        }
      }
    }
  },
  examples: [
    {
      text: inModule('[{download: {HTTPS: {url: «"http://e.com/a"»}}}]'),
      fixed: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}}]'),
      says: 'without encryption',
    },
  ],
};
