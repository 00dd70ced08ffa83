/** The one command that needs no manifest of the author's. */
import type { ManifestDescription } from '../../../server/src/messages.ts';

/** Makes a device report its state, and changes nothing there. */
export const refreshManifest: ManifestDescription = {
  kind: { operation: 'refresh', form: 'value', role: 'request' },
  problems: [],
  content: {},
  summary: 'refresh',
  emptiesDevice: false,
};
