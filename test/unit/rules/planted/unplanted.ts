/** Rules that no fault is planted of, and why. */
export const unplanted: readonly { readonly reason: string; readonly rules: readonly string[] }[] = [
  { reason: 'They look at what a device says, not at what it is told.', rules: ['report-unusual'] },
  { reason: 'It looks at what an owner answers, not at an update.', rules: ['consent-unclear'] },
  { reason: 'There is no message.', rules: ['not-a-manifest'] },
  { reason: 'They are of what is too much to be told or read.', rules: ['more-problems', 'syntax-refused'] },
  { reason: 'No device gets a comment.', rules: ['silence-unknown', 'silence-unused'] },
  {
    reason: 'They are of YAML, and a device gets JSON.',
    rules: [
      'several-manifests',
      'syntax-alias-recursive',
      'syntax-alias-unknown',
      'syntax-complex-key',
      'syntax-indentation',
      'syntax-missing-blank',
      'syntax-missing-character',
      'syntax-nested-on-one-line',
      'syntax-not-json',
      'syntax-reserved-character',
      'syntax-tab',
      'syntax-unknown-tag',
    ],
  },
];
