/** Faults of the text itself: what is left is no JSON. */
import type { TextFault } from './planting.ts';

export const textFaults: readonly TextFault[] = [
  { rule: 'syntax-trailing-comma', spoil: (text) => text.replace(/\}$/, ',}') },
  { rule: 'syntax-extra-comma', spoil: (text) => text.replace(',', ',,') },
  { rule: 'syntax-missing-comma', spoil: (text) => text.replace('",', '" ') },
  { rule: 'syntax-missing-colon', spoil: (text) => text.replace('":', '" ') },
  { rule: 'syntax-unclosed', spoil: (text) => text.replace(/\}$/, '') },
  { rule: 'syntax-unclosed-string', spoil: (text) => text.replace(/\}$/, ',"more}') },
  { rule: 'syntax-unclosed-comment', spoil: (text) => `${text}/* more` },
  { rule: 'syntax-bad-number', spoil: (text) => text.replace(/\}$/, ',"x-more":01}') },
  { rule: 'syntax-bad-escape', spoil: (text) => text.replace(/\}$/, ',"x-more":"\\q"}') },
  { rule: 'syntax-bad-character', spoil: (text) => text.replace(/\}$/, ',"x-more":"a\tb"}') },
  { rule: 'syntax-key-expected', spoil: (text) => text.replace(/\}$/, ',more:1}') },
  { rule: 'syntax-value-expected', spoil: (text) => text.replace(/\}$/, ',"x-more":}') },
  { rule: 'syntax-extra-text', spoil: (text) => `${text}{}` },
  { rule: 'syntax-conflict', spoil: (text) => `<<<<<<< HEAD\n${text}\n=======\n${text}\n>>>>>>> other\n` },
  { rule: 'syntax-unexpected', spoil: (text) => text.replace(/\}$/, ',"x-more":yes}') },
];
