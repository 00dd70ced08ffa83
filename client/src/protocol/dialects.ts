/** The dialects there are: as things (the default), or directly. The one place that chooses. */
import type { Dialect } from './dialect.ts';
import { defaultPrefix, directDialect } from './direct.ts';
import { thingsDialect } from './things.ts';

/** `prefix` and `tenant` as in the connection's profile. */
export function dialectOf({
  mode,
  prefix = defaultPrefix,
  tenant,
}: {
  readonly mode: 'things' | 'direct';
  readonly prefix?: string;
  readonly tenant?: string;
}): Dialect {
  return mode === 'direct' ? directDialect(prefix) : thingsDialect(tenant);
}
