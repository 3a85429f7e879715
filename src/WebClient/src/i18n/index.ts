import { signal } from '@preact/signals';
import { en } from './en';
import { fr } from './fr';

export type TextKey = keyof typeof fr;
export type Language = 'fr' | 'en';

/** The event is in Europe: its hours have 24 in both languages. */
const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const texts: Record<Language, Record<TextKey, string>> = { fr, en };
const stored = localStorage.getItem('halle.language');

export const language = signal<Language>(stored === 'en' || stored === 'fr' ? stored : 'fr');

export function setLanguage(to: Language): void {
  language.value = to;
  localStorage.setItem('halle.language', to);
  document.documentElement.lang = to;
}

/** The text in the chosen language, with {names} filled in. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return texts[language.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** A refusal in words; a code this client does not know is shown as it is. */
export function why(code: string | undefined): string {
  const key = `c_${code}` as TextKey;
  return key in fr ? t(key) : (code ?? '');
}

export function local(text: { fr: string; en: string }): string {
  return text[language.value];
}

export function clock(at: string | number | Date): string {
  return new Intl.DateTimeFormat(locales[language.value], { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

export function shortDayAndClock(at: string): string {
  return new Intl.DateTimeFormat(locales[language.value], {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
}

export function day(at: string): string {
  return new Intl.DateTimeFormat(locales[language.value], { weekday: 'long', day: 'numeric', month: 'long' }).format(
    new Date(at),
  );
}

export function dayAndClock(at: string): string {
  return new Intl.DateTimeFormat(locales[language.value], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
}

/** A figure as people of the language write it. */
export function amount(figure: number, digits = 0): string {
  return new Intl.NumberFormat(locales[language.value], { maximumFractionDigits: digits }).format(figure);
}

export function bytes(figure: number): string {
  const [unit, size] = figure < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
  return new Intl.NumberFormat(locales[language.value], {
    style: 'unit',
    unit,
    maximumFractionDigits: figure / size < 10 ? 1 : 0,
  }).format(figure / size);
}
