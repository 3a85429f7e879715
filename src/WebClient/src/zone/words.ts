/** Lower case, without accents and with one apostrophe, so that "aérien" is found as "aerien". */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('’', "'")
    .toLowerCase();
}

/** A woman's job and a man's, in French: soudeuse, opératrice, électricienne, grutière, ingénieure, chargée, alternante, cheffe. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/euse$/, 'eur'],
  [/trice$/, 'teur'],
  [/enne$/, 'en'],
  [/(ier|eur|e|[ae]nt)e$/, '$1'],
  [/ffe$/, 'f'],
];

/** One form for one and for many, for her and for him. Short words keep theirs: little would be left of them. */
function stemmed(text: string): string {
  return text.replace(/[a-z]{5,}/g, (word) => {
    const one = word.replace(/[sx]$/, '');
    const [ending, to] = endings.find(([ending]) => ending.test(one)) ?? [/$/, ''];
    return one.replace(ending, to);
  });
}

/** Whether every word of a search is in a text, as it is written or in its other forms. */
export function says(text: string, search: string): boolean {
  const [all, wanted] = [folded(text), folded(search).trim()];
  const stems = stemmed(all);
  return wanted.split(/\s+/).every((word) => all.includes(word) || stems.includes(stemmed(word)));
}
