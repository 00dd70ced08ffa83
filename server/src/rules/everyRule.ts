/** What every code of a diagnostic stands for: the rules, and what is told beside what they find. */
import { rules } from './index.ts';
import { notices } from './notices.ts';
import type { Described } from './rule.ts';

export const everyRule: readonly Described[] = [...rules, ...notices];
