/** Times for people, in the language of the texts around them. Each takes milliseconds since the epoch. */
import { t } from '@vscode/l10n';

/** `18:40:02`, `6:40:02 PM`. */
export function clockTime(milliseconds: number): string {
  return told('clock', milliseconds);
}

/** `18:40`, `6:40 PM`. */
export function clockMinute(milliseconds: number): string {
  return told('minute', milliseconds);
}

/** `22.11.2026, 18:40`, `11/22/2026, 6:40:02 PM`. */
export function dateAndTime(milliseconds: number): string {
  return told('dateAndTime', milliseconds);
}

/** `22.11., 18:40`, `11/22, 6:40 PM`. */
export function dateAndMinute(milliseconds: number): string {
  return told('dateAndMinute', milliseconds);
}

/** `22.11.2026`, `11/22/2026`. */
export function date(milliseconds: number): string {
  return told('date', milliseconds);
}

/** `So., 22. Nov. 2026`, `Sun, Nov 22, 2026`. */
export function weekday(milliseconds: number): string {
  return told('weekday', milliseconds);
}

type Formats = ReturnType<typeof formatsOf>;

/** By language. To make them takes long beside their use in each row of a list, and they are always the same. */
const known = new Map<string, Formats>();

function told(form: keyof Formats, milliseconds: number): string {
  // Its translation names the language of the texts.
  const language = t('en');
  const formats = known.get(language) ?? formatsOf(language);
  known.set(language, formats);
  const time = new Date(milliseconds);
  // A number that is no time comes from a stranger: it must not throw.
  return Number.isNaN(time.getTime()) ? String(time) : formats[form].format(time);
}

function formatsOf(language: string) {
  // Who reads English may live anywhere: then the system knows how times are written, as for the command line.
  const english = language === 'en';
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(english ? undefined : language, options);
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const minute = { hour: 'numeric', minute: 'numeric' } as const;
  return {
    clock: format({ ...minute, second: 'numeric' }),
    minute: format(minute),
    dateAndTime: format({ ...day, ...minute, ...(english && { second: 'numeric' }) }),
    dateAndMinute: format({ month: 'numeric', day: 'numeric', ...minute }),
    date: format(day),
    weekday: format({ ...day, weekday: 'short', month: 'short' }),
  };
}
