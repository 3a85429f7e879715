import { signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const stored = localStorage.getItem('halle.theme');

export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');

export function setTheme(to: Theme): void {
  theme.value = to;
  localStorage.setItem('halle.theme', to);
  document.documentElement.dataset.theme = to;
}
