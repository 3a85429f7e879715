import { signal } from '@preact/signals';
import { me } from '../sign-in/session';

/** What the classes are called by their schools, as far as this person was told; by room. */
export const labels = signal<Readonly<Record<string, string>>>({});

me.subscribe((who) => {
  if (who === null) {
    labels.value = {};
  }
});

export function learn(told: Readonly<Record<string, string>>): void {
  labels.value = { ...labels.value, ...told };
}
