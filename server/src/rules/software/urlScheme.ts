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
              message: `A placeholder is left in ${quote(url)}: the device takes it as it is written.`,
            };
          else if (scheme === undefined)
            yield {
              at: node,
              message: `${quote(url)} is no URL: the device cannot download it, and ends with FINISHED_ERROR.`,
            };
          else if (scheme !== name.toLowerCase())
            yield {
              at: node,
              message: `The URL stands under ${quote(name)} but begins with ${quote(`${scheme}://`)}: the device goes by the URL${name === 'HTTPS' && scheme === 'http' ? ', so it is fetched without encryption' : ''}.`,
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
