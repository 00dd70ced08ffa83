import { t } from '@vscode/l10n';
import { asText } from '../../text/tree.ts';
import { knownDaemonOf } from '../envelope/target.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { ManifestRule } from '../rule.ts';
import { metadataOf } from './metadata.ts';

export const decryptionKeyExposed: ManifestRule = {
  id: 'decryption-key-exposed',
  scope: 'manifest',
  severity: 'information',
  summary: 'Who reads the message, or this file, reads the key of the encrypted artifact in it.',
  why: 'There is no quick fix: the device takes the key from nowhere else. Keep `<key>` in a file that others see, and write the key into a copy that is sent and not kept.',
  *check(manifest) {
    // Container management looks at no metadata at all.
    if (knownDaemonOf(manifest) === 'containers') return;
    for (const module of manifest.softwareModules?.items ?? []) {
      const key = metadataOf(module).entry('AES256.key');
      const text = asText(key?.value);
      if (!key || text === '' || hasPlaceholder(text)) continue;
      yield {
        at: key.key,
        message: t(
          'The key stands in clear: whoever can read this file, the message, or what the device stores of it, can read the encrypted artifact too.',
        ),
      };
    }
  },
  examples: [
    {
      text: `- softwareModule: {name: a, version: "1"}\n  artifacts: [{filename: a, download: {HTTPS: {url: "https://e.com/a"}}}]\n  metadata: {«AES256.key»: "${'0'.repeat(64)}", AES256.iv: "${'0'.repeat(32)}", AES256.format: hex}`,
      says: 'stands in clear',
    },
  ],
};
