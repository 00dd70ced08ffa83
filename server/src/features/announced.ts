/** What a client is told of the features before they are asked, and they keep to. */

/** The code action that fixes all that has one obvious fix. */
export const fixAllKind = 'source.fixAll.kanto';

/** What separates the parts of a config value: completion is asked for behind it. */
export const partSeparators: readonly string[] = [':', '/'];

/** Of those that the protocol defines, so that every theme has colours for them. The order is that of the legend. */
export const tokenTypes = [
  'namespace',
  'class',
  'type',
  'property',
  'variable',
  'enumMember',
  'keyword',
  'number',
  'operator',
  'method',
] as const;
export const tokenModifiers = ['declaration'] as const;
