import { signal } from '@preact/signals';
import { en } from './en';
import { fr } from './fr';

export type TextKey = keyof typeof fr;
export type Language = 'fr' | 'en';

/** The event is in Europe: its hours have 24 in both languages. */
const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

/** French signs that stand apart from their word never begin a line: written with a plain space, shown with one that does not break. */
export function kept(text: string): string {
  return text.replace(/ (?=[:;?!»–])/g, '\u00a0').replace(/« /g, '«\u00a0');
}

const texts: Record<Language, Record<TextKey, string>> = {
  fr: Object.fromEntries(Object.entries(fr).map(([key, text]) => [key, kept(text)])) as Record<TextKey, string>,
  en,
};
const stored = localStorage.getItem('halle.language');

export const language = signal<Language>(stored === 'en' || stored === 'fr' ? stored : 'fr');

export function setLanguage(to: Language): void {
  language.value = to;
  localStorage.setItem('halle.language', to);
  document.documentElement.lang = to;
}

/** Made once for a language: Intl takes far longer to build than to use, and the map asks for a hundred texts at once. */
function perLanguage<T>(make: (locale: string) => T): () => T {
  const made: Partial<Record<Language, T>> = {};
  return () => {
    made[language.value] ??= make(locales[language.value]);
    return made[language.value] as T;
  };
}

const dates = (as: Intl.DateTimeFormatOptions) => perLanguage((locale) => new Intl.DateTimeFormat(locale, as));
const clockText = dates({ hour: '2-digit', minute: '2-digit' });
const weekdayText = dates({ weekday: 'long' });
const dateText = dates({ day: 'numeric', month: 'long' });
const weekdayAndDateText = dates({ weekday: 'long', day: 'numeric', month: 'long' });
const weekdayAndClockText = dates({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
const numbers = (as: Intl.NumberFormatOptions) => perLanguage((locale) => new Intl.NumberFormat(locale, as));
const sizes = (unit: string) =>
  [
    numbers({ style: 'unit', unit, maximumFractionDigits: 0 }),
    numbers({ style: 'unit', unit, maximumFractionDigits: 1 }),
  ] as const;
const [kilobytes, megabytes] = [sizes('kilobyte'), sizes('megabyte')];
const plural = perLanguage((locale) => new Intl.PluralRules(locale));

/** The text in the chosen language, with {names} filled in; {s} is the plural's ending for {n}. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  const filled: Record<string, string | number> = { s: ending(Number(values.n)), ...values };
  return texts[language.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ''));
}

/** French counts 0 and 1 alike: 0 vote, 1 vote, 2 votes; English has 0 votes. */
function ending(n: number): string {
  return plural().select(n) === 'one' ? '' : 's';
}

/** A refusal in words; a code this client does not know is shown as it is. */
export function why(code: string | undefined): string {
  const key = `c_${code}` as TextKey;
  return key in fr ? t(key) : (code ?? '');
}

/** Reasons that are chosen, not written. */
const readyReasons: readonly TextKey[] = [
  'reject_asked',
  'reject_offTopic',
  'reject_unclear',
  'reject_personal',
  'muteReason',
];

/** A reason as its reader understands it: a ready one in the reader's language, in whichever it was given; words of somebody's own as they are. */
export function reasonText(reason: string): string {
  const ready = readyReasons.find((key) => Object.values(texts).some((words) => words[key] === reason));
  return ready ? t(ready) : reason;
}

/** A refusal with all that is known of it: until when, and the reason that somebody gave. */
export function refusal({ code, until, reason }: Refusal, now: number): string {
  const words = until ? `${why(code)} ${untilText(until, now)}` : why(code);
  return reason ? `${words} (${reasonText(reason)})` : words;
}

interface Refusal {
  readonly code?: string;
  readonly until?: string;
  readonly reason?: string;
}

export function local(text: { fr: string; en: string }): string {
  return text[language.value];
}

/** The language of what the programme says in French only, where the page speaks another. */
export function french(): 'fr' | undefined {
  return language.value === 'fr' ? undefined : 'fr';
}

export function clock(at: string | number | Date): string {
  return clockText().format(new Date(at));
}

/** Written out as it is said: 14 h 30, 9 h; in English 14:30. */
export function hourText(at: string | number | Date): string {
  const on = new Date(at);
  const minutes = on.getMinutes();
  return language.value === 'fr'
    ? `${on.getHours()}\u00a0h${minutes ? `\u00a0${String(minutes).padStart(2, '0')}` : ''}`
    : clock(at);
}

/** "à 14 h 30" today, "vendredi à 9 h" within a week, "le 4 décembre à 9 h" later. */
export function whenText(at: number, now: number): string {
  return byDay(at, now, 'atTime', 'onWeekdayAt', 'onDateAt');
}

/** "jusqu’à 14 h 30" today, "jusqu’à vendredi à 9 h" within a week, "jusqu’au 4 décembre à 9 h" later; without an end, that of the event. */
export function untilText(at: string | number | undefined, now: number): string {
  return at === undefined ? t('wholeEvent') : byDay(new Date(at).getTime(), now, 'until', 'untilWeekday', 'untilDate');
}

function byDay(at: number, now: number, today: TextKey, thisWeek: TextKey, later: TextKey): string {
  const time = hourText(at);
  const from = new Date(now).setHours(0, 0, 0, 0);
  const away = Math.floor((new Date(at).setHours(12, 0, 0, 0) - from) / 86_400_000);
  if (away === 0) {
    return t(today, { time });
  }
  const day = (away < 7 ? weekdayText : dateText)().format(new Date(at));
  return t(away < 7 ? thisWeek : later, { day, time });
}

export function shortDayAndClock(at: string): string {
  return weekdayAndClockText().format(new Date(at));
}

export function day(at: string | number): string {
  return weekdayAndDateText().format(new Date(at));
}

/** "vendredi 4 décembre, 8 h 30". */
export function dayAndHour(at: string | number): string {
  return `${day(at)}, ${hourText(at)}`;
}

/** A figure as people of the language write it. */
export function amount(figure: number, digits = 0): string {
  return new Intl.NumberFormat(locales[language.value], { maximumFractionDigits: digits }).format(figure);
}

export function bytes(figure: number): string {
  const [[whole, tenths], size] = figure < 1e6 ? ([kilobytes, 1e3] as const) : ([megabytes, 1e6] as const);
  return (figure / size < 10 ? tenths : whole)().format(figure / size);
}
