/** The values of `--format`, by the command. */
import { reportFormats } from './reporters.ts';
import { rolloutFormats } from './rolloutCall.ts';

/** Of what is told at once. */
const formats = ['text', 'json'] as const;
/** Of what tells one thing after the other. */
const streamFormats = [...formats, 'jsonl'] as const;
const importFormats = ['yaml', 'json', 'jsonl'] as const;

export function formatsOf(command: string): readonly string[] {
  switch (command) {
    case 'validate':
      return reportFormats;
    case 'rollout':
      return rolloutFormats;
    case 'import':
      return importFormats;
    case 'devices':
    case 'doctor':
    case 'rules':
      return formats;
    default:
      return streamFormats;
  }
}
